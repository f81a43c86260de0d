//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestLogicalUnitIsADisk(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-lun of example-web-1 is a lun: iqn.2026-01.com.example:san.localdomain:a
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-host", "san.localdomain", "")
	})
}
