//go:build exampletest

package main

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestDiskIsMadeAndAttachedLater(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-archive: 8 GiB, ok, attached to example-web-1 by virtio_scsi
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-archive", 8, "data-001")
	})
}

func TestDiskThatIsNotAttachedIsRemoved(t *testing.T) {
	t.Parallel()
	conn, engine := exampletest.Engine(t)
	engine.Fail(simulator.Rule{Op: "DiskAttachmentsService.Add", Detail: "[No.]"})
	err := run(t.Context(), conn, io.Discard, "example-web-1", "example-archive", 8, "data-001")
	if !errors.Is(err, sdk.ErrConflict) {
		t.Errorf("error %v, want the conflict", err)
	}
	disks := conn.SystemService().DisksService()
	if _, err := find.ByName(t.Context(), disks.All, "example-archive"); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("looking for the disk: %v; it is left behind", err)
	}
}
