//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDiskIsSlowedDown(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1-disk has the profile example-slow with 1000 operations a second
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1-disk", 1000)
	})
}
