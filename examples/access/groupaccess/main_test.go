//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestGroupMayUseTheCluster(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
developers@internal has VmCreator on Default
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "developers@internal", "Default", "VmCreator")
	})
}
