// Numa replaces the virtual NUMA nodes of a VM by two, each with half of its processors and memory.
// It shows a collection below a VM that must be filled and emptied in the right order.
//
//	go run ./examples/vms/numa
//	go run ./examples/vms/numa -vm myvm
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *vmName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	if vm.Status != types.VmStatusDown {
		return fmt.Errorf("%s is %s; its nodes can be changed while it is down", vmName, vm.Status)
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	nodes := s.NumaNodesService()
	if err := removeNodes(ctx, nodes); err != nil {
		return err
	}
	vm, err = s.Update(ctx, &types.Vm{
		Cpu: &types.Cpu{Topology: &types.CpuTopology{Sockets: new(int64(2)), Cores: new(int64(2)), Threads: new(int64(1))}},
	}, nil)
	if err != nil {
		return err
	}
	// Processors are counted from 0; an index that the VM doesn't have is refused.
	topology := vm.Cpu.Topology
	half := *topology.Sockets * *topology.Cores * *topology.Threads / 2
	for i := range int64(2) {
		var cores []*types.Core
		for n := range half {
			cores = append(cores, &types.Core{Index: new(i*half + n)})
		}
		_, err := nodes.Add(ctx, &types.VirtualNumaNode{
			Index:        &i,
			Memory:       new(*vm.Memory >> 21), // half, in MiB
			Cpu:          &types.Cpu{Cores: cores},
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

// removeNodes removes the nodes that the VM has, the last one first: their indexes must stay without gaps.
func removeNodes(ctx context.Context, nodes *services.VmNumaNodesService) error {
	list, err := nodes.List(ctx, nil)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b *types.VirtualNumaNode) int { return cmp.Compare(sdk.Value(b.Index), sdk.Value(a.Index)) })
	for _, node := range list {
		if err := nodes.NodeService(*node.ID).Remove(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}
