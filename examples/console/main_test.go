package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestViewerFileIsWritten(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-app-1: spice, ticket of 12 characters for 120 seconds
[virt-viewer]
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", "")
	})
}
