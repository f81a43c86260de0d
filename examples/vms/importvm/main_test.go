//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMOfAnotherSystemIsImported(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-imported is down, and was old-db at qemu+ssh://root@kvm.localdomain/system
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "qemu+ssh://root@kvm.localdomain/system", "old-db", "example-imported")
	})
}
