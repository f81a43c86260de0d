//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMsStayApart(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1 keeps apart from others in example-apart
example-web-2 keeps apart from others in example-apart
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-apart", "example-web-1,example-web-2")
	})
}
