//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestNetworkMovesToTheBond(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
ovirtmgmt of example-host is on bond0 of 2 interfaces
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host", "eth0,eth1")
	})
}
