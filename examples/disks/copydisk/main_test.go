//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestCopyHasAnotherName(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-copy: ok, 20 GiB on data-001
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1-disk", "example-copy", "data-001")
	})
}
