package wire

import (
	"bytes"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReaderIsUsedAgain leaves readers in the middle of all kinds of documents, which must not show
// in the next one. It doesn't run beside other tests: it releases readers twice, which is harmless
// only as long as nobody else has taken them.
func TestReaderIsUsedAgain(t *testing.T) {
	for range 3 {
		for _, f := range formats {
			for _, rows := range [][]readCase{goodXML(), oddXML(), badXML(), goodJSON(), oddJSON(), badJSON()} {
				for _, row := range rows {
					r := NewReader(&pieces{doc: row.in, size: 5}, f)
					r.Lenient(func(error) {})
					walkSteps(r, len(row.in)%10)
					r.Release()
					r.Release()
				}
			}
			doc := shortDoc(f)
			for _, r := range []*Reader{NewBytesReader(doc, f), NewReader(bytes.NewReader(doc), f)} {
				got, err := readVms(r)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]*vm{testVm(0), testVm(1)}, got, sameTime); diff != "" {
					t.Fatalf("differs (-want +got):\n%s", diff)
				}
			}
		}
	}
}

// TestValuesAreTheirOwn reads many documents at once by shared pools, changes what one has given, and looks at the others.
func TestValuesAreTheirOwn(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			f := formats[n%2]
			doc := testDoc(f, 5)
			var kept [][]*vm
			for range 20 {
				got, err := readVms(NewReader(bytes.NewReader(doc), f))
				if err != nil {
					t.Error(err)
					return
				}
				kept = append(kept, got)
			}
			clear(doc)
			for _, all := range kept[1:] {
				for _, v := range all {
					*v.Name, *v.Memory, *v.Stateless = "x", -1, true
					v.Links = append(v.Links, vmLink{"y", "z"})
					v.Actions[0] = "w"
					v.Actions = append(v.Actions, "v")
				}
			}
			for i, v := range kept[0] {
				if diff := cmp.Diff(testVm(i), v, sameTime); diff != "" {
					t.Errorf("machine %d differs (-want +got):\n%s", i, diff)
				}
			}
		})
	}
	wg.Wait()
}

// TestAllocations holds the bounds that docs promise for a list and for a single object.
func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools at random")
	}
	for _, f := range formats {
		const n = 100
		doc := testDoc(f, n)
		src := bytes.NewReader(doc)
		list := testing.AllocsPerRun(20, func() {
			src.Reset(doc)
			r := NewReader(src, f)
			r.RootIs("vms")
			sink = Objects(r, "vm", readVm)
			if err := r.Finish(); err != nil {
				t.Fatal(err)
			}
			r.Release()
		})
		if list/n > 8 {
			t.Errorf("%v: %.1f allocations for each machine of a list, want 8", f, list/n)
		}
		doc = testDoc(f, 1)
		one := testing.AllocsPerRun(200, func() {
			src.Reset(doc)
			r := NewReader(src, f)
			r.RootIs("vms")
			sink = Objects(r, "vm", readVm)
			if err := r.Finish(); err != nil {
				t.Fatal(err)
			}
			r.Release()
		})
		if one > 12 {
			t.Errorf("%v: %.1f allocations for one machine, want 12", f, one)
		}
		skip := testing.AllocsPerRun(20, func() {
			if err := skipAll(NewBytesReader(doc, f)); err != nil {
				t.Fatal(err)
			}
		})
		if skip > 0.5 {
			t.Errorf("%v: %.1f allocations for what is skipped", f, skip)
		}
		w := NewWriter(f)
		v := testVm(1)
		if n := testing.AllocsPerRun(20, func() {
			w.Reset(f)
			w.Begin("vm")
			writeVm(w, v)
			w.End("vm")
		}); n > 0 {
			t.Errorf("%v: %.1f allocations to write a machine", f, n)
		}
		w.Release()
	}
}

// TestKeptObjectKeepsLittle reads a list of 16 MB and keeps one machine: neither the document nor the list may stay, and if
// the machine was isolated, no neighbor either.
func TestKeptObjectKeepsLittle(t *testing.T) {
	for _, f := range formats {
		comment := strings.Repeat("0123456789abcdef", 512)
		begin, end := `<vms>`, `</vms>`
		item := `<vm id="0123456789-0123456789-0123456789"><name>a name of a machine, long enough for a chunk</name><comment>` + comment + `</comment></vm>`
		if f == JSON {
			begin, end = `{"vm":[{}`, `]}`
			item = `,{"id":"0123456789-0123456789-0123456789","name":"a name of a machine, long enough for a chunk","comment":"` + comment + `"}`
		}
		doc := []byte(begin + strings.Repeat(item, 2000) + end)
		for _, tt := range []struct {
			isolate bool
			most    int64
		}{{false, 40 * 8 << 10}, {true, 24 << 10}} {
			before := heap()
			kept := readOneOf(t, doc, f, tt.isolate)
			if grown := heap() - before; grown > tt.most {
				t.Errorf("%v, isolated %v: one machine keeps %d bytes, want %d", f, tt.isolate, grown, tt.most)
			}
			runtime.KeepAlive(kept)
		}
		runtime.KeepAlive(doc)
	}
}

// readOneOf reads a list and returns one of its machines.
func readOneOf(t *testing.T, doc []byte, f Format, isolate bool) *vm {
	t.Helper()
	r := NewBytesReader(doc, f)
	defer r.Release()
	var kept *vm
	r.RootIs("vms")
	n := 0
	for r.EnterList("vm"); r.NextItem(); n++ {
		mine := n == 1000
		if mine && isolate {
			r.Isolate()
		}
		if v := readVm(r); mine {
			kept = v
			if isolate {
				r.Isolate()
			}
		}
	}
	if err := r.Finish(); err != nil || kept == nil {
		t.Fatal(err)
	}
	return kept
}

// heap returns the bytes in use after pools were emptied.
func heap() int64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
