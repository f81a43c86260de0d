// Numa gives a VM two virtual NUMA nodes, each with half of its processors and memory. It shows a collection below a VM that must
// be filled in the right order.
//
//	go run ./examples/numa
//	go run ./examples/numa -vm myvm
package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	_, err = s.Update(ctx, &types.Vm{
		Cpu: &types.Cpu{Topology: &types.CpuTopology{Sockets: new(int64(2)), Cores: new(int64(2)), Threads: new(int64(1))}},
	}, nil)
	if err != nil {
		return err
	}
	nodes := s.NumaNodesService()
	for i := range int64(2) {
		_, err := nodes.Add(ctx, &types.VirtualNumaNode{
			Index:        &i,
			Memory:       new(*vm.Memory >> 21), // half, in MiB
			Cpu:          &types.Cpu{Cores: []*types.Core{{Index: new(2 * i)}, {Index: new(2*i + 1)}}},
			NumaTuneMode: types.NumaTuneModeInterleave,
		}, nil)
		if err != nil {
			return err
		}
	}
	list, err := nodes.List(ctx, nil)
	if err != nil {
		return err
	}
	for _, node := range list {
		fmt.Fprintf(out, "node %d: %d MiB, processors", sdk.Value(node.Index), sdk.Value(node.Memory))
		for _, core := range node.Cpu.Cores {
			fmt.Fprintf(out, " %d", sdk.Value(core.Index))
		}
		fmt.Fprintln(out)
	}
	return nil
}
