// Iscsidomain creates a storage domain on a logical unit that a host sees at an iSCSI target. It
// shows how to find a unit that is unused: by what the host reports of each unit.
//
//	go run ./examples/storage/iscsidomain
//	go run ./examples/storage/iscsidomain -host node-1 -address san.example.com -name fast
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
	hostName := flag.String("host", "example-host", "host that looks for storage")
	address := flag.String("address", "san.localdomain", "address of the portal")
	name := flag.String("name", "example-iscsi", "name of the new domain")
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
	err = run(ctx, conn, os.Stdout, *hostName, *address, *name)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, hostName, address, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	targets, err := s.DiscoverIscsi(ctx, &services.HostDiscoverIscsiParams{Iscsi: &types.IscsiDetails{Address: &address}})
	if err != nil {
		return err
	}
	for _, target := range targets {
		if err := s.IscsiLogin(ctx, &services.HostIscsiLoginParams{Iscsi: target}); err != nil {
			return err
		}
	}
	var free []*types.LogicalUnit
	for storage, err := range s.StorageService().All(ctx, &services.HostStorageListParams{ReportStatus: new(true)}) {
		if err != nil {
			return err
		}
		for _, unit := range storage.LogicalUnits {
			fmt.Fprintf(out, "%d GiB at %s: %s\n", sdk.Value(unit.Size)>>30, sdk.Value(unit.Target), unit.Status)
			if unit.Status == types.LunStatusFree {
				free = append(free, &types.LogicalUnit{ID: unit.ID})
			}
		}
	}
	if len(free) == 0 {
		return errors.New("no unit is free")
	}
	domains := conn.SystemService().StorageDomainsService()
	domain, err := domains.Add(ctx, &types.StorageDomain{
		Name:    &name,
		Type:    types.StorageDomainTypeData,
		Host:    object.Ref(host),
		Storage: &types.HostStorage{Type: types.StorageTypeIscsi, LogicalUnits: free[:1]},
	}, nil)
	if err != nil {
		return err
	}
	domain, err = wait.StorageDomainUnattached(ctx, conn, *domain.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, domain.Status)
	return nil
}
