package object_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestReferencesCarryTheLeast(t *testing.T) {
	t.Parallel()
	vm := &types.Vm{ID: new("1"), Href: new("/ovirt-engine/api/vms/1"), Name: new("a"), Memory: new(int64(1))}
	if diff := cmp.Diff(&types.Vm{ID: new("1")}, object.Ref(vm)); diff != "" {
		t.Errorf("Ref differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&types.Vm{ID: new("1"), Href: new("/ovirt-engine/api/vms/1")}, object.Link(vm)); diff != "" {
		t.Errorf("Link differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&types.Cluster{Name: new("Default")}, object.Ref(&types.Cluster{Name: new("Default"), Comment: new("x")})); diff != "" {
		t.Errorf("Ref by name differs (-want +got):\n%s", diff)
	}
	if object.Ref[types.Vm](nil) != nil || object.Ref(&types.Vm{Memory: new(int64(1))}) != nil || object.Ref(&types.Cpu{}) != nil {
		t.Error("what can't be referred to returns a reference")
	}
}

func TestMergeSetsWhatIsSet(t *testing.T) {
	t.Parallel()
	topology := &types.CpuTopology{Cores: new(int64(1)), Sockets: new(int64(2))}
	vm := &types.Vm{
		Name: new("a"), Comment: new("c"), Cpu: &types.Cpu{Topology: topology, Architecture: types.ArchitectureX8664},
		Cluster: &types.Cluster{ID: new("1"), Name: new("x")}, CustomProperties: []*types.CustomProperty{{Name: new("p")}},
	}
	object.Merge(vm, &types.Vm{
		Comment: new(""), Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(4))}},
		Cluster: &types.Cluster{ID: new("2")}, CustomProperties: []*types.CustomProperty{}, Memory: new(int64(5)),
	})
	want := &types.Vm{
		Name: new("a"), Comment: new(""),
		Cpu:     &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(4)), Sockets: new(int64(2))}, Architecture: types.ArchitectureX8664},
		Cluster: &types.Cluster{ID: new("2")}, CustomProperties: []*types.CustomProperty{}, Memory: new(int64(5)),
	}
	if diff := cmp.Diff(want, vm); diff != "" {
		t.Errorf("merged differs (-want +got):\n%s", diff)
	}
	if *topology.Cores != 1 {
		t.Error("a part that others may have was changed")
	}
	object.Merge(vm, nil)
	object.Merge(nil, vm)
}

func TestEqualComparesWhatObjectsSay(t *testing.T) {
	t.Parallel()
	utc := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	vm := func() *types.Vm {
		return &types.Vm{Name: new("a"), CreationTime: new(utc), Nics: []*types.Nic{{Name: new("n")}}}
	}
	for _, tt := range []struct {
		name   string
		change func(*types.Vm)
		want   bool
	}{
		{"nothing", func(*types.Vm) {}, true},
		{"the same moment", func(vm *types.Vm) { vm.CreationTime = new(utc.In(time.FixedZone("x", 3600))) }, true},
		{"what is offered", func(vm *types.Vm) { vm.Actions, vm.Links = []string{"start"}, []types.Link{{Rel: "nics"}} }, true},
		{"another text", func(vm *types.Vm) { vm.Name = new("b") }, false},
		{"no text", func(vm *types.Vm) { vm.Name = nil }, false},
		{"another item", func(vm *types.Vm) { vm.Nics[0].Name = new("m") }, false},
		{"no list", func(vm *types.Vm) { vm.Nics = nil }, false},
		{"empty list", func(vm *types.Vm) { vm.Sessions = []*types.Session{} }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			other := vm()
			tt.change(other)
			if got := object.Equal(vm(), other); got != tt.want {
				t.Errorf("Equal is %v", got)
			}
			if got := object.Equal(other, vm()); got != tt.want {
				t.Errorf("Equal the other way is %v", got)
			}
		})
	}
	if object.Equal(vm(), nil) || !object.Equal[types.Vm](nil, nil) {
		t.Error("nil isn't compared as nil")
	}
}

