package object_test

import (
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestCloneSharesNothing(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	original := func() *types.Vm {
		return &types.Vm{
			Name:         new("a"),
			Status:       types.VmStatusUp,
			Memory:       new(int64(1)),
			CreationTime: &when,
			Cpu:          &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2))}},
			Nics:         []*types.Nic{{Name: new("n")}, nil},
			Tags:         []*types.Tag{},
			Links:        []types.Link{{Rel: "nics", Href: "/x"}},
			Actions:      []string{"start"},
		}
	}
	vm := original()
	clone := object.Clone(vm)
	if diff := cmp.Diff(original(), clone); diff != "" {
		t.Errorf("clone differs (-want +got):\n%s", diff)
	}
	*vm.Name, *vm.Memory, *vm.CreationTime, *vm.Cpu.Topology.Cores = "b", 2, time.Time{}, 3
	*vm.Nics[0].Name, vm.Links[0].Rel, vm.Actions[0] = "b", "b", "b"
	when = time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	if diff := cmp.Diff(original(), clone); diff != "" {
		t.Errorf("clone changed with the original (-want +got):\n%s", diff)
	}
	if object.Clone[types.Vm](nil) != nil {
		t.Error("the clone of nil isn't nil")
	}
}

func TestCloneCopiesText(t *testing.T) {
	t.Parallel()
	vms, err := readers.ReadList(strings.NewReader(`<vms><vm><name>first</name></vm><vm><name>second</name></vm></vms>`), readers.XML, readers.Vm)
	if err != nil {
		t.Fatal(err)
	}
	clone := object.Clone(vms[0])
	if *clone.Name != "first" || unsafe.StringData(*clone.Name) == unsafe.StringData(*vms[0].Name) {
		t.Error("the text is shared")
	}
}
