//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestNICIsUnpluggedAndRemoved(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
nic1: plugged false
0 NICs are left
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", "nic1", false)
	})
}
