// Importvm imports a VM from another virtualization system, here from plain libvirt. It shows a
// service with only an Add method, and that the result is found by its name. A host of the engine
// must be able to log in to the other system, which needs a VM of that name.
//
//	go run ./examples/vms/importvm
//	go run ./examples/vms/importvm -url qemu+ssh://root@kvm.example.com/system -vm old-db -name db-9
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
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	source := flag.String("url", "qemu+ssh://root@kvm.localdomain/system", "address of the other system")
	vmName := flag.String("vm", "old-db", "name of the VM there")
	newName := flag.String("name", "example-imported", "name that it is to have here")
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
	err = run(ctx, conn, os.Stdout, *source, *vmName, *newName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, source, vmName, newName string) error {
	ctx, cancel := context.WithTimeout(ctx, 240*time.Minute)
	defer cancel()
	host, err := find.First(find.Where(conn.SystemService().HostsService().All(ctx, nil), find.Match{"status": "up"}))
	if err != nil {
		return err
	}
	_, err = conn.SystemService().ExternalVmImportsService().Add(ctx, &types.ExternalVmImport{
		Provider:      types.ExternalVmProviderTypeKvm,
		Url:           &source,
		Name:          &vmName,
		Vm:            &types.Vm{Name: &newName},
		Username:      new("root"),
		Password:      new("secret"),
		Sparse:        new(true),
		Host:          object.Ref(host),
		Cluster:       &types.Cluster{Name: new("Default")},
		StorageDomain: &types.StorageDomain{Name: new("data-001")},
	}, nil)
	if err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, newName)
	if err != nil {
		return err
	}
	vm, err = wait.VmDown(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is %s, and was %s at %s\n", newName, vm.Status, vmName, source)
	return nil
}
