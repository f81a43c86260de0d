//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMIsWrittenToAFile(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
Export: Vm example-db-1: finished
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-host", "/tmp")
	})
}
