//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMHasTwoNodes(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
node 0: 512 MiB, processors 0 1
node 1: 512 MiB, processors 2 3
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}

func TestSecondRunReplacesTheNodes(t *testing.T) {
	t.Parallel()
	const nodes = "node 0: 512 MiB, processors 0 1\nnode 1: 512 MiB, processors 2 3\n"
	exampletest.Prints(t, nodes+nodes, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		if err := run(ctx, conn, out, "example-web-1"); err != nil {
			return err
		}
		return run(ctx, conn, out, "example-web-1")
	})
}

func TestRunningVMIsNamed(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "example-app-1 is up; its nodes can be changed while it is down", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
