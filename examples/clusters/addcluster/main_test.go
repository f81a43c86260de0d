//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestClusterHasTheNewestLevel(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
data center example-site: uninitialized
cluster example-site: level 4.8, Intel Nehalem Family
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-site", "")
	})
}
