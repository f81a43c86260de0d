//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDiskGrows(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1-disk of example-db-1: 25 GiB
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-db-1-disk", 5)
	})
}

func TestUnknownDiskIsAnError(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, `disk "archive": find.One: no disk attachment found`,
		func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
			return run(ctx, conn, out, "example-db-1", "archive", 5)
		})
}
