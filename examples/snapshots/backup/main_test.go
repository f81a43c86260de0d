//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestBackupIsStartedAndFinished(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
backup ready, checkpoint: true
backup succeeded
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
