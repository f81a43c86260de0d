//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestEachDiskHasItsVMs(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-app-1-disk: example-app-1
example-db-1-disk: example-db-1
example-golden-disk: nobody
example-web-1-disk: example-web-1
example-web-2-disk: example-web-2
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "")
	})
}
