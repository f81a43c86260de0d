//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/find"
)

func TestMistakesAreToldApart(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out); err != nil {
		t.Fatal(err)
	}
	want := `
a VM that isn't there: not found
  VmService.Get, status 404
an empty id: invalid
  VmService.Get, status 0
a VM without a name: invalid
  VmsService.Add, status 400
  Incomplete parameters: Vm [name] required for add
a cluster that isn't there: not found
  VmsService.Add, status 404
  Operation Failed: Entity not found: Cluster: name=no such cluster
removing the role UserRole: conflict
  RoleService.Remove, status 409
  Operation Failed: [Cannot remove Role. The Role is Read-Only.]
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}

	vms, err := conn.SystemService().VmsService().List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(vms) != 4 {
		t.Errorf("there are %d VMs, not the four of the beginning", len(vms))
	}
	if _, err := find.ByName(t.Context(), conn.SystemService().RolesService().All, "UserRole"); err != nil {
		t.Errorf("the role is gone: %v", err)
	}
}
