//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestKeyIsAddedToTheUser(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
admin@internal-authz has a key of the kind ssh-ed25519
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJhUBQ8yTP4u7dBVTQJ4jyBRbLmmLqDkLSwjDZm3vHYW me@here")
	})
}
