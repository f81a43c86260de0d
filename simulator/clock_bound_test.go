package simulator_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestClocksDontWrap(t *testing.T) {
	t.Parallel()
	for name, clock := range map[string]interface {
		simulator.Clock
		Advance(time.Duration)
	}{
		"manual": simulator.NewClock(began), "scaled": simulator.NewScaledClock(60), "still": simulator.NewScaledClock(0),
	} {
		last := clock.Now()
		for range 100 {
			clock.Advance(1<<63 - 1)
			now := clock.Now()
			if now.Before(last) || now.Year() > 9999 {
				t.Fatalf("the %s clock went from %v to %v", name, last, now)
			}
			last = now
		}
		if last.Year() != 9999 {
			t.Errorf("the %s clock stands at %v", name, last)
		}
	}
	if now := simulator.NewScaledClock(1e300).Now(); now.Year() != 9999 {
		t.Errorf("a clock without any patience stands at %v", now)
	}
}

func TestControlRefusesToLeaveTheCalendar(t *testing.T) {
	t.Parallel()
	clock := simulator.NewScaledClock(0)
	e, err := simulator.New(simulator.Options{Control: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	last, refused := clock.Now(), 0
	for range 30 {
		resp, err := http.Post(strings.TrimSuffix(s.URL, "/ovirt-engine/api")+"/ovirt-simulator/clock?advance=2562047h", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if now := clock.Now(); now.Before(last) {
			t.Fatalf("the clock went from %v back to %v", last, now)
		}
		last = clock.Now()
		switch {
		case resp.StatusCode == 400 && strings.Contains(string(body), "leads behind the year 9999"):
			refused++
		case resp.StatusCode != 200:
			t.Fatalf("status %d: %s", resp.StatusCode, body)
		}
	}
	if refused == 0 || last.Year() > 9999 {
		t.Errorf("%d of 30 were refused, and the clock stands at %v", refused, last)
	}
}
