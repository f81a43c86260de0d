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
CpuProfileOperator: 1
DiskOperator: 4
SuperUser: 1
TemplateOwner: 2
UserProfileEditor: 1
UserTemplateBasedVm: 1
UserVmManager: 4
VnicProfileUser: 1
`, run)
}
