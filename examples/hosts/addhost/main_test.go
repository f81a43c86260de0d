//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestHostComesUp(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-host-2: installing
example-host-2: initializing
example-host-2: up
example-host-2 has 64 GiB of memory
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host-2", "example-host-2.localdomain", "secret")
	})
}
