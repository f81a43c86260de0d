//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestEngineTellsWhatItIs(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
oVirt Engine, version 4.5.7
clocks differ by 0s
VMs: 4, 1 active
hosts: 2, 2 active
storage domains: 1, 1 active
users: 2, 2 active
`, run)
}
