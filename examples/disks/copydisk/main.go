// Copydisk copies a disk to a storage domain under another name. It shows an action that creates an
// object without returning its ID: it is found by its name, which therefore must be new.
//
//	go run ./examples/disks/copydisk
//	go run ./examples/disks/copydisk -disk archive -name archive-2 -domain data-2
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
	diskName := flag.String("disk", "example-db-1-disk", "name of the disk")
	copyName := flag.String("name", "example-copy", "name of the copy")
	domainName := flag.String("domain", "data-001", "storage domain to copy it to")
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
	err = run(ctx, conn, os.Stdout, *diskName, *copyName, *domainName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName, copyName, domainName string) error {
	ctx, cancel := context.WithTimeout(ctx, 120*time.Minute)
	defer cancel()
	disks := conn.SystemService().DisksService()
	if _, err := find.ByName(ctx, disks.All, copyName); !errors.Is(err, sdk.ErrNotFound) {
		return errors.Join(fmt.Errorf("disk %s isn't new", copyName), err)
	}
	disk, err := find.ByName(ctx, disks.All, diskName)
	if err != nil {
		return err
	}
	// What ran before may still have the disk locked.
	if _, err := wait.DiskOk(ctx, conn, *disk.ID); err != nil {
		return err
	}
	domain, err := find.ByName(ctx, conn.SystemService().StorageDomainsService().All, domainName)
	if err != nil {
		return err
	}
	err = disks.DiskService(*disk.ID).Copy(ctx, &services.DiskCopyParams{
		Disk:          &types.Disk{Name: &copyName},
		StorageDomain: object.Ref(domain),
	})
	if err != nil {
		return err
	}
	disk, err = find.ByName(ctx, disks.All, copyName)
	if err != nil {
		return err
	}
	disk, err = wait.DiskOk(ctx, conn, *disk.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, %d GiB on %s\n", copyName, disk.Status, *disk.ProvisionedSize>>30, domainName)
	return nil
}
