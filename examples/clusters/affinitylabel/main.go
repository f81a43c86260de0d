// Affinitylabel groups VMs and hosts by a label, instead of naming each in a group. It shows a
// collection that is reached from three sides.
//
//	go run ./examples/clusters/affinitylabel
//	go run ./examples/clusters/affinitylabel -label gpu -vm render-1 -host node-3
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("label", "example-label", "name of the label")
	vmName := flag.String("vm", "example-web-1", "VM that needs what the host has")
	hostName := flag.String("host", "example-host", "the host")
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
	err = run(ctx, conn, os.Stdout, *name, *vmName, *hostName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, vmName, hostName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	labels := conn.SystemService().AffinityLabelsService()
	label, err := find.ByName(ctx, labels.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		label, err = labels.Add(ctx, &types.AffinityLabel{Name: &name}, nil)
	}
	if err != nil {
		return err
	}
	// A label is given to an object, or an object to a label: both is the same.
	if _, err := conn.SystemService().VmsService().VmService(*vm.ID).AffinityLabelsService().Add(ctx, object.Ref(label), nil); err != nil {
		return err
	}
	if _, err := labels.LabelService(*label.ID).HostsService().Add(ctx, object.Ref(host), nil); err != nil {
		return err
	}

	label, err = labels.LabelService(*label.ID).Get(ctx, &services.AffinityLabelGetParams{
		Follow: rel.Follow(rel.AffinityLabelVms, rel.AffinityLabelHosts),
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: VM %s, host %s\n", name, sdk.Value(label.Vms[0].Name), sdk.Value(label.Hosts[0].Name))
	return nil
}
