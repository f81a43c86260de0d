// Followlinks reads a VM with its NICs and disks in three ways: by requests along the links, by one
// request with the follow parameter, and by the services. What is followed is a typed value: a
// relation of hosts doesn't compile here.
//
//	go run ./examples/reading/followlinks
//	go run ./examples/reading/followlinks -vm myvm
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
	vm := flag.String("vm", "example-db-1", "name of the VM")
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
	err = run(ctx, conn, os.Stdout, *vm)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, name)
	if err != nil {
		return err
	}

	fmt.Fprintln(out, "along the links, a request each:")
	cluster, err := sdk.Follow(ctx, conn, vm.Cluster)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  cluster %s\n", sdk.Value(cluster.Name))
	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
	if err != nil {
		return err
	}
	for _, nic := range nics {
		fmt.Fprintf(out, "  nic %s\n", sdk.Value(nic.Name))
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	for _, attachment := range attachments {
		disk, err := sdk.Follow(ctx, conn, attachment.Disk)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  disk %s\n", sdk.Value(disk.Name))
	}

	fmt.Fprintln(out, "all in one answer:")
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	full, err := s.Get(ctx, &services.VmGetParams{
		Follow: rel.Follow(rel.VmCluster, rel.VmNics, rel.Then(rel.VmDiskAttachments, rel.DiskAttachmentDisk)),
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  cluster %s\n", sdk.Value(full.Cluster.Name))
	for _, nic := range full.Nics {
		fmt.Fprintf(out, "  nic %s\n", sdk.Value(nic.Name))
	}
	for _, attachment := range full.DiskAttachments {
		fmt.Fprintf(out, "  disk %s\n", sdk.Value(attachment.Disk.Name))
	}

	fmt.Fprintln(out, "by the services:")
	nics, err = s.NicsService().List(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  %d nics\n", len(nics))
	return nil
}
