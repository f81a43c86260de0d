// Addnic connects a VM to a network: it adds a NIC with a vNIC profile, and lists the NICs with their MAC addresses. It shows typed
// links: the network's name comes with the profile, and the profile with the NIC.
//
//	go run ./examples/addnic
//	go run ./examples/addnic -vm myvm -name nic2 -profile backup
package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM")
	name := flag.String("name", "nic1", "name of the new NIC")
	profile := flag.String("profile", "ovirtmgmt", "vNIC profile, which tells the network")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vm, *name, *profile)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, nicName, profileName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	profile, err := find.ByName(ctx, conn.SystemService().VnicProfilesService().All, profileName)
	if err != nil {
		return err
	}
	nics := conn.SystemService().VmsService().VmService(*vm.ID).NicsService()
	if _, err := nics.Add(ctx, &types.Nic{
		Name:        &nicName,
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: &types.VnicProfile{ID: profile.ID},
	}, nil); err != nil {
		return err
	}

	list, err := nics.List(ctx, &services.VmNicsListParams{
		Follow: rel.Follow(rel.Then(rel.NicVnicProfile, rel.VnicProfileNetwork)),
	})
	if err != nil {
		return err
	}
	for _, nic := range list {
		mac, network := "no address", "no network"
		if nic.Mac != nil {
			mac = sdk.Value(nic.Mac.Address)
		}
		if nic.VnicProfile != nil && nic.VnicProfile.Network != nil {
			network = sdk.Value(nic.VnicProfile.Network.Name)
		}
		fmt.Fprintf(out, "%s: %s, %s, on %s\n", sdk.Value(nic.Name), nic.Interface, mac, network)
	}
	return nil
}
