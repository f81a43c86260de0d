//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestWhatAnEngineOffersIsListed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
windows_2003: windows 2003
windows_2008: windows 2008
windows_2019x64: windows 2019x64
windows_2022: windows 2022
Large: 8192 MiB, 2 processors
Medium: 4096 MiB, 2 processors
Small: 2048 MiB, 1 processors
Tiny: 512 MiB, 1 processors
XLarge: 16384 MiB, 4 processors
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "windows_20*")
	})
}
