// Sparsify frees the space that guests no longer use, on all thin raw disks of a VM. It shows a
// filter over a list, and work on one object after the other.
//
//	go run ./examples/disks/sparsify
//	go run ./examples/disks/sparsify -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM, which must be down")
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
	ctx, cancel := context.WithTimeout(ctx, 120*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	list, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	for _, a := range list {
		s := conn.SystemService().DisksService().DiskService(*a.ID)
		disk, err := s.Get(ctx, nil)
		if err != nil {
			return err
		}
		// Engines sparsify neither disks that are allocated whole nor those in the format of qcow2.
		if disk.StorageType != types.DiskStorageTypeImage || !sdk.Value(disk.Sparse) || disk.Format != types.DiskFormatRaw {
			fmt.Fprintf(out, "%s: not thin and raw\n", sdk.Value(disk.Alias))
			continue
		}
		if err := s.Sparsify(ctx, nil); err != nil {
			return err
		}
		disk, err = wait.DiskOk(ctx, conn, *disk.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: sparsified\n", sdk.Value(disk.Alias))
	}
	return nil
}
