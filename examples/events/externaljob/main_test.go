//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestWorkOutsideIsShown(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
an example works: finished
  look: finished
  work: finished
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "an example works")
	})
}
