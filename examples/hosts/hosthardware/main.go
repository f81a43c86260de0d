// Hosthardware prints the hardware of a host: machine, processors, memory, interfaces, and the
// hooks that run before each VM starts. It shows one request that reads an object with a
// collection, and collections that need requests of their own: engines fail to follow the links to
// hooks and NUMA nodes of a host. The host must be up for its hooks to be known.
//
//	go run ./examples/hosts/hosthardware
//	go run ./examples/hosts/hosthardware -host node-1
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	hostName := flag.String("host", "example-host", "name of the host")
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
	err = run(ctx, conn, os.Stdout, *hostName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, hostName string) error {
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	host, err = conn.SystemService().HostsService().HostService(*host.ID).Get(ctx, &services.HostGetParams{
		Follow: rel.Follow(rel.HostNics),
	})
	if err != nil {
		return err
	}
	hooks, err := sdk.FollowAll(ctx, conn, host, rel.HostHooks)
	if err != nil {
		return err
	}
	nodes, err := sdk.FollowAll(ctx, conn, host, rel.HostNumaNodes)
	if err != nil {
		return err
	}
	topology := host.Cpu.Topology
	fmt.Fprintf(out, "machine: %s %s\n", sdk.Value(host.HardwareInformation.Manufacturer), sdk.Value(host.HardwareInformation.Family))
	fmt.Fprintf(out, "processors: %d sockets of %d cores of %d threads, %s\n", sdk.Value(topology.Sockets), sdk.Value(topology.Cores),
		sdk.Value(topology.Threads), sdk.Value(host.Cpu.Name))
	fmt.Fprintf(out, "memory: %d GiB in %d nodes\n", sdk.Value(host.Memory)>>30, len(nodes))
	for _, nic := range host.Nics {
		mac := ""
		if nic.Mac != nil {
			mac = sdk.Value(nic.Mac.Address)
		}
		fmt.Fprintf(out, "interface: %s, %s\n", sdk.Value(nic.Name), mac)
	}
	for _, hook := range hooks {
		fmt.Fprintf(out, "hook: %s, %s\n", sdk.Value(hook.Name), sdk.Value(hook.EventName))
	}
	return nil
}
