//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestBookmarkIsAsked(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example web servers: example-web-1
example web servers: example-web-2
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example web servers", "Vms: name=example-web-*")
	})
}
