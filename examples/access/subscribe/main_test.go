//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestUserIsToldByMail(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
host_high_cpu_use: smtp to admin@example.com
vm_down_error: smtp to admin@example.com
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "admin@internal-authz", "admin@example.com")
	})
}
