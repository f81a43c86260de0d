//go:build exampletest

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
example-quota: 0 of 100 GiB are used
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "Default", 100)
	})
}
