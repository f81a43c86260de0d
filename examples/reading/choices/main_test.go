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
windows_2003: Windows 2003
windows_2008: Windows 2008
windows_2003x64: Windows 2003 x64
windows_2008x64: Windows 2008 x64
windows_2008R2x64: Windows 2008 R2 x64
windows_2012x64: Windows 2012 x64
windows_2012R2x64: Windows 2012R2 x64
windows_2016x64: Windows 2016 x64
windows_2019x64: Windows 2019 x64
windows_2022: Windows 2022
windows_2025: Windows 2025
Large: 8192 MiB, 2 processors
Medium: 4096 MiB, 2 processors
Small: 2048 MiB, 1 processors
Tiny: 512 MiB, 1 processors
XLarge: 16384 MiB, 4 processors
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "windows_20*")
	})
}
