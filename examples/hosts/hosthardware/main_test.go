//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestMachineIsDescribed(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
machine: oVirt Simulated
processors: 2 sockets of 8 cores of 2 threads, Intel Nehalem Family
memory: 64 GiB in 2 nodes
interface: eth0, 52:54:00:ef:64:fd
interface: eth1, 52:54:00:74:47:aa
hook: 50_fcoe, before_vm_start
hook: 50_vmfex, before_vm_start
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host")
	})
}
