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
