package wait_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestForWaitsForACondition(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "down")
		time.AfterFunc(3*time.Second, func() { b.put("/vms/"+id, "<vm><comment>now</comment></vm>") })
		vm, err := wait.For(b.t.Context(), b.conn.SystemService().VmsService().VmService(id).Get,
			wait.Cond(func(vm *types.Vm) bool { return sdk.Value(vm.Comment) == "now" }))
		if err != nil || sdk.Value(vm.Comment) != "now" {
			b.t.Errorf("For gave %v, %v", vm, err)
		}
	})
}

func TestForWaitsForStatesOfAnyType(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.seed("/disks", "<disk><alias>data</alias><status>locked</status></disk>")
		goal := wait.StatusIn(func(d *types.Disk) types.DiskStatus { return d.Status }, types.DiskStatusOk).Fail(types.DiskStatusIllegal)
		get := b.conn.SystemService().DisksService().DiskService(id).Get
		time.AfterFunc(time.Second, func() { b.put("/disks/"+id, "<disk><status>ok</status></disk>") })
		if d, err := wait.For(b.t.Context(), get, goal); err != nil || d.Status != types.DiskStatusOk {
			b.t.Errorf("For gave %v, %v", d, err)
		}
		b.put("/disks/"+id, "<disk><status>illegal</status></disk>")
		b.requests()
		_, err := wait.For(b.t.Context(), get, goal)
		if want := "wait.For: disk data (ID) is illegal, not ok: it won't become so by itself"; masked(err, id) != want {
			b.t.Errorf("error is %v, want %s", err, want)
		}
		if sent := b.requests(); len(sent) != 1 {
			b.t.Errorf("it sent %q; without wait.Events there is no search", sent)
		}
	})
}

func TestGoneTakesNotFoundForSuccess(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "down")
		time.AfterFunc(3*time.Second, func() { _ = b.Drop("/vms/" + id) })
		begin := time.Now()
		get := b.conn.SystemService().VmsService().VmService(id).Get
		if err := wait.Gone(b.t.Context(), get); err != nil || time.Since(begin) < 3*time.Second {
			b.t.Errorf("Gone gave %v after %v", err, time.Since(begin))
		}
		b.requests()
		if err := wait.Gone(b.t.Context(), get); err != nil || len(b.requests()) != 1 {
			b.t.Errorf("once more it gave %v", err)
		}
	})
}

// TestGoneKnowsAffinityGroups waits for the removal of an affinity group, after which engines answer
// 400 instead of 404.
func TestGoneKnowsAffinityGroups(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		cluster := b.IDs("/clusters")[0]
		path := "/clusters/" + cluster + "/affinitygroups"
		id := b.seed(path, "<affinity_group><name>near</name></affinity_group>")
		time.AfterFunc(3*time.Second, func() { _ = b.Drop(path + "/" + id) })
		groups := b.conn.SystemService().ClustersService().ClusterService(cluster).AffinityGroupsService()
		begin := time.Now()
		err := wait.Gone(b.t.Context(), groups.GroupService(id).Get)
		if err != nil || time.Since(begin) < 3*time.Second {
			b.t.Errorf("Gone returns %v after %v", err, time.Since(begin))
		}
		if _, err := groups.GroupService(id).Get(b.t.Context(), nil); !errors.Is(err, sdk.ErrInvalid) {
			b.t.Errorf("the engine answers %v, want 400", err)
		}
	})
}

// loading is what the container says while it loads the engine.
var loading = simulator.Rule{Path: "*/api/vms/*", Status: http.StatusNotFound, Body: "<html><head><title>Error</title></head><body>404</body></html>"}

func TestPageOfTheContainerIsNotGone(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "down")
		b.Fail(loading)
		err := wait.VmGone(b.t.Context(), b.conn, id, wait.Tolerate(time.Minute), wait.Within(20*time.Second))
		if !errors.Is(err, sdk.ErrTimeout) {
			b.t.Errorf("error is %v, want ErrTimeout", err)
		}
	})
}

func TestVanishedObjectEndsTheWait(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "wait_for_launch")
		time.AfterFunc(time.Second, func() { _ = b.Drop("/vms/" + id) })
		vm, err := wait.VmUp(b.t.Context(), b.conn, id)
		if !errors.Is(err, sdk.ErrNotFound) || vm == nil || vm.Status != types.VmStatusWaitForLaunch {
			b.t.Errorf("VmUp gave %v, %v", vm, err)
		}
	})
}

func TestErrorsThatPassAreTolerated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
	}{
		{"dropped", simulator.Rule{Path: "*/api/vms/*", Drop: true}},
		{"503", simulator.Rule{Path: "*/api/vms/*", Status: 503, Body: "<html><body>Service Unavailable</body></html>"}},
		{"login too", simulator.Rule{Path: "*", Status: 503, Body: "<html><body>Service Unavailable</body></html>"}},
		{"loading", loading},
		{"cut off", simulator.Rule{Path: "*/api/vms/*", Status: 200, ContentType: "application/xml", Body: "<vm><name>we"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				id := b.vm("web", "powering_up")
				var carried error
				progress := wait.Progress(func(l wait.Look) {
					if l.Err != nil {
						carried = l.Err
					}
				})
				time.AfterFunc(2*time.Second, func() {
					outage := b.Fail(tt.rule)
					b.ExpireTokens()
					time.AfterFunc(30*time.Second, outage.Remove)
					b.put("/vms/"+id, "<vm><status>up</status></vm>")
				})
				if _, err := wait.VmUp(b.t.Context(), b.conn, id, wait.Tolerate(time.Minute), progress); err != nil || carried == nil {
					b.t.Errorf("error is %v, tolerated was %v", err, carried)
				}
				b.put("/vms/"+id, "<vm><status>powering_up</status></vm>")
				b.Fail(tt.rule)
				begin := time.Now()
				_, err := wait.VmUp(b.t.Context(), b.conn, id, wait.Tolerate(time.Minute))
				if took := time.Since(begin); err == nil || took < time.Minute || took > 67*time.Second {
					b.t.Errorf("error is %v after %v", err, took)
				}
				_, err = wait.VmUp(b.t.Context(), b.conn, id)
				if _, ok := errors.AsType[*sdk.Error](err); !ok {
					b.t.Errorf("without Tolerate the error is %v", err)
				}
			})
		})
	}
}

