package sdk_test

import (
	"iter"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestAllIsListOnTheSimulator reads lists of more than one page from the simulator, which refuses their pages as engines do.
func TestAllIsListOnTheSimulator(t *testing.T) {
	t.Parallel()
	e := simtest.New(t, simulator.Options{Step: -1, Inventory: &simulator.Inventory{
		DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 103, DisksPerVM: 1, Users: 105,
	}})
	system := e.Connect().SystemService()
	domains, err := system.DomainsService().List(t.Context(), nil)
	if err != nil || len(domains) == 0 {
		t.Fatalf("the engine has the domains %v, %v", domains, err)
	}
	domain := system.DomainsService().DomainService(*domains[0].ID)
	for _, size := range []int64{7, 100} {
		users, err := system.UsersService().List(t.Context(), nil)
		same(t, "users", 101, users, err, system.UsersService().All(t.Context(), &services.UsersListParams{Max: &size}))
		groups, err := system.GroupsService().List(t.Context(), nil)
		same(t, "groups", 1, groups, err, system.GroupsService().All(t.Context(), &services.GroupsListParams{Max: &size}))
		disks, err := system.DisksService().List(t.Context(), nil)
		same(t, "disks", 101, disks, err, system.DisksService().All(t.Context(), &services.DisksListParams{Max: &size}))
		vms, err := system.VmsService().List(t.Context(), nil)
		same(t, "VMs", 101, vms, err, system.VmsService().All(t.Context(), &services.VmsListParams{Max: &size}))
		known, err := domain.UsersService().List(t.Context(), nil)
		same(t, "users of the domain", 1, known, err,
			domain.UsersService().All(t.Context(), &services.DomainUsersListParams{Max: &size}))
	}
}

// same compares All with List; there must be at least some items.
func same[T any](t *testing.T, what string, least int, list []*T, err error, all iter.Seq2[*T, error]) {
	t.Helper()
	if err != nil || len(list) < least {
		t.Fatalf("%d %s, %v, want %d at least", len(list), what, err, least)
	}
	n := 0
	for _, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != len(list) {
		t.Errorf("All yielded %d %s, and List has %d", n, what, len(list))
	}
}
