// Snapshotdisks takes a snapshot of some of a VM's disks, those whose names match. It shows how to
// specify the disks of a snapshot, and that they are read below it.
//
//	go run ./examples/snapshots/snapshotdisks
//	go run ./examples/snapshots/snapshotdisks -vm myvm -disks 'db-*'
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	pattern := flag.String("disks", "*-disk", "which disks, with * for any text")
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
	err = run(ctx, conn, os.Stdout, *vmName, *pattern)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, pattern string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	list := s.DiskAttachmentsService().All(ctx, &services.DiskAttachmentsListParams{Follow: rel.Follow(rel.DiskAttachmentDisk)})
	want := &types.Snapshot{Description: new("disks " + pattern), PersistMemorystate: new(false)}
	for a, err := range find.Where(list, find.Match{"disk.alias": pattern}) {
		if err != nil {
			return err
		}
		want.DiskAttachments = append(want.DiskAttachments, &types.DiskAttachment{Disk: object.Ref(a.Disk)})
	}
	if want.DiskAttachments == nil {
		return fmt.Errorf("%s has no disk like %s", vmName, pattern)
	}
	snapshot, err := s.SnapshotsService().Add(ctx, want, nil)
	if err != nil {
		return err
	}
	if _, err := wait.SnapshotOk(ctx, conn, *vm.ID, *snapshot.ID); err != nil {
		return err
	}
	for disk, err := range s.SnapshotsService().SnapshotService(*snapshot.ID).DisksService().All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s holds %s\n", sdk.Value(snapshot.Description), sdk.Value(disk.Alias))
	}
	return nil
}
