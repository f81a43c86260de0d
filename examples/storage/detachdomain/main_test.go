//go:build exampletest

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
example-old is active
example-old is in maintenance
example-old is gone
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-old", true)
	})
}
