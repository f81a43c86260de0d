//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestSecondConnectionNeedsNoLogin(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
3 connections, 1 login
`, func(ctx context.Context, cfg sdk.Config, out io.Writer) error {
		return run(ctx, cfg, out, "")
	})
}