func TestErrorsThatStayAreNotTolerated(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.Fail(simulator.Rule{Path: "*/api/vms/*", Status: 403})
		begin := time.Now()
		_, err := wait.VmUp(b.t.Context(), b.conn, "1", wait.Tolerate(time.Hour))
		if !errors.Is(err, sdk.ErrAuth) || time.Since(begin) > 0 {
			b.t.Errorf("error is %v after %v", err, time.Since(begin))
		}
	})
}

func TestEndOfTimeTellsTheLastState(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "powering_up")
		_, err := wait.VmUp(b.t.Context(), b.conn, id, wait.Within(time.Minute))
		want := "wait.VmUp: vm web (ID) is powering_up, not up, after 1m0s: context deadline exceeded"
		if masked(err, id) != want || !errors.Is(err, sdk.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
			b.t.Errorf("error is %v, want %s", err, want)
		}
		ctx, cancel := context.WithCancel(b.t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = wait.VmUp(ctx, b.conn, id)
		want = "wait.VmUp: vm web (ID) is powering_up, not up, after 1s: context canceled"
		if failure, ok := errors.AsType[*sdk.Error](err); masked(err, id) != want || !ok || failure.Class != nil {
			b.t.Errorf("error is %v, want %s", err, want)
		}
	})
}

func TestProgressIsTold(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "powering_up")
		time.AfterFunc(time.Second, func() { b.put("/vms/"+id, "<vm><status>up</status></vm>") })
		var looks []wait.Look
		if _, err := wait.VmUp(b.t.Context(), b.conn, id, wait.Progress(func(l wait.Look) { looks = append(looks, l) })); err != nil {
			b.t.Fatal(err)
		}
		for i, l := range looks {
			last := i == len(looks)-1
			if l.Looks != i+1 || l.Done != last || masked(errors.New(l.Object), id) != "vm web (ID)" || l.Err != nil || last != (l.State == "up") {
				b.t.Errorf("look %d is %+v", i, l)
			}
		}
		if len(looks) < 3 || looks[len(looks)-1].Waited < time.Second {
			b.t.Errorf("looks are %+v", looks)
		}
	})
}

func TestPausesVaryByChance(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "powering_up")
		var at []time.Duration
		_, _ = wait.VmUp(b.t.Context(), b.conn, id, wait.Within(10*time.Minute), wait.Every(10*time.Second, 10*time.Second),
			wait.Progress(func(l wait.Look) { at = append(at, l.Waited) }))
		seen := make(map[time.Duration]bool)
		for i := 1; i < len(at); i++ {
			pause := at[i] - at[i-1]
			seen[pause] = true
			if pause < 8500*time.Millisecond || pause > 11500*time.Millisecond {
				b.t.Errorf("pause %d is %v", i, pause)
			}
		}
		if len(seen) < 10 {
			b.t.Errorf("only %d different pauses in %d", len(seen), len(at))
		}
	})
}

func TestOptionsOfCallsAreHandedOn(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "up")
		var answer call.Response
		_, err := wait.VmUp(b.t.Context(), b.conn, id, wait.Call(call.CorrelationID("mine"), call.Result(&answer)))
		if err != nil || answer.CorrelationID != "mine" || answer.Status != 200 {
			b.t.Errorf("error is %v, answer %+v", err, answer)
		}
	})
}

func TestMistakesInArgumentsSendNothing(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		var get func(context.Context, struct{}, ...call.Option) (*types.Vm, error)
		var none context.Context
		_, noMethod := wait.For(b.t.Context(), get, wait.Cond(func(*types.Vm) bool { return true }))
		_, noGoal := wait.For(b.t.Context(), statuses(""), nil)
		_, noContext := wait.VmUp(none, b.conn, "1")
		_, sharedNoContext := wait.VmUp(none, wait.NewPoller(b.conn), "1")
		_, noID := wait.VmUp(b.t.Context(), b.conn, "")
		_, sharedNoID := wait.VmUp(b.t.Context(), wait.NewPoller(b.conn), "")
		_, noEngine := wait.VmUp(b.t.Context(), nil, "1")
		_, sharedNoEngine := wait.VmUp(b.t.Context(), wait.NewPoller(nil), "1")
		for i, err := range []error{
			noMethod, noGoal, wait.Gone(b.t.Context(), get), noContext, sharedNoContext, noID, sharedNoID,
			noEngine, sharedNoEngine, wait.SnapshotGone(b.t.Context(), nil, "1", "2"),
		} {
			if !errors.Is(err, sdk.ErrInvalid) {
				b.t.Errorf("%d: error is %v, want ErrInvalid", i, err)
			}
		}
		if sent := b.requests(); len(sent) > 0 {
			b.t.Errorf("it sent %q", sent)
		}
	})
}
