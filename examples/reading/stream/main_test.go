//go:build exampletest

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func TestAllVMsAreAddedUp(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	vms := conn.SystemService().VmsService()
	for i := range 100 {
		_, err := vms.Add(t.Context(), &types.Vm{
			Name:     new(fmt.Sprintf("many-%03d", i)),
			Memory:   new(int64(2 << 30)),
			Cpu:      &types.Cpu{Topology: &types.CpuTopology{Sockets: new(int64(2)), Cores: new(int64(3)), Threads: new(int64(1))}},
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: new("Blank")},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "many-050")
	if err != nil {
		t.Fatal(err)
	}
	if err := vms.VmService(*vm.ID).Start(t.Context(), &services.VmStartParams{
		Pause: new(true),
		// Without a disk it starts from something else or not at all.
		Vm: &types.Vm{Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := wait.For(t.Context(), vms.VmService(*vm.ID).Get, wait.VmIn("paused")); err != nil {
		t.Fatal(err)
	}

	var out strings.Builder
	if err := run(t.Context(), conn, &out); err != nil {
		t.Fatal(err)
	}
	want := "104 VMs with 604 virtual CPUs and 208 GiB of memory\n102 down\n1 paused\n1 up\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}
