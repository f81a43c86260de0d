//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestCDIsChangedAndEjected(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
the drive has example.iso
the drive is empty
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", "example.iso")
	})
}
