//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDiskIsMadeAndAttachedLater(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-archive: 8 GiB, ok, attached to example-web-1 by virtio_scsi
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-archive", 8, "data-001")
	})
}
