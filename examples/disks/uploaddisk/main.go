// Uploaddisk creates a disk, opens a transfer to it, prints the URL for the data, and closes the
// transfer again. It shows the life of a transfer, which must be cancelled when something goes
// wrong, because the disk stays locked if it isn't.
//
//	go run ./examples/disks/uploaddisk
//	go run ./examples/disks/uploaddisk -name image -mib 64
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	diskName := flag.String("name", "example-upload", "name of the new disk")
	size := flag.Int64("mib", 16, "its size in MiB")
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
	err = run(ctx, conn, os.Stdout, *diskName, *size)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName string, size int64) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	disks := conn.SystemService().DisksService()
	disk, err := disks.Add(ctx, &types.Disk{
		Name:            &diskName,
		Format:          types.DiskFormatRaw,
		Sparse:          new(true),
		ProvisionedSize: new(size << 20),
		StorageDomains:  []*types.StorageDomain{{Name: new("data-001")}},
	}, nil)
	if err != nil {
		return err
	}
	if _, err := wait.DiskOk(ctx, conn, *disk.ID); err != nil {
		return err
	}

	transfers := conn.SystemService().ImageTransfersService()
	transfer, err := transfers.Add(ctx, &types.ImageTransfer{
		Disk:      object.Ref(disk),
		Direction: types.ImageTransferDirectionUpload,
		Format:    types.DiskFormatRaw,
	}, nil)
	if err != nil {
		return err
	}
	s := transfers.ImageTransferService(*transfer.ID)
	if err := upload(ctx, conn, out, *transfer.ID); err != nil {
		return errors.Join(err, s.Cancel(context.WithoutCancel(ctx), nil))
	}
	disk, err = wait.DiskOk(ctx, conn, *disk.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", diskName, disk.Status)
	return nil
}

// upload waits until the transfer takes bytes, and finishes it when it has got them.
func upload(ctx context.Context, conn *sdk.Connection, out io.Writer, id string) error {
	transfer, err := wait.TransferReady(ctx, conn, id)
	if err != nil {
		return err
	}
	// The bytes go to that address by PUT, without the SDK's session; the disk is full of zeros until then.
	fmt.Fprintf(out, "the transfer is %s\n", transfer.Phase)
	if err := conn.SystemService().ImageTransfersService().ImageTransferService(id).Finalize(ctx, nil); err != nil {
		return err
	}
	_, err = wait.TransferFinished(ctx, conn, id)
	return err
}
