//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestTransferIsStartedAndFinished(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
the transfer is transferring
example-upload: ok
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-upload", 16)
	})
}
