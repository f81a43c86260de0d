// Pin pins a VM to one host, passes the host's processor through to it, and pins each virtual
// processor to physical ones. It shows nested values of an update, and lists inside objects.
//
//	go run ./examples/vms/pin
//	go run ./examples/vms/pin -vm myvm -host node-1 -cpus 0-3
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	hostName := flag.String("host", "example-host", "host to tie it to")
	cpus := flag.String("cpus", "0-1", "physical processors that its own may use")
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
	err = run(ctx, conn, os.Stdout, *vmName, *hostName, *cpus)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, hostName, cpus string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	vm, err = conn.SystemService().VmsService().VmService(*vm.ID).Update(ctx, &types.Vm{
		PlacementPolicy: &types.VmPlacementPolicy{
			Affinity: types.VmAffinityPinned,
			Hosts:    []*types.Host{object.Ref(host)},
		},
		Cpu: &types.Cpu{
			Mode:    types.CpuModeHostPassthrough,
			CpuTune: &types.CpuTune{VcpuPins: []*types.VcpuPin{{Vcpu: new(int64(0)), CpuSet: &cpus}}},
		},
	}, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is %s to %s, its processor is in mode %s\n", vmName, vm.PlacementPolicy.Affinity, hostName, vm.Cpu.Mode)
	for _, pin := range vm.Cpu.CpuTune.VcpuPins {
		fmt.Fprintf(out, "processor %d runs on %s\n", sdk.Value(pin.Vcpu), sdk.Value(pin.CpuSet))
	}
	return nil
}
