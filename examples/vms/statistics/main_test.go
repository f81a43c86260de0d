//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestFiguresHaveUnits(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
memory.installed: 2.147483648e+09 bytes
memory.used: 1.073741824e+09 bytes
cpu.current.guest: 12 percent
cpu.current.hypervisor: 2 percent
cpu.current.total: 14 percent
migration.progress: 0 percent
memory.buffered: 1.07374182e+08 bytes
memory.cached: 2.14748364e+08 bytes
memory.free: 1.073741824e+09 bytes
memory.unused: 7.51619276e+08 bytes
network.current.total: 3 percent
disks.usage: [{"path":"/","total":"10737418240","fs":"xfs","used":"3221225472"}]
elapsed.time: 3 seconds
cpu.usage.history: 14 percent
memory.usage.history: 50 percent
network.usage.history: 3 percent
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-app-1")
	})
}
