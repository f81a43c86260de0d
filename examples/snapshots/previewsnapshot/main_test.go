//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestPreviewIsUndone(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
before the update: ok
before the update: in_preview
before the update: ok
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "before the update", false)
	})
}
