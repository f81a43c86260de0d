//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestLabelBringsTheNetwork(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
ovirtmgmt is on eth0
example-dmz is on eth1
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host", "eth1", "example-dmz", "dmz")
	})
}
