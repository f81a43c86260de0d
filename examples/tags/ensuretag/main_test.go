//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestSecondRunChangesNothing(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
plan: POST /tags
    <tag>
        <name>example-nightly</name>
        <description>saved each night</description>
    </tag>
example-nightly: changed true
  name: "" -> "example-nightly"
  description: "" -> "saved each night"
example-nightly: changed false
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-nightly", "saved each night")
	})
}
