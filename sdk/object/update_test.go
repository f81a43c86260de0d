package object_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestDifferenceIsAllThatIsSent updates a VM to what is wanted, and looks at the request and at what the engine has then.
func TestDifferenceIsAllThatIsSent(t *testing.T) {
	t.Parallel()
	engine := simtest.New(t, simulator.Options{Step: -1, Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Templates: 1, VMs: 1}})
	var sent []byte
	watch := sdk.Middleware{Call: func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPut {
				var err error
				if sent, err = io.ReadAll(r.Body); err != nil {
					return nil, err
				}
				r = r.Clone(r.Context())
				r.Body = io.NopCloser(bytes.NewReader(sent))
			}
			return next.RoundTrip(r)
		})
	}}
	c, err := sdk.Connect(t.Context(), sdk.Config{
		URL: engine.URL, Username: simtest.User, Password: simtest.Password, CA: engine.CA, Middleware: []sdk.Middleware{watch},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	vm := c.SystemService().VmsService().VmService(engine.Engine.IDs("/vms")[0])
	old, err := vm.Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	wanted := object.Clone(old) // All of it is wanted as it is, save two members.
	wanted.Comment = new("changed")
	wanted.Cpu.Topology.Cores = new(int64(2))
	change, fixed := object.Diff(old, wanted)
	if len(fixed) > 0 {
		t.Errorf("no update changes %v", fixed)
	}
	updated, err := vm.Update(t.Context(), change, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "<vm><comment>changed</comment><cpu><topology><cores>2</cores></topology></cpu></vm>"; string(sent) != want {
		t.Errorf("sent was %s, want %s", sent, want)
	}
	got, err := vm.Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []*types.Vm{updated, got} {
		if again, _ := object.Diff(now, wanted); again != nil {
			t.Errorf("there is still a difference: %s", sdk.String(again))
		}
	}
	object.Merge(old, change)
	if diff := cmp.Diff(wanted, old); diff != "" {
		t.Errorf("the difference merged into the old VM isn't what was wanted (-want +got):\n%s", diff)
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
