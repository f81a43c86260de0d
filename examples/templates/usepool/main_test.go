//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestUserTakesAVM(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-desk-1: up
example-desk-1: given back
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-desk", "example-template")
	})
}
