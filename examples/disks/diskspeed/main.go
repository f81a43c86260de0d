// Diskspeed limits how fast VMs may write to disks: it creates a QoS in the data center, a disk
// profile with it in the storage domain, and assigns the profile to a disk. It shows how three
// objects refer to each other.
//
//	go run ./examples/disks/diskspeed
//	go run ./examples/disks/diskspeed -disk archive -iops 500
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
	diskName := flag.String("disk", "example-db-1-disk", "name of the disk")
	iops := flag.Int64("iops", 1000, "how many operations a second it may have")
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
	err = run(ctx, conn, os.Stdout, *diskName, *iops)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName string, iops int64) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	disk, err := find.ByName(ctx, conn.SystemService().DisksService().All, diskName)
	if err != nil {
		return err
	}
	domain, err := sdk.Follow(ctx, conn, disk.StorageDomains[0])
	if err != nil {
		return err
	}
	qualities := conn.SystemService().DataCentersService().DataCenterService(*domain.DataCenters[0].ID).QossService()
	quality, err := qualities.Add(ctx, &types.Qos{Name: new("example-slow"), Type: types.QosTypeStorage, MaxIops: &iops}, nil)
	if err != nil {
		return err
	}
	profile, err := conn.SystemService().DiskProfilesService().Add(ctx, &types.DiskProfile{
		Name:          new("example-slow"),
		StorageDomain: object.Ref(domain),
		Qos:           object.Ref(quality),
	}, nil)
	if err != nil {
		return err
	}
	s := conn.SystemService().DisksService().DiskService(*disk.ID)
	if _, err := s.Update(ctx, &types.Disk{DiskProfile: object.Ref(profile)}, nil); err != nil {
		return err
	}
	disk, err = wait.DiskOk(ctx, conn, *disk.ID)
	if err != nil {
		return err
	}
	profile, err = sdk.Follow(ctx, conn, disk.DiskProfile)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s has the profile %s with %d operations a second\n", diskName, sdk.Value(profile.Name), *quality.MaxIops)
	return nil
}
