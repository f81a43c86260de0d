package wait_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// event writes an event about a VM, as the engine would.
func (b *bed) event(index int, vmID, severity, text string) {
	b.seed("/events", fmt.Sprintf("<event id=%q><index>%d</index><code>119</code><severity>%s</severity><description>%s</description>"+
		"<time>%s</time><vm id=%q/></event>", fmt.Sprint(index), index, severity, text, time.Now().Format(time.RFC3339Nano), vmID))
}

func TestFailureTellsTheEventsSinceTheWaitBegan(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id, other := b.vm("web", "wait_for_launch"), b.vm("db", "up")
		b.event(1000001, id, "error", "of yesterday")
		time.Sleep(time.Hour)
		time.AfterFunc(10*time.Second, func() {
			b.event(1000002, id, "normal", "VM web was started")
			b.event(1000003, id, "error", "VM web is down with error. Exit message: no space.")
			b.event(1000004, other, "alert", "another VM")
			b.event(1000005, id, "warning", "later")
			b.put("/vms/"+id, "<vm><status>down</status></vm>")
		})
		b.requests()
		_, err := wait.VmUp(b.t.Context(), b.conn, id)
		failure, ok := err.(*wait.Error)
		if !ok {
			b.t.Fatalf("error is %v", err)
		}
		want := "wait.VmUp: vm web (ID) is down, not up: it won't become so by itself; the engine logged: VM web is down with error. Exit message: no space."
		if masked(err, id) != want {
			b.t.Errorf("error is %v, want %s", err, want)
		}
		var texts []string
		for _, e := range failure.Events {
			texts = append(texts, sdk.Value(e.Description))
		}
		if got := strings.Join(texts, "|"); got != "VM web was started|VM web is down with error. Exit message: no space.|later" {
			b.t.Errorf("events are %s", got)
		}
		sent := b.requests()
		if got := sent[len(sent)-1]; got != "GET /events?_event_vm_id="+id {
			b.t.Errorf("the last request is %s", got)
		}
	})
}

func TestEventsAreNotSearchedIfNotWanted(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "paused")
		_, err := wait.ForVm(b.t.Context(), b.conn, id, wait.VmIn(types.VmStatusUp).Fail(types.VmStatusPaused), wait.NoEvents())
		if failure, ok := err.(*wait.Error); !ok || failure.Events != nil || len(b.requests()) != 1 {
			b.t.Errorf("error is %v", err)
		}
	})
}

func TestFailureOfTheSearchIsKeptApart(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "paused")
		b.Fail(simulator.Rule{Path: "*/api/events", Status: 403})
		_, err := wait.ForVm(b.t.Context(), b.conn, id, wait.VmIn(types.VmStatusUp).Fail(types.VmStatusPaused))
		failure, ok := err.(*wait.Error)
		if !ok || failure.Reason != "it won't become so by itself" || !errors.Is(err, sdk.ErrAction) || !errors.Is(failure.EventsErr, sdk.ErrAuth) {
			b.t.Errorf("error is %v", err)
		}
	})
}

func TestEventsOfDisksAreFoundByTheirName(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.seed("/disks", "<disk><alias>web_data</alias><status>illegal</status></disk>")
		b.Log(2036, "error", "Failed to copy disk web_data to domain data1.")
		b.Log(2036, "error", "Failed to copy disk other.")
		d, err := wait.DiskOk(b.t.Context(), b.conn, id)
		failure, ok := err.(*wait.Error)
		if !ok || d == nil || d.Status != types.DiskStatusIllegal || len(failure.Events) != 1 {
			b.t.Fatalf("DiskOk gave %v, %v", d, err)
		}
		want := "wait.DiskOk: disk web_data (ID) is illegal, not ok: it won't become so by itself; the engine logged: Failed to copy disk web_data to domain data1."
		if masked(err, id) != want {
			b.t.Errorf("error is %v, want %s", err, want)
		}
	})
}

func TestEventsAreComparedWithTheClockOfTheEngine(t *testing.T) {
	t.Parallel()
	clock := simulator.NewClock(time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC))
	server := simtest.New(t, simulator.Options{Clock: clock})
	conn, err := sdk.New(sdk.Config{URL: server.URL, Username: simtest.User, Password: simtest.Password, CA: server.CA})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	id, err := server.Engine.Seed("/disks", "<disk><alias>data</alias><status>illegal</status></disk>")
	if err != nil {
		t.Fatal(err)
	}
	server.Engine.Log(2036, "error", "data failed of old")
	clock.Advance(time.Hour)
	server.Engine.Log(2036, "error", "data failed anew")
	_, err = wait.DiskOk(t.Context(), conn, id)
	failure, ok := err.(*wait.Error)
	if !ok || len(failure.Events) != 1 || sdk.Value(failure.Events[0].Description) != "data failed anew" {
		t.Errorf("error is %v", err)
	}
}
