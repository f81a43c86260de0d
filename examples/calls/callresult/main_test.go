//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestEveryCallCanBeTraced(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
GET /vms: 200
2 VMs, 1 attempt, sent 0 bytes, correlation id example-list
`, run)
}
