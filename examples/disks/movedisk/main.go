// Movedisk creates an NFS storage domain, attaches it to the data center, and moves a disk there.
// It shows three steps, each of which must be finished before the next one may begin.
//
//	go run ./examples/disks/movedisk
//	go run ./examples/disks/movedisk -disk archive -server nfs.example.com -path /exports/data-2
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
	diskName := flag.String("disk", "example-db-1-disk", "name of the disk, which no running VM may use")
	server := flag.String("server", "nfs.localdomain", "NFS server")
	path := flag.String("path", "/exports/data-002", "path there")
	hostName := flag.String("host", "example-host", "host that makes the domain")
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
	err = run(ctx, conn, os.Stdout, *diskName, *server, *path, *hostName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName, server, path, hostName string) error {
	ctx, cancel := context.WithTimeout(ctx, 120*time.Minute)
	defer cancel()
	domains := conn.SystemService().StorageDomainsService()
	domain, err := domains.Add(ctx, &types.StorageDomain{
		Name:    new("example-data"),
		Type:    types.StorageDomainTypeData,
		Host:    &types.Host{Name: &hostName},
		Storage: &types.HostStorage{Type: types.StorageTypeNfs, Address: &server, Path: &path},
	}, nil)
	if err != nil {
		return err
	}
	if _, err := wait.StorageDomainUnattached(ctx, conn, *domain.ID); err != nil {
		return err
	}

	center, err := find.First(conn.SystemService().DataCentersService().All(ctx, nil))
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
	fmt.Fprintf(out, "%s is active\n", sdk.Value(domain.Name))

	disk, err := find.ByName(ctx, conn.SystemService().DisksService().All, diskName)
	if err != nil {
		return err
	}
	s := conn.SystemService().DisksService().DiskService(*disk.ID)
	if err := s.Move(ctx, &services.DiskMoveParams{StorageDomain: object.Ref(domain)}); err != nil {
		return err
	}
	disk, err = wait.DiskOk(ctx, conn, *disk.ID)
	if err != nil {
		return err
	}
	place, err := sdk.Follow(ctx, conn, disk.StorageDomains[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is on %s\n", diskName, sdk.Value(place.Name))
	return nil
}
