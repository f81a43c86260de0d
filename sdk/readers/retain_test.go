package readers_test

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Objects of a document lie together in memory, but in small pieces: keeping one keeps neither the others nor the document. The test
// is not parallel, for others' memory would be counted.
func TestKeptObjectKeepsLittleElse(t *testing.T) {
	const most = 1 << 20
	for _, f := range []readers.Format{readers.XML, readers.JSON} {
		var doc []byte
		if f == readers.XML {
			doc = benchdoc.VmsXML(500)
		} else {
			doc = benchdoc.VmsJSON(500)
		}
		before := heap()
		vms, err := readers.ReadList(bytes.NewReader(doc), f, readers.Vm)
		if err != nil {
			t.Fatal(err)
		}
		all := int64(heap()) - int64(before)
		vm := vms[250]
		vms = nil
		one := int64(heap()) - int64(before)
		runtime.KeepAlive(vm)
		runtime.KeepAlive(doc)
		t.Logf("%s: all machines keep %d kB, one of them %d kB", f, all>>10, one>>10)
		if all < most {
			t.Errorf("%s: 500 machines keep only %d kB, so the measurement says nothing", f, all>>10)
		}
		if one > most {
			t.Errorf("%s: one machine of 500 keeps %d kB, want %d at most", f, one>>10, most>>10)
		}
		if vm.Name == nil {
			t.Error("machine without a name")
		}
	}
}

// heap returns the bytes in use after garbage collections; two empty the pools.
func heap() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What one reader leaves of its memory serves the next one; the values of both must stay apart.
func TestValuesOfDocumentsStayApart(t *testing.T) {
	t.Parallel()
	var kept []*types.Vm
	var want []string
	for i := range 50 {
		vm, err := readers.ReadBytes(benchdoc.VmXML(i), readers.XML, readers.Vm)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, vm)
		want = append(want, describe(vm))
		if _, err := readers.ReadBytes([]byte("<vm><name>broken</name><link rel='a' href='b'/><actions><link rel='c'/></act"), readers.XML, readers.Vm); err == nil {
			t.Fatal("a broken document was read")
		}
	}
	for i, vm := range kept {
		if describe(vm) != want[i] {
			t.Fatalf("machine %d has changed after others were read:\n%s, was\n%s", i, describe(vm), want[i])
		}
	}
}
