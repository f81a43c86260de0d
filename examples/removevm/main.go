// Removevm removes a VM but keeps its disks, which float around without a VM then. It shows DetachOnly, and waiting for the end
// of something.
//
//	go run ./examples/removevm
//	go run ./examples/removevm -vm myvm
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM, which must be down")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Remove(ctx, &services.VmRemoveParams{DetachOnly: new(true)}); err != nil {
		return err
	}
	if err := wait.VmGone(ctx, conn, *vm.ID); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is gone\n", vmName)
	for _, a := range attachments {
		disk, err := conn.SystemService().DisksService().DiskService(*a.ID).Get(ctx, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is %s and has no VM\n", sdk.Value(disk.Alias), disk.Status)
	}
	return nil
}
