//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestPoolGrowsAndShrinks(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-desk-3 is removed
example-desk: 2 VMs
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-desk", "example-template", 2)
	})
}
