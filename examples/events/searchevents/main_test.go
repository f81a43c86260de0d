//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestOnlyWhatMattersIsPrinted(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
event_vm="example-*" and severity>=normal sortby time desc
932 normal: Interface nic1 (VirtIO) was added to VM example-db-1. (User: admin@internal-authz)
97 normal: The disk example-db-1-disk was successfully added to VM example-db-1.
78 normal: Add-Disk operation of example-db-1-disk was initiated on VM example-db-1 by admin@internal-authz.
53 normal: VM example-db-1 creation has been completed.
34 normal: VM example-db-1 was created by admin@internal-authz.
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-*", "normal", 5)
	})
}
