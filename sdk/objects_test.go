package sdk_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/sdk/writers"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestObjectIsReadAgain follows an object's own address: what it was stays as it is, until it is overwritten.
func TestObjectIsReadAgain(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	changed, err := c.SystemService().VmsService().VmService(*vm.ID).Update(t.Context(), &types.Vm{Comment: new("changed")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sdk.Value(vm.Comment) == "changed" {
		t.Error("an object changes by itself")
	}
	fresh, err := sdk.Follow(t.Context(), c, vm)
	if err != nil {
		t.Fatal(err)
	}
	*vm = *fresh
	if sdk.Value(vm.Comment) != "changed" || *vm.ID != *changed.ID {
		t.Errorf("the VM is %s", sdk.String(vm))
	}
}

// TestObjectLeadsToItsService changes and removes an object by nothing but its address.
func TestObjectLeadsToItsService(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	located, err := services.Locate(c.SystemService(), *vm.Href)
	if err != nil {
		t.Fatal(err)
	}
	service, ok := located.(*services.VmService)
	if !ok {
		t.Fatalf("%s leads to a %T", *vm.Href, located)
	}
	if got, err := service.Update(t.Context(), &types.Vm{Description: new("d")}, nil); err != nil || sdk.Value(got.Description) != "d" {
		t.Errorf("Update gave %v, %v", sdk.String(got), err)
	}
	if err := service.Stop(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := wait.For(t.Context(), service.Get, wait.VmIn(types.VmStatusDown)); err != nil {
		t.Fatal(err)
	}
	if err := service.Remove(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := service.Get(t.Context(), nil); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("the removed VM returns %v", err)
	}
}

// TestActionIsSentByItsName performs an action that is known at run time only, with parameters.
func TestActionIsSentByItsName(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	service := c.SystemService().VmsService().VmService(*vm.ID)
	cd := &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}} // the VM has no disk
	for _, tt := range []struct {
		name string
		with *types.Action
		want types.VmStatus
	}{
		{"stop", &types.Action{Reason: new("because")}, types.VmStatusDown},
		{"start", &types.Action{Pause: new(true), Vm: &types.Vm{Os: cd}}, types.VmStatusPaused},
	} {
		body, err := writers.Append(nil, writers.XML, writers.Action, tt.with)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(t.Context(), sdk.RawRequest{Method: "POST", Path: *vm.Href + "/" + tt.name, Body: body}); err != nil {
			t.Fatal(err)
		}
		if _, err := wait.For(t.Context(), service.Get, wait.VmIn(tt.want)); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestChildIsMadeBelowItsParent adds, finds, changes and removes an object that lives in another one.
func TestChildIsMadeBelowItsParent(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	nics := c.SystemService().VmsService().VmService(*vm.ID).NicsService()
	nic, err := nics.Add(t.Context(), &types.Nic{Name: new("second"), Interface: types.NicInterfaceVirtio}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := *vm.Href + "/nics/" + *nic.ID; *nic.Href != want {
		t.Errorf("the NIC is at %s, want %s", *nic.Href, want)
	}
	names := func() (names []string) {
		list, err := nics.List(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, nic := range list { // A collection is a slice.
			names = append(names, *nic.Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"nic1", "second"}, names()); diff != "" {
		t.Errorf("NICs differ (-want +got):\n%s", diff)
	}
	if _, err := nics.NicService(*nic.ID).Update(t.Context(), &types.Nic{Name: new("renamed")}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"nic1", "renamed"}, names()); diff != "" {
		t.Errorf("NICs differ (-want +got):\n%s", diff)
	}
	if err := nics.NicService(*nic.ID).Remove(t.Context(), nil); err == nil {
		t.Error("the NIC of a running VM was removed while it is plugged")
	}
	if diff := cmp.Diff([]string{"nic1", "renamed"}, names()); diff != "" {
		t.Errorf("NICs differ (-want +got):\n%s", diff)
	}
}

// TestRemovalTakesParameters removes two VMs, one with its disk and one without.
func TestRemovalTakesParameters(t *testing.T) {
	t.Parallel()
	engine := simtest.New(t, simulator.Options{
		Step:      -1,
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 2, DisksPerVM: 1},
	})
	system := engine.Connect().SystemService()
	vms, err := system.VmsService().List(t.Context(), &services.VmsListParams{Follow: rel.Follow(rel.VmDiskAttachments)})
	if err != nil || len(vms) != 2 {
		t.Fatalf("the engine has the VMs %v, %v", vms, err)
	}
	for i, p := range []*services.VmRemoveParams{{DetachOnly: new(true)}, nil} {
		vm := system.VmsService().VmService(*vms[i].ID)
		if vms[i].Status == types.VmStatusUp {
			if err := vm.Stop(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := wait.For(t.Context(), vm.Get, wait.VmIn(types.VmStatusDown)); err != nil {
			t.Fatal(err)
		}
		if err := vm.Remove(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if _, err := vm.Get(t.Context(), nil); !errors.Is(err, sdk.ErrNotFound) {
			t.Errorf("the removed VM returns %v", err)
		}
		disk := system.DisksService().DiskService(*vms[i].DiskAttachments[0].Disk.ID)
		if _, err := disk.Get(t.Context(), nil); (err == nil) != (p != nil) || err != nil && !errors.Is(err, sdk.ErrNotFound) {
			t.Errorf("with %+v, the disk returns %v", p, err)
		}
	}
}
