// Lundisk attaches a logical unit of an iSCSI target to a VM directly, without a storage domain. It
// shows the login of a host to a target, and a disk that is described by its location.
//
//	go run ./examples/disks/lundisk
//	go run ./examples/disks/lundisk -vm myvm -address san.example.com -target iqn.2020-01.com.example:db
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM")
	hostName := flag.String("host", "example-host", "host that looks for the unit")
	address := flag.String("address", "san.localdomain", "address of the portal")
	target := flag.String("target", "", "name of the target; the first one of the portal if it is empty")
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
	err = run(ctx, conn, os.Stdout, *vmName, *hostName, *address, *target)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, hostName, address, target string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	if target == "" {
		targets, err := s.DiscoverIscsi(ctx, &services.HostDiscoverIscsiParams{Iscsi: &types.IscsiDetails{Address: &address}})
		if err != nil {
			return err
		}
		if len(targets) == 0 {
			return fmt.Errorf("%s has no targets", address)
		}
		target = sdk.Value(targets[0].Target)
	}
	login := &types.IscsiDetails{Address: &address, Target: &target}
	if err := s.IscsiLogin(ctx, &services.HostIscsiLoginParams{Iscsi: login}); err != nil {
		return err
	}
	unit, err := find.First(find.Where(s.StorageService().All(ctx, nil), find.Match{"type": "iscsi"}))
	if err != nil {
		return err
	}

	a, err := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Interface: types.DiskInterfaceVirtioScsi,
		Active:    new(true),
		Disk: &types.Disk{Name: new("example-lun"), LunStorage: &types.HostStorage{
			Type:         types.StorageTypeIscsi,
			LogicalUnits: []*types.LogicalUnit{{ID: unit.LogicalUnits[0].ID, Address: &address, Port: new(int64(3260)), Target: &target}},
		}},
	}, nil)
	if err != nil {
		return err
	}
	disk, err := sdk.Follow(ctx, conn, a.Disk)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s of %s is a %s: %s\n", sdk.Value(disk.Alias), vmName, disk.StorageType, target)
	return nil
}
