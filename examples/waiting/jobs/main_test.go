//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestWorkIsSeenByItsSteps(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
Launching VM example-web-1: finished, 100 %
  Validating: finished
  Executing: finished
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
