//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestCloneHasDisksOfItsOwn(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-2: down, 1 disk of its own
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "example-db-2")
	})
}
