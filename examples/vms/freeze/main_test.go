//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestFilesystemsAreThawedWhateverHappens(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
frozen
snapshot "with quiet filesystems"
thawed
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
