//go:build exampletest

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/simulator"
)

// key is a public key, of which nobody has the other half.
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@here"

func TestVMIsMadeAndStartedWithCloudInit(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "build-7", "example-template", "Default", key+"\n"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("build-7: added\nbuild-7: up\n", out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}

	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "build-7")
	if err != nil {
		t.Fatal(err)
	}
	vm, err = conn.SystemService().VmsService().VmService(*vm.ID).Get(t.Context(), &services.VmGetParams{AllContent: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	if vm.Status != "up" || sdk.Value(vm.Memory) != 2<<30 || sdk.Value(vm.Cpu.Topology.Sockets) != 2 {
		t.Errorf("the VM is %s with %d bytes of memory and %d sockets", vm.Status, sdk.Value(vm.Memory), sdk.Value(vm.Cpu.Topology.Sockets))
	}
	init := vm.Initialization
	if init == nil {
		t.Fatal("the VM has no initialization")
	}
	if sdk.Value(init.HostName) != "build-7" || sdk.Value(init.AuthorizedSshKeys) != key ||
		len(init.NicConfigurations) != 1 || sdk.Value(init.NicConfigurations[0].Name) != "eth0" {
		t.Errorf("the VM is initialized with host name %q, keys %q and %d NICs",
			sdk.Value(init.HostName), sdk.Value(init.AuthorizedSshKeys), len(init.NicConfigurations))
	}
}

func TestNothingIsMadeOfATemplateThatIsNotThere(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "build-7", "no such template", "Default", "")
	if !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("error is %v, not that of a missing template", err)
	}
	if _, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "build-7"); err == nil || err.Error() != `find.ByName: no VM named "build-7"` {
		t.Errorf("looking for the VM returns %v", err)
	}
}

func TestTemplateWithoutDiskIsRefused(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "build-7", "Blank", "Default", "")
	if err == nil || err.Error() != `template "Blank" has no disk to boot from; choose another one with -template` {
		t.Errorf("error is %v", err)
	}
	if _, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "build-7"); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("looking for the VM: %v; it was created", err)
	}
}

func TestVMThatDoesNotStartIsRemoved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
	}{
		{"refused start", simulator.Rule{Op: "VmService.Start", Detail: "[No host.]"}},
		{"lost answer to the start", simulator.Rule{Op: "VmService.Start", Drop: true, After: true}},
		{"refused look", simulator.Rule{Op: "VmService.Get", Status: 400, Times: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, engine := exampletest.Engine(t)
			engine.Fail(tt.rule)
			err := run(t.Context(), conn, new(strings.Builder), "build-7", "example-template", "Default", "")
			if err == nil {
				t.Error("no error")
			}
			if _, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "build-7"); !errors.Is(err, sdk.ErrNotFound) {
				t.Errorf("looking for the VM: %v; it is left behind", err)
			}
		})
	}
}

func TestBadKeyIsRefusedBeforeTheVMIsCreated(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "build-7", "example-template", "Default", "my key")
	if _, ok := errors.AsType[guest.Problems](err); !ok {
		t.Errorf("error %v, want problems of package guest", err)
	}
}
