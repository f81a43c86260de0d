//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMIsUpAtTheEnd(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, "example-web-1 is up on example-host\n",
		func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
			return run(ctx, conn, out, "example-web-1")
		})
}

func TestUnknownVMIsAnError(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, `find.ByName: no VM named "web01"`,
		func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
			return run(ctx, conn, out, "web01")
		})
}