func TestDiffIsTheSmallestUpdate(t *testing.T) {
	t.Parallel()
	old := &types.Vm{
		ID: new("1"), Name: new("a"), Comment: new("c"), Memory: new(int64(1)), Status: types.VmStatusUp,
		Cpu:     &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(1)), Sockets: new(int64(2))}},
		Cluster: &types.Cluster{ID: new("1"), Name: new("x"), Href: new("/x")}, Nics: []*types.Nic{{Name: new("n")}},
		CustomProperties: []*types.CustomProperty{{Name: new("p")}},
	}
	for _, tt := range []struct {
		name         string
		wanted, want *types.Vm
		fixed        []string
	}{
		{"nil", nil, nil, nil},
		{"nothing said", &types.Vm{}, nil, nil},
		{"all as wanted", &types.Vm{
			Name: new("a"), Cluster: &types.Cluster{Name: new("x")}, Cpu: &types.Cpu{Topology: &types.CpuTopology{Sockets: new(int64(2))}},
		}, nil, nil},
		{"text", &types.Vm{Name: new("a"), Comment: new("")}, &types.Vm{Comment: new("")}, nil},
		{"part of a part", &types.Vm{Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2)), Sockets: new(int64(2))}}},
			&types.Vm{Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2))}}}, nil},
		{"a part that isn't there", &types.Vm{Bios: &types.Bios{Type: types.BiosTypeQ35SeaBios}}, &types.Vm{Bios: &types.Bios{Type: types.BiosTypeQ35SeaBios}}, nil},
		{"reference", &types.Vm{Cluster: &types.Cluster{ID: new("2")}}, &types.Vm{Cluster: &types.Cluster{ID: new("2")}}, nil},
		{"reference by another name", &types.Vm{Cluster: &types.Cluster{Name: new("y")}}, &types.Vm{Cluster: &types.Cluster{Name: new("y")}}, nil},
		{"list", &types.Vm{CustomProperties: []*types.CustomProperty{}}, &types.Vm{CustomProperties: []*types.CustomProperty{}}, nil},
		{"fixed", &types.Vm{ID: new("2"), Status: types.VmStatusDown, Nics: []*types.Nic{}, Memory: new(int64(2))}, &types.Vm{Memory: new(int64(2))},
			[]string{"ID", "Nics", "Status"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			change, fixed := object.Diff(old, tt.wanted)
			if diff := cmp.Diff(tt.want, change); diff != "" {
				t.Errorf("change differs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.fixed, fixed); diff != "" {
				t.Errorf("fixed differs (-want +got):\n%s", diff)
			}
		})
	}
	change, fixed := object.Diff(nil, &types.Vm{Name: new("a")})
	if diff := cmp.Diff(&types.Vm{Name: new("a")}, change); diff != "" || fixed != nil {
		t.Errorf("the change of nothing differs: %v (-want +got):\n%s", fixed, diff)
	}
}

func ExampleWalk() {
	vm := &types.Vm{
		Name: new("web"), Status: types.VmStatusUp, Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2))}},
		Nics: []*types.Nic{{Name: new("eth0")}, {Name: new("eth1"), Linked: new(true)}}, Sessions: []*types.Session{},
	}
	for path, value := range object.Walk(vm) {
		fmt.Println(path, value)
	}
	// Output:
	// name web
	// cpu.topology.cores 2
	// nics[0].name eth0
	// nics[1].name eth1
	// nics[1].linked true
	// sessions <nil>
	// status up
}

func ExampleDiff() {
	vm := &types.Vm{ID: new("1"), Name: new("web"), Memory: new(int64(1 << 30)), Status: types.VmStatusUp}
	change, fixed := object.Diff(vm, &types.Vm{Name: new("web"), Memory: new(int64(2 << 30)), Status: types.VmStatusDown})
	for path, value := range object.Walk(change) {
		fmt.Println(path, value)
	}
	fmt.Println("not by an update:", fixed)
	// Output:
	// memory 2147483648
	// not by an update: [Status]
}
