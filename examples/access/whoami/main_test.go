//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestRolesOfTheUserAreListed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
admin@internal-authz at oVirt Engine
CpuProfileCreator: 1
CpuProfileOperator: 2
DiskOperator: 4
MacPoolUser: 1
SuperUser: 1
TemplateOwner: 1
UserProfileEditor: 1
UserTemplateBasedVm: 7
VnicProfileUser: 1
`, run)
}
