//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestMigrationsHaveANetworkOfTheirOwn(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-migration: required false, for [migration]
ovirtmgmt: required true, for [vm display management default_route]
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "Default", "example-migration", 99)
	})
}
