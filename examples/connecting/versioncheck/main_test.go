//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestCallsFitTheEngine(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
the engine is 4.5
vm.tpm_enabled: true
service:vm.screenshot: true
vm.moon: unknown
`, run)
}
