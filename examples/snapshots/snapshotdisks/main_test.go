//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestOnlyOneDiskIsInTheSnapshot(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
disks *-disk holds example-db-1-disk
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "*-disk")
	})
}
