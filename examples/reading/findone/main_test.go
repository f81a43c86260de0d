//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestNobodyIsTakenForSomebodyElse(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-web-1: down
example-web*: there is none
nobody: there is none
example-web-*: there are several
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1")
	})
}
