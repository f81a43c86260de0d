//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMStaysOnItsHost(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1 is pinned to example-host, its processor is in mode host_passthrough
processor 0 runs on 0-1
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-host", "0-1")
	})
}
