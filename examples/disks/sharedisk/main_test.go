//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestTwoVMsShareADisk(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1 has example-shared
example-web-2 has example-shared
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-shared", "example-web-1", "example-web-2")
	})
}
