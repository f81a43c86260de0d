//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDiskMovesToANewDomain(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-data is active
example-db-1-disk is on example-data
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1-disk", "nfs.localdomain", "/exports/data-002", "example-host")
	})
}
