//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestHostIsSwitchedOffAndOn(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-host is switched on
example-host is up again
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host", "192.0.2.9")
	})
}
