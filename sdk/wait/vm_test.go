package wait_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func TestVmUpWaitsForAStartedVm(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "down")
		if err := b.conn.SystemService().VmsService().VmService(id).Start(b.t.Context(), nil); err != nil {
			b.t.Fatal(err)
		}
		b.requests()
		vm, err := wait.VmUp(b.t.Context(), b.conn, id)
		if err != nil || vm.Status != types.VmStatusUp || *vm.ID != id {
			b.t.Errorf("VmUp gave %v, %v", vm, err)
		}
		for _, r := range b.requests() {
			if r != "GET /vms/"+id {
				b.t.Errorf("it sent %s", r)
			}
		}
	})
}

func TestFailStatesEndTheWaitAtOnce(t *testing.T) {
	t.Parallel()
	type states []string // one per second
	for _, tt := range []struct {
		name   string
		states states
		wait   func(*bed, string) error
		after  time.Duration // at least
		want   string
	}{
		{"paused by storage", states{"<status>powering_up</status>", "<status>paused</status><status_detail>enospc</status_detail>"},
			up, time.Second, "wait.VmUp: vm web (ID) is paused, not up: enospc"},
		{"paused from the beginning", states{"<status>paused</status>"}, up, 10 * time.Second,
			"wait.VmUp: vm web (ID) is paused, not up: it won't become so by itself"},
		{"crashed", states{"<status>wait_for_launch</status>", "<status>down</status><stop_reason>boom</stop_reason>"},
			up, time.Second, "wait.VmUp: vm web (ID) is down, not up: boom"},
		{"never started", states{"<status>down</status>"}, up, 10 * time.Second, "wait.VmUp: vm web (ID) is down, not up: it won't become so by itself"},
		{"locked before", states{"<status>image_locked</status>", "<status>down</status>"}, up, 11 * time.Second,
			"wait.VmUp: vm web (ID) is down, not up: it won't become so by itself"},
		{"guest goes on", states{"<status>up</status>", "<status>powering_down</status>", "<status>up</status>"}, down, 2 * time.Second,
			"wait.VmDown: vm web (ID) is up, not down: the guest didn't shut down"},
		{"suspended instead", states{"<status>saving_state</status>", "<status>suspended</status>"}, down, time.Second,
			"wait.VmDown: vm web (ID) is suspended, not down: it won't become so by itself"},
		{"not saved", states{"<status>saving_state</status>", "<status>up</status>"}, suspended, time.Second,
			"wait.VmSuspended: vm web (ID) is up, not suspended: the memory was not saved"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				id := b.vm("web", "image_locked")
				begin := time.Now()
				b.put("/vms/"+id, "<vm>"+tt.states[0]+"</vm>")
				go func() {
					for _, s := range tt.states[1:] {
						time.Sleep(time.Second)
						b.put("/vms/"+id, "<vm>"+s+"</vm>")
					}
				}()
				err := tt.wait(b, id)
				failure, ok := err.(*wait.Error)
				if !ok || !errors.Is(err, sdk.ErrAction) || failure.Reason == "" {
					b.t.Fatalf("error is %v", err)
				}
				if got := masked(err, id); got != tt.want {
					b.t.Errorf("error is %s, want %s", got, tt.want)
				}
				if took := time.Since(begin); took < tt.after || took > tt.after+6*time.Second {
					b.t.Errorf("it took %v, want about %v", took, tt.after)
				}
			})
		})
	}
}
