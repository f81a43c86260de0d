//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestEventsAreReadAsTheyCome(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
VM example-web-1 was started by admin@internal-authz (Host: example-host).
VM example-web-1 started on Host example-host
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
