//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestSomeVMsAtATime(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1: up
example-web-2: up
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "name=example-web-*", 2)
	})
}
