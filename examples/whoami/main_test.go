package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestRolesOfTheUserAreListed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
 of oVirt Engine
SuperUser on everything
UserTemplateBasedVm on a host or template
VnicProfileUser on everything
UserVmManager on a VM
UserVmManager on a VM
UserVmManager on a VM
UserVmManager on a VM
DiskOperator on storage
CpuProfileOperator on everything
UserProfileEditor on everything
`, run)
}
