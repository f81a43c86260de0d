//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestUserOfTheDirectoryIsAdded(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
jane@internal-authz may be given roles now
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "internal-authz", "jane@internal")
	})
}

func TestUserMustBeInTheDirectory(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "user nobody of internal-authz: find.First: no user found", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "internal-authz", "nobody@internal")
	})
}
