//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestLabelIsOnVMAndHost(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-label: VM example-web-1, host example-host
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-label", "example-web-1", "example-host")
	})
}
