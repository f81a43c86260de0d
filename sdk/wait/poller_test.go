package wait_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

// vms is an engine with so many VMs and little else.
func vms(n int) simulator.Options {
	return simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: n}}
}

func TestRequestsPerInterval(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		waits int
		each  int    // the most requests in an interval of the longest pause
		kind  string // how they begin
	}{
		{1, 2, "GET /vms/"},
		{2, 4, "GET /vms/"},
		{100, 2, "GET /vms?id="},
		{1000, 20, "GET /vms?id="},
	} {
		t.Run(fmt.Sprint(tt.waits), func(t *testing.T) {
			t.Parallel()
			inXML(t, func(t *testing.T, b *bed) {
				p := wait.NewPoller(b.conn)
				var group sync.WaitGroup
				for _, id := range b.IDs("/vms") {
					group.Go(func() {
						vm, err := wait.ForVm(t.Context(), p, id, wait.VmIn(types.VmStatusPaused))
						if err != nil || sdk.Value(vm.ID) != id {
							t.Errorf("ForVm gave %v, %v", vm, err)
						}
					})
				}
				synctest.Wait()
				first := len(b.requests())
				time.Sleep(100 * time.Millisecond)
				if first += len(b.requests()); first > tt.each {
					t.Errorf("the first look took %d requests, want %d at most", first, tt.each)
				}
				time.Sleep(20 * time.Second)
				b.requests()
				const intervals = 4
				time.Sleep(intervals * 5 * time.Second)
				sent := b.requests()
				if len(sent) > intervals*tt.each || len(sent) < 3 {
					t.Errorf("%d requests in %d intervals, want %d at most", len(sent), intervals, intervals*tt.each)
				}
				t.Logf("%d waits: %.1f requests in 5 s", tt.waits, float64(len(sent))/intervals)
				for _, r := range sent {
					if !strings.HasPrefix(r, tt.kind) || len(r) > 6000 {
						t.Fatalf("it sent %s", r)
					}
				}
				for _, id := range b.IDs("/vms") {
					b.put("/vms/"+id, "<vm><status>paused</status></vm>")
				}
				group.Wait()
				b.requests()
				time.Sleep(time.Minute)
				if sent := b.requests(); len(sent) > 0 {
					t.Errorf("%d requests though nobody waits", len(sent))
				}
			}, vms(tt.waits))
		})
	}
}

func TestWaitsThatBeginLaterJoin(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		p := wait.NewPoller(b.conn)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for i, id := range b.IDs("/vms") {
			group.Go(func() {
				time.Sleep(time.Duration(i) * 70 * time.Millisecond)
				_, err := wait.ForVm(ctx, p, id, wait.VmIn(types.VmStatusPaused))
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error is %v", err)
				}
			})
		}
		time.Sleep(time.Minute)
		b.requests()
		time.Sleep(time.Minute)
		if n := len(b.requests()); n > 24 {
			t.Errorf("%d requests in 12 intervals, want 24 at most", n)
		}
		cancel()
		group.Wait()
	}, vms(100))
}

func TestPollerKnowsAllItsKinds(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		p := wait.NewPoller(b.conn)
		system := b.conn.SystemService()
		var hosts, disks, templates, machines []string
		for i := range 4 {
			hosts = append(hosts, b.seed("/hosts", fmt.Sprintf("<host><name>h%d</name><status>installing</status><cluster><name>Default</name></cluster></host>", i)))
			disks = append(disks, b.seed("/disks", fmt.Sprintf("<disk><alias>d%d</alias><status>locked</status></disk>", i)))
			templates = append(templates, b.seed("/templates", fmt.Sprintf("<template><name>t%d</name><status>locked</status></template>", i)))
			machines = append(machines, b.vm(fmt.Sprintf("v%d", i), "image_locked"))
		}
		_, _ = system.VmsService().List(b.t.Context(), nil)
		b.requests()
		time.AfterFunc(time.Minute, func() {
			for i := range 4 {
				b.put("/hosts/"+hosts[i], "<host><status>up</status></host>")
				b.put("/disks/"+disks[i], "<disk><status>ok</status></disk>")
				b.put("/templates/"+templates[i], "<template><status>ok</status></template>")
				b.put("/vms/"+machines[i], "<vm><status>down</status></vm>")
			}
		})
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				if h, err := wait.HostUp(b.t.Context(), p, hosts[i]); err != nil || sdk.Value(h.ID) != hosts[i] {
					b.t.Errorf("HostUp gave %v, %v", h, err)
				}
			})
			group.Go(func() {
				if d, err := wait.DiskOk(b.t.Context(), p, disks[i]); err != nil || sdk.Value(d.ID) != disks[i] {
					b.t.Errorf("DiskOk gave %v, %v", d, err)
				}
			})
			group.Go(func() {
				if v, err := wait.TemplateOk(b.t.Context(), p, templates[i]); err != nil || sdk.Value(v.ID) != templates[i] {
					b.t.Errorf("TemplateOk gave %v, %v", v, err)
				}
			})
			group.Go(func() {
				if v, err := wait.VmDown(b.t.Context(), p, machines[i]); err != nil || sdk.Value(v.ID) != machines[i] {
					b.t.Errorf("VmDown gave %v, %v", v, err)
				}
			})
		}
		group.Wait()
		for _, r := range b.requests() {
			if !strings.Contains(r, "?id=") && !strings.Contains(r, "?_vmt_id=") {
				b.t.Errorf("it sent %s", r)
			}
		}
	})
}

