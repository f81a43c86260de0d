package search_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestObjectsAreFoundByMembersAndByRelatedObjects asks for VMs by id, by size, and by what they are related to, in both directions.
func TestObjectsAreFoundByMembersAndByRelatedObjects(t *testing.T) {
	t.Parallel()
	e := simtest.New(t, simulator.Options{Step: -1, Inventory: &simulator.Inventory{
		DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 2, Templates: 1, VMs: 2, DisksPerVM: 1,
	}})
	system := e.Connect().SystemService()
	wide, err := system.VmsService().Add(t.Context(), &types.Vm{
		Name: new("wide"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Cpu: &types.Cpu{Topology: &types.CpuTopology{Sockets: new(int64(3)), Cores: new(int64(2)), Threads: new(int64(1))}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	domains, err := system.StorageDomainsService().List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	vms, err := system.VmsService().List(t.Context(), &services.VmsListParams{Search: new("sortby name asc")})
	if err != nil || len(vms) != 3 {
		t.Fatalf("the engine has the VMs %v, %v", vms, err)
	}
	for _, domain := range domains { // A disk on each domain, beside those that are there.
		if _, err := system.VmsService().VmService(*wide.ID).DiskAttachmentsService().Add(t.Context(), &types.DiskAttachment{
			Interface: types.DiskInterfaceVirtio,
			Disk:      &types.Disk{Format: types.DiskFormatCow, ProvisionedSize: new(int64(1 << 20)), StorageDomains: []*types.StorageDomain{{ID: domain.ID}}},
		}, nil); err != nil {
			t.Fatal(err)
		}
	}
	on := map[string][]string{} // the names of the VMs whose disks are on a storage domain
	for _, vm := range vms {
		attachments, err := system.VmsService().VmService(*vm.ID).DiskAttachmentsService().List(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, attachment := range attachments {
			disk, err := system.DisksService().DiskService(*attachment.Disk.ID).Get(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			on[*disk.StorageDomains[0].ID] = append(on[*disk.StorageDomains[0].ID], *vm.Name)
		}
	}
	if len(on) != 2 || len(on[*domains[0].ID]) == len(on[*domains[1].ID]) {
		t.Fatalf("the disks are on %v, want two domains with different VMs", on)
	}
	for _, tt := range []struct {
		name string
		cond search.Cond[types.Vm]
		want []string
	}{
		{"id", search.VmID.Equal(*vms[1].ID), []string{*vms[1].Name}},
		{"number of processors", search.VmVcpus.AtLeast(6), []string{"wide"}},
		{"first storage domain", search.VmWithStorageDomain.Where(search.StorageDomainName.Equal(*domains[0].Name)), on[*domains[0].ID]},
		{"second storage domain", search.VmWithStorageDomain.Where(search.StorageDomainName.Equal(*domains[1].Name)), on[*domains[1].ID]},
	} {
		q, err := tt.cond.SortBy(search.VmName).Build()
		if err != nil {
			t.Fatal(err)
		}
		found, err := system.VmsService().List(t.Context(), &services.VmsListParams{Search: q})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, vm := range found {
			got = append(got, sdk.Value(vm.Name))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: VMs differ (-want +got):\n%s", tt.name, diff)
		}
	}
}
