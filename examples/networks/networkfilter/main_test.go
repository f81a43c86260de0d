//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestFilterKnowsTheAddress(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
nic1 of example-db-1: clean-traffic with IP=192.0.2.7
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1", "nic1", "192.0.2.7")
	})
}
