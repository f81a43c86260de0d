//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestHardwareWaitsForTheNextStart(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
now: 3072 MiB, cores per socket: 1
next run: 3072 MiB, cores per socket: 2
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
