//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestLayersAreListed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1-disk: monday, above nothing
example-db-1-disk: tuesday, above monday
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1")
	})
}
