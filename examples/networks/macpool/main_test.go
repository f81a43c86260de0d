//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestClusterHasItsOwnAddresses(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
Default takes addresses of example-pool: 02:00:00:00:00:01 to 02:00:00:00:00:ff
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "Default", "02:00:00:00:00:01", "02:00:00:00:00:ff")
	})
}
