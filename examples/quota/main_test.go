package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestStorageIsLimited(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-quota: 100 GiB of data-001
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "Default", "data-001", 100)
	})
}
