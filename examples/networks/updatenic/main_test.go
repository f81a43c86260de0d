//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestNICMovesToANewNetwork(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
nic1 of example-db-1: profile example-net, VLAN 42
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "nic1", "example-net", 42)
	})
}
