//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMTravelsByAnExportDomain(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1 lies on example-export
example-db-1-again: down
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "nfs.localdomain", "/exports/export")
	})
}
