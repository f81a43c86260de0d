//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMMovesToTheOtherHost(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-app-1 runs on host-001
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1", "")
	})
}

func TestVMThatIsDownCannotMove(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "example-web-1 doesn't run anywhere", func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "")
	})
}
