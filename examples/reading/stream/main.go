// Stream adds up what all VMs have, in the memory of one. It shows Each, which decodes one object
// after the other from the connection and keeps none, so that ten thousand VMs need no more memory
// than ten.
//
//	go run ./examples/reading/stream
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
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
	err = run(ctx, conn, os.Stdout)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	var vms, cpus, memory int64
	byStatus := map[types.VmStatus]int{}

	// The connection is busy until Each returns: calls inside the function take another one, or wait for it.
	err := conn.SystemService().VmsService().Each(ctx, nil, func(vm *types.Vm) error {
		vms++
		memory += sdk.Value(vm.Memory)
		cpus += vcpus(vm)
		byStatus[vm.Status]++
		return nil
	})
	if err != nil {
		return err
	}

	fmt.Fprintf(out, "%d VMs with %d virtual CPUs and %d GiB of memory\n", vms, cpus, memory>>30)
	for _, status := range slices.Sorted(maps.Keys(byStatus)) {
		fmt.Fprintf(out, "%d %s\n", byStatus[status], cmp.Or(status, "without a status"))
	}
	return nil
}

// vcpus returns the number of virtual CPUs of a VM: all factors of its topology multiplied.
func vcpus(vm *types.Vm) int64 {
	if vm.Cpu == nil || vm.Cpu.Topology == nil {
		return 0
	}
	t := vm.Cpu.Topology
	return sdk.Value(t.Sockets) * sdk.Value(t.Cores) * sdk.Value(t.Threads)
}
