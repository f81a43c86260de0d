//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestDifferencesAreListed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
name: example-db-1, not example-web-1
description: database, not first web server
memory: 4294967296, not 1073741824
memory_policy.guaranteed: 4294967296, not 1073741824
memory_policy.max: 17179869184, not 4294967296
update: Vm{Description: "first web server", Memory: 1073741824}
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-web-1", "example-db-1")
	})
}
