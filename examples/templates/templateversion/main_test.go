//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestVersionsAreCounted(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-base, version 1: base version
example-base, version 2: patched
example-follower follows: true
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-base")
	})
}
