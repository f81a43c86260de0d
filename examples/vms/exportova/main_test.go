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
Exporting VM example-db-1 as an OVA to /tmp/example-db-1.ova on Host example-host: finished
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-host", "/tmp")
	})
}