func TestVanishedObjectEndsItsWaitAlone(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		p := wait.NewPoller(b.conn)
		var ids []string
		for i := range 10 {
			ids = append(ids, b.vm(fmt.Sprintf("v%d", i), "powering_up"))
		}
		time.AfterFunc(10*time.Second, func() { _ = b.Drop("/vms/" + ids[3]) })
		time.AfterFunc(20*time.Second, func() {
			for i, id := range ids {
				if i != 3 {
					b.put("/vms/"+id, "<vm><status>up</status></vm>")
				}
			}
		})
		begin := time.Now()
		var group sync.WaitGroup
		for i, id := range ids {
			group.Go(func() {
				vm, err := wait.VmUp(b.t.Context(), p, id, wait.NoEvents())
				switch took := time.Since(begin); {
				case i == 3 && (!errors.Is(err, sdk.ErrNotFound) || took > 18*time.Second || sdk.Value(vm.ID) != id):
					b.t.Errorf("the vanished one gave %v, %v after %v", vm, err, took)
				case i != 3 && err != nil:
					b.t.Errorf("error is %v", err)
				}
			})
		}
		group.Add(1)
		go func() {
			defer group.Done()
			if err := wait.VmGone(b.t.Context(), p, ids[3]); err != nil {
				b.t.Errorf("VmGone gave %v", err)
			}
		}()
		group.Wait()
	})
}

func TestSearchThatFindsNothingIsNotBelieved(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		b.Fail(simulator.Rule{Path: "*/api/vms", Status: 200, ContentType: "application/xml", Body: "<vms/>"})
		p := wait.NewPoller(b.conn)
		var group sync.WaitGroup
		for i := range 5 {
			id := b.vm(fmt.Sprintf("v%d", i), "up")
			group.Go(func() {
				if _, err := wait.VmUp(t.Context(), p, id); err != nil {
					t.Errorf("error is %v", err)
				}
			})
		}
		group.Wait()
		if sent := b.requests(); len(sent) != 6 {
			t.Errorf("it sent %q, want a search and five gets", sent)
		}
	})
}

func TestEachWaitToleratesForItself(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		p := wait.NewPoller(b.conn)
		b.Fail(simulator.Rule{Path: "*/api/vms*", Status: 503, Times: 20})
		begin := time.Now()
		var group sync.WaitGroup
		for i := range 6 {
			id := b.vm(fmt.Sprintf("v%d", i), "up")
			group.Go(func() {
				if i%2 == 0 {
					if _, err := wait.VmUp(b.t.Context(), p, id, wait.Tolerate(time.Hour)); err != nil || time.Since(begin) < 10*time.Second {
						b.t.Errorf("a patient wait gave %v after %v", err, time.Since(begin))
					}
					return
				}
				if _, err := wait.VmUp(b.t.Context(), p, id); err == nil || time.Since(begin) > time.Second {
					b.t.Errorf("an impatient wait gave %v after %v", err, time.Since(begin))
				}
			})
		}
		group.Wait()
	})
}

func TestWaitsForOneObjectShareNoMemory(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		p := wait.NewPoller(b.conn)
		id := b.vm("web", "up")
		got := make([]*types.Vm, 3)
		var group sync.WaitGroup
		for i := range got {
			group.Go(func() { got[i], _ = wait.VmUp(b.t.Context(), p, id) })
		}
		group.Wait()
		if got[0] == nil || got[0] == got[1] || got[1] == got[2] || got[0].Name == got[1].Name {
			b.t.Errorf("got %p %p %p", got[0], got[1], got[2])
		}
		if sent := b.requests(); len(sent) != 1 {
			b.t.Errorf("it sent %q", sent)
		}
	})
}
