//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestGuestIsAsked(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
host name: example-app-1.localdomain
address: 10.43.0.2 on eth0, v4
program: kernel-5.14.0-1.el9.x86_64
program: qemu-guest-agent-8.0.0-1.el9.x86_64
program: cloud-init-23.1.1-1.el9.noarch
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
