//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestProtectedVMStays(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1 stays: [Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.]
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
