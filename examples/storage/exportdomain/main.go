// Exportdomain creates an export domain, attaches it, exports a VM to it, and imports the VM under
// another name. It shows VMs that exist on a storage domain only. The VM must be down.
//
//	go run ./examples/storage/exportdomain
//	go run ./examples/storage/exportdomain -vm myvm -path /exports/travel
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
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM, which must be down")
	server := flag.String("server", "nfs.localdomain", "NFS server")
	path := flag.String("path", "/exports/export", "path there")
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
	err = run(ctx, conn, os.Stdout, *vmName, *server, *path)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, server, path string) error {
	ctx, cancel := context.WithTimeout(ctx, 240*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// What ran before may still have the VM locked.
	if _, err := wait.VmUnlocked(ctx, conn, *vm.ID); err != nil {
		return err
	}
	domains := conn.SystemService().StorageDomainsService()
	domain, err := domains.Add(ctx, &types.StorageDomain{
		Name:    new("example-export"),
		Type:    types.StorageDomainTypeExport,
		Host:    &types.Host{Name: new("example-host")},
		Storage: &types.HostStorage{Type: types.StorageTypeNfs, Address: &server, Path: &path},
	}, nil)
	if err != nil {
		return err
	}
	center, err := find.ByName(ctx, conn.SystemService().DataCentersService().All, "Default")
	if err != nil {
		return err
	}
	attached := conn.SystemService().DataCentersService().DataCenterService(*center.ID).StorageDomainsService()
	if _, err := attached.Add(ctx, object.Ref(domain), nil); err != nil {
		return err
	}
	if _, err := wait.StorageDomainActive(ctx, conn, *center.ID, *domain.ID); err != nil {
		return err
	}

	vms := conn.SystemService().VmsService()
	if err := vms.VmService(*vm.ID).Export(ctx, &services.VmExportParams{
		StorageDomain:    object.Ref(domain),
		DiscardSnapshots: new(true), // a VM with snapshots would come back with them, if at all
	}); err != nil {
		return err
	}
	if _, err := wait.VmDown(ctx, conn, *vm.ID); err != nil {
		return err
	}
	stored := domains.StorageDomainService(*domain.ID).VmsService()
	there, err := find.ByName(ctx, stored.All, vmName)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s lies on %s\n", sdk.Value(there.Name), sdk.Value(domain.Name))
	err = stored.VmService(*there.ID).Import(ctx, &services.StorageDomainVmImportParams{
		Vm:            &types.Vm{Name: new(vmName + "-again")},
		Clone:         new(true),
		Cluster:       object.Ref(vm.Cluster),
		StorageDomain: &types.StorageDomain{Name: new("data-001")},
	})
	if err != nil {
		return err
	}
	again, err := find.ByName(ctx, vms.All, vmName+"-again")
	if err != nil {
		return err
	}
	again, err = wait.VmDown(ctx, conn, *again.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", sdk.Value(again.Name), again.Status)
	return nil
}
