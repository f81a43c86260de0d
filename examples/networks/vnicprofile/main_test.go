//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestProfileIsSelectedByDataCenter(t *testing.T) {
	t.Parallel()
	for _, center := range []string{"Default", "example-center"} {
		t.Run(center, func(t *testing.T) {
			t.Parallel()
			exampletest.Prints(t, `
find.ByName: VNIC profile "ovirtmgmt" is ambiguous: 2 matches; select one by data center
data center `+center+`: profile ovirtmgmt of network ovirtmgmt
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
				return run(ctx, conn, out, center, "ovirtmgmt")
			})
		})
	}
}

func TestProfileOfNoDataCenterIsAnError(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, `find.ByName: no VNIC profile named "backup"`,
		func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
			return run(ctx, conn, out, "Default", "backup")
		})
}
