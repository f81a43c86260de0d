//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestBothFormatsMeanTheSame(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
4 VMs as application/xml
4 VMs as application/json
the same: true
`, run)
}
