package wire

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var formats = []Format{XML, JSON}

// sameTime compares instants as the wire keeps them.
var sameTime = cmp.Comparer(func(a, b time.Time) bool { return a.UnixMilli() == b.UnixMilli() })

func readVms(r *Reader) ([]*vm, error) {
	defer r.Release()
	var out []*vm
	if r.RootIs("vms") {
		for r.EnterList("vm"); r.NextItem(); {
			out = append(out, readVm(r))
			if err := r.ItemErr(); err != nil {
				return nil, err
			}
		}
	}
	return out, r.Finish()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		t.Run(f.String(), func(t *testing.T) {
			t.Parallel()
			got, err := readVms(NewBytesReader(testDoc(f, 30), f))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 30 {
				t.Fatalf("%d machines, want 30", len(got))
			}
			for i, v := range got {
				if diff := cmp.Diff(testVm(i), v, sameTime); diff != "" {
					t.Fatalf("machine %d differs (-want +got):\n%s", i, diff)
				}
			}
		})
	}
}
