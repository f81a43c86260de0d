//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestRoleHasItsPermits(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
ExampleOperator: run_vm
ExampleOperator: stop_vm
ExampleOperator: reboot_vm
ExampleOperator: connect_to_vm
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "ExampleOperator", "run_vm,stop_vm,reboot_vm,connect_to_vm")
	})
}
