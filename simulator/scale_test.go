package simulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

const (
	manyVMs  = 50000
	heapBar  = 1536 << 20 // bytes in which 50,000 VMs must fit, with a disk and a NIC each
	listBar  = 64 << 20   // bytes that listing them may take beside
	wantSize = 300 << 20  // bytes of the list, at least

	lookEvery = 150 << 20 // bytes of the list after which the heap is looked at; each look takes half a second
)

// watcher takes a long answer and notes how the heap grows meanwhile.
type watcher struct {
	header       http.Header
	size         int64
	before, most uint64
	writes       int
	first, next  int64 // bytes of the first write, and how many are written when the heap is looked at next
}

func (w *watcher) Header() http.Header { return w.header }
func (w *watcher) WriteHeader(int)     {}
func (w *watcher) Write(p []byte) (int, error) {
	if w.writes++; w.writes == 1 {
		w.first = int64(len(p))
	}
	w.size += int64(len(p))
	if w.size >= w.next {
		w.most, w.next = max(w.most, heap()), w.next+lookEvery
	}
	return len(p), nil
}

// heap returns the bytes that are in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestFiftyThousandVMs measures the heap of the whole process, so it runs alone.
func TestFiftyThousandVMs(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("it takes some seconds and half a gigabyte, and means nothing with the race detector's own memory")
	}
	percent := debug.SetGCPercent(400) // what is measured is what is left after a collection; those in between only take time
	defer debug.SetGCPercent(percent)
	e, err := simulator.New(simulator.Options{
		Clock:     simulator.NewClock(began),
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 4, Hosts: 16, StorageDomains: 4, VMs: manyVMs, DisksPerVM: 1, NICsPerVM: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	used := heap()
	if used > heapBar {
		t.Errorf("%d VMs take %d MiB, want at most %d", manyVMs, used>>20, heapBar>>20)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/ovirt-engine/api/vms", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("admin@internal", "password")
	w := &watcher{header: http.Header{}, before: used, next: lookEvery}
	e.ServeHTTP(w, r)
	runtime.KeepAlive(e)
	if w.size < wantSize || w.first > 1<<20 {
		t.Errorf("the list has %d bytes, and the first %d came at once, want at least %d and at most %d", w.size, w.first, wantSize, 1<<20)
	}
	if grown := int64(w.most) - int64(w.before); grown > listBar {
		t.Errorf("the heap grew by %d MiB while the VMs were listed, want at most %d", grown>>20, listBar>>20)
	}
	t.Logf("%d MiB for %d VMs; %d MiB of list, for which the heap grew by %d kB", w.before>>20, manyVMs, w.size>>20, (int64(w.most)-int64(w.before))>>10)
}

// TestNoUpdateIsLost lets 64 clients at once make, change and remove: every change must exist afterwards, whoever else wrote meanwhile.
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	const writers, rounds = 64, 6
	e, err := simulator.New(simulator.Options{
		Clock:     simulator.NewClock(began),
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 2, Hosts: 2, StorageDomains: 1, VMs: 4, DisksPerVM: 1, NICsPerVM: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	shared := "/vms/" + e.IDs("/vms")[1]
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for round := range rounds {
				name := fmt.Sprintf("w%d-%d", i, round)
				status, doc := ask(e, "POST", "/tags", "<tag><name>"+name+"</name></tag>")
				if status != http.StatusCreated {
					t.Errorf("adding %s: %d %s", name, status, doc)
					return
				}
				tag := "/tags/" + idIn(doc)
				for _, step := range [][3]string{
					{"PUT", tag, "<tag><description>" + name + "</description></tag>"},
					{"POST", shared + "/tags", "<tag><name>" + name + "</name></tag>"},
					{"POST", shared + "/nics", "<nic><name>" + name + "</name></nic>"},
					{"PUT", shared, "<vm><comment>" + name + "</comment></vm>"},
				} {
					if status, doc := ask(e, step[0], step[1], step[2]); status >= 300 {
						t.Errorf("%s %s: %d %s", step[0], step[1], status, doc)
					}
				}
				if round%2 == 1 {
					if status, doc := ask(e, "DELETE", tag, ""); status != http.StatusOK {
						t.Errorf("removing %s: %d %s", name, status, doc)
					}
				}
			}
		})
	}
	wg.Wait()
	_, tags := ask(e, "GET", "/tags", "")
	_, assigned := ask(e, "GET", shared+"/tags", "")
	_, nics := ask(e, "GET", shared+"/nics", "")
	for i := range writers {
		for round := range rounds {
			name := fmt.Sprintf("w%d-%d<", i, round)
			kept := round%2 == 0
			for what, doc := range map[string]string{"<name>": tags, "<description>": tags} {
				if strings.Contains(doc, what+name) != kept {
					t.Errorf("tag %s%s is there: %v, want %v", what, name, !kept, kept)
				}
			}
			if strings.Contains(assigned, "<name>"+name) != kept {
				t.Errorf("tag %s is at the VM: %v, want %v", name, !kept, kept)
			}
			if !strings.Contains(nics, "<name>"+name) {
				t.Errorf("NIC %s is lost", name)
			}
		}
	}
	if n := len(e.IDs(shared + "/nics")); n != 1+writers*rounds {
		t.Errorf("%d NICs, want %d", n, 1+writers*rounds)
	}
	if err := e.Check(); err != nil {
		t.Error(err)
	}
}

// idIn returns the first id in a document.
func idIn(doc string) string {
	_, rest, _ := strings.Cut(doc, ` id="`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

func TestStateOfManyVMsStreams(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{
		Clock: simulator.NewClock(began), Inventory: &simulator.Inventory{DataCenters: 1, Hosts: 2, StorageDomains: 1, VMs: 2000, DisksPerVM: 1, NICsPerVM: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := e.Save(&text); err != nil {
		t.Fatal(err)
	}
	loaded, err := simulator.New(simulator.Options{Clock: simulator.NewClock(began), State: &text})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(loaded.IDs("/vms")); n != 2000 {
		t.Errorf("%d VMs are there after loading", n)
	}
}
