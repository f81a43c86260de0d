//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestViewerFileIsWritten(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-app-1: vnc to example-host.localdomain, password of 12 characters
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", "", "")
	})
}

func TestVMThatIsDownHasNoConsole(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "console.Get: the VM example-web-1 is down; a console opens while its VM is up or paused, powers up or down, or reboots", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "", "")
	})
}

func TestMissingConsoleIsNamed(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "console.Get: the VM has no spice console; it has vnc", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", types.GraphicsTypeSpice, "")
	})
}
