package simulator_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestStoppedEngineComesBackWithoutSessions(t *testing.T) {
	t.Parallel()
	for _, how := range []simulator.Outage{simulator.Refused, simulator.Unavailable} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			e := start(t)
			token := e.token()
			get := func() reply { return attempt(t, e.http, "GET", e.URL+"/tags", "", "Authorization", "Bearer "+token) }
			e.want(201, "POST", "/tags", newTag)
			if a := get(); a.status != 200 {
				t.Fatalf("%+v", a)
			}
			for range 2 { // A second stop is as good as one.
				if err := e.Engine.Stop(how); err != nil {
					t.Fatal(err)
				}
			}
			if got := e.Engine.Outage(); got != how {
				t.Errorf("outage %q", got)
			}
			a := get()
			switch {
			case how == simulator.Refused && !errors.Is(a.err, syscall.ECONNREFUSED):
				t.Errorf("error %v, want a refused connection", a.err)
			case how == simulator.Unavailable && (a.status != 503 || !strings.Contains(a.body, "<h1>503 Service Unavailable</h1>")):
				t.Errorf("%+v", a)
			}
			if err := e.Engine.Restart(); err != nil {
				t.Fatal(err)
			}
			if a := get(); a.status != 401 || !strings.Contains(a.body, "has expired") {
				t.Errorf("the old token: %+v", a)
			}
			if doc := e.get("/tags"); !strings.Contains(doc, "mytag") {
				t.Errorf("the inventory is lost\n%s", doc)
			}
			for _, text := range []string{"Stopping oVirt Engine.", "Starting oVirt Engine."} {
				if n := strings.Count(e.get("/events"), text); n != 1 {
					t.Errorf("%d events say %q, want one", n, text)
				}
			}
			if err := e.Engine.Restart(); err != nil || e.Engine.Outage() != "" {
				t.Errorf("a restart of a running engine: %v", err)
			}
		})
	}
}

func TestOutageChangesItsKind(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, how := range []simulator.Outage{simulator.Unavailable, simulator.Refused, simulator.Unavailable} {
		if err := e.Engine.Stop(how); err != nil {
			t.Fatal(err)
		}
		if a := attempt(t, e.http, "GET", e.URL+"/tags", ""); (a.status == 503) != (how == simulator.Unavailable) {
			t.Errorf("%s: %+v", how, a)
		}
	}
	if err := e.Engine.Stop("moon"); err == nil || err.Error() != `outage "moon" is neither refused nor unavailable` {
		t.Errorf("error %v", err)
	}
}

func TestRuleStopsTheEngine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		how   simulator.Outage
		after bool
	}{{simulator.Refused, false}, {simulator.Refused, true}, {simulator.Unavailable, false}, {simulator.Unavailable, true}} {
		e := start(t)
		e.Engine.Fail(simulator.Rule{Op: "TagsService.Add", Times: 1, Outage: tt.how, After: tt.after})
		a := attempt(t, e.http, "POST", e.URL+"/tags", newTag)
		if tt.how == simulator.Refused && a.err == nil || tt.how == simulator.Unavailable && a.status != 503 {
			t.Errorf("%+v: %+v", tt, a)
		}
		if got := e.Engine.Outage(); got != tt.how {
			t.Errorf("%+v: outage %q", tt, got)
		}
		if err := e.Engine.Restart(); err != nil {
			t.Fatal(err)
		}
		if acted := strings.Contains(e.get("/tags"), "mytag"); acted != tt.after {
			t.Errorf("%+v: the engine acted: %t", tt, acted)
		}
	}
}

func TestOutageEndsByItself(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.Engine.Fail(simulator.Rule{Op: "TagsService.List", Times: 1, Outage: simulator.Refused, For: 10 * time.Millisecond})
	attempt(t, e.http, "GET", e.URL+"/tags", "")
	deadline := time.Now().Add(10 * time.Second)
	for attempt(t, e.http, "GET", e.URL+"/tags", "").status != 200 {
		if time.Now().After(deadline) {
			t.Fatal("the engine stays away")
		}
	}
}

func TestServerThatClosesDuringAnOutageStaysClosed(t *testing.T) {
	t.Parallel()
	e := start(t)
	if err := e.Engine.Stop(simulator.Refused); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Engine.Start("127.0.0.1:0"); err == nil {
		t.Error("a stopped engine listens")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.Engine.Restart(); err != nil {
		t.Fatal(err)
	}
	if a := attempt(t, e.http, "GET", e.URL+"/tags", ""); !errors.Is(a.err, syscall.ECONNREFUSED) {
		t.Errorf("%+v", a)
	}
}

func TestAddressThatIsTakenIsReported(t *testing.T) {
	t.Parallel()
	e := start(t)
	if err := e.Engine.Stop(simulator.Refused); err != nil {
		t.Fatal(err)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(e.URL, "https://"), "/ovirt-engine/api")
	l, err := net.Listen("tcp", host)
	if err != nil {
		t.Skipf("another program has taken the port: %v", err)
	}
	defer l.Close()
	if err := e.Engine.Restart(); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("error %v", err)
	}
	l.Close()
	if err := e.Engine.Restart(); err != nil {
		t.Errorf("once the address is free: %v", err)
	}
	e.get("/tags")
}

func TestServerThatListensEverywhere(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, address := range []string{":0", "0.0.0.0:0", "localhost:0"} {
		s, err := e.Engine.StartTLS(address)
		if err != nil {
			t.Fatal(err)
		}
		if address != "localhost:0" && !strings.HasPrefix(s.URL, "https://localhost:") {
			t.Errorf("%s: address %s", address, s.URL)
		}
		if a := attempt(t, e.http, "GET", s.URL+"/tags", ""); a.status != 200 {
			t.Errorf("%s: %+v", address, a)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestShutdownWaitsForAnswers sends half a request, shuts down, and sends the rest.
func TestShutdownWaitsForAnswers(t *testing.T) {
	t.Parallel()
	e := start(t)
	if a := e.do("GET", "/tags", ""); a.status != 200 {
		t.Fatal(a.status)
	}
	r := e.request("POST", e.URL+"/tags", newTag)
	r.SetBasicAuth("admin@internal", "password")
	release := make(chan struct{})
	body := r.Body
	r.Body = readFunc(func(p []byte) (int, error) {
		<-release
		return body.Read(p)
	})
	type result struct {
		resp *http.Response
		err  error
	}
	got := make(chan result)
	go func() {
		resp, err := e.http.Do(r)
		got <- result{resp, err}
	}()
	for len(e.Engine.Requests()) < 2 { // until the engine has the head of the request
		time.Sleep(time.Millisecond)
	}
	ended := make(chan error)
	go func() { ended <- e.Shutdown(t.Context()) }()
	for attempt(t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, "GET", e.URL+"/tags", "").err == nil {
		time.Sleep(time.Millisecond)
	}
	close(release)
	if r := <-got; r.err != nil || r.resp.StatusCode != 201 {
		t.Errorf("%v %v", r.resp, r.err)
	} else {
		r.resp.Body.Close()
	}
	if err := <-ended; err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if err := e.Shutdown(t.Context()); err != nil {
		t.Errorf("second shutdown: %v", err)
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
func (f readFunc) Close() error               { return nil }
