//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVMIsBootedFromCDOnce(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
run once: true, boots from [cdrom hd]
next time: boots from [hd]
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
