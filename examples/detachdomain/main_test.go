package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDomainIsGoneWithItsData(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
data-001 is active
data-001 is in maintenance
data-001 is gone
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-old", true)
	})
}
