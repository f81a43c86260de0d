//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestTagsStandBelowEachOther(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-production is below root
example-web is below example-production
example-web-1 has a tag of example-production
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-production", "example-web", "example-web-1")
	})
}
