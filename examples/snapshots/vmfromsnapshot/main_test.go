//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMIsMadeOfASnapshot(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-rescued: down, made of "taken for example-rescued" of example-db-1
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-rescued", "")
	})
}

func TestUnknownSnapshotIsAnError(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, `snapshot "nothing like that": find.First: no snapshot found`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-rescued", "nothing like that")
	})
}
