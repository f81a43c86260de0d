//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestHostIsUpgraded(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-host has updates: true
example-host: up, has updates: false
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host")
	})
}
