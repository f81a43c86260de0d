//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestUnitsBecomeADomain(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
100 GiB at iqn.2026-01.com.example:san.localdomain:a: free
100 GiB at iqn.2026-01.com.example:san.localdomain:a: free
100 GiB at iqn.2026-01.com.example:san.localdomain:b: free
100 GiB at iqn.2026-01.com.example:san.localdomain:b: free
example-iscsi: unattached
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host", "san.localdomain", "example-iscsi")
	})
}
