//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMIsSeenRebooting(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-app-1: reboot_in_progress
example-app-1: up again
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}

func TestVMThatIsDownIsNotRebooted(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "VmService.Reboot: POST /vms/00000049-0000-4000-8000-000000000049/reboot: 409: [Cannot restart VM because the VM is in Down status.] (Operation Failed)", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
