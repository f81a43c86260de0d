//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDiskOutlivesItsPlace(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1-disk is ok, and example-db-1 has 0 disks left
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-db-1-disk")
	})
}

func TestDiskOfAnotherVMIsNotFound(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, `disk "example-db-1-disk": find.One: no disk attachment found`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-db-1-disk")
	})
}
