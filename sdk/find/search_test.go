package find_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// TestSearchAndWhereTogether has the engine choose most of the objects, and compares here what no search can.
func TestSearchAndWhereTogether(t *testing.T) {
	t.Parallel()
	c, e := connect(t, sdk.XML)
	for name, stateless := range map[string]string{"both-1": "true", "both-2": "false", "other-1": "true"} {
		if _, err := e.Seed("/vms", "<vm><name>"+name+"</name><stateless>"+stateless+"</stateless></vm>"); err != nil {
			t.Fatal(err)
		}
	}
	q, err := search.VmName.Like("both-*").Build()
	if err != nil {
		t.Fatal(err)
	}
	before := e.Stats().Requests
	var got []string
	list := c.SystemService().VmsService().All(t.Context(), &services.VmsListParams{Search: q})
	for vm, err := range find.Where(list, find.Match{"stateless": "true"}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, *vm.Name)
	}
	if diff := cmp.Diff([]string{"both-1"}, got); diff != "" {
		t.Errorf("VMs differ (-want +got):\n%s", diff)
	}
	if n := e.Stats().Requests - before; n != 1 {
		t.Errorf("%d requests, want one: the engine has more than 250 VMs, and two of that name", n)
	}
}
