// Detachdomain removes a storage domain in the order that the engine requires: maintenance, detach,
// remove. It shows that the same domain has two paths, and that only the one below the data center
// shows whether it is active.
//
//	go run ./examples/storage/detachdomain
//	go run ./examples/storage/detachdomain -domain old -format=false
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
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("domain", "example-old", "name of the domain; one is made if there is none")
	format := flag.Bool("format", true, "erase it; otherwise it may be imported again")
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
	err = run(ctx, conn, os.Stdout, *name, *format)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

// patient makes a call wait for what takes long, and repeat what the engine refuses for the time being.
var patient = []call.Option{
	call.Timeout(30 * time.Minute),
	call.Retry(call.RetryPolicy{Attempts: 20, FirstPause: 5 * time.Second, LastPause: time.Minute, Conflicts: true}),
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string, format bool) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	domains := conn.SystemService().StorageDomainsService()
	domain, err := find.ByName(ctx, domains.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		domain, err = attach(ctx, conn, name)
	}
	if err != nil {
		return err
	}
	if len(domain.DataCenters) > 0 {
		centers := conn.SystemService().DataCentersService()
		s := centers.DataCenterService(*domain.DataCenters[0].ID).StorageDomainsService().StorageDomainService(*domain.ID)
		domain, err = s.Get(ctx, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is %s\n", name, domain.Status)
		// The engine refuses while it still works on the domain, and answers once it is done.
		if err := s.Deactivate(ctx, nil, patient...); err != nil {
			return err
		}
		domain, err = wait.StorageDomainMaintenance(ctx, conn, *domain.DataCenter.ID, *domain.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is in %s\n", name, domain.Status)
		if err := s.Remove(ctx, nil, patient...); err != nil {
			return err
		}
		// It is gone from the data center when it isn't found there any more.
		if err := wait.Gone(ctx, s.Get); err != nil {
			return err
		}
	}
	host, err := find.First(find.Where(conn.SystemService().HostsService().All(ctx, nil), find.Match{"status": "up"}))
	if err != nil {
		return err
	}
	s := domains.StorageDomainService(*domain.ID)
	if err := s.Remove(ctx, &services.StorageDomainRemoveParams{Host: host.Name, Format: &format}, patient...); err != nil {
		return err
	}
	if err := wait.Gone(ctx, s.Get); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is gone\n", name)
	return nil
}

// attach makes a storage domain in the data center Default, to have one that may go.
func attach(ctx context.Context, conn *sdk.Connection, name string) (*types.StorageDomain, error) {
	domain, err := conn.SystemService().StorageDomainsService().Add(ctx, &types.StorageDomain{
		Name:    &name,
		Type:    types.StorageDomainTypeData,
		Host:    &types.Host{Name: new("example-host")},
		Storage: &types.HostStorage{Type: types.StorageTypeNfs, Address: new("nfs.localdomain"), Path: new("/exports/old")},
	}, nil)
	if err != nil {
		return nil, err
	}
	center, err := find.ByName(ctx, conn.SystemService().DataCentersService().All, "Default")
	if err != nil {
		return nil, err
	}
	s := conn.SystemService().DataCentersService().DataCenterService(*center.ID).StorageDomainsService()
	if _, err := s.Add(ctx, object.Ref(domain), nil); err != nil {
		return nil, err
	}
	if _, err := wait.StorageDomainActive(ctx, conn, *center.ID, *domain.ID); err != nil {
		return nil, err
	}
	return conn.SystemService().StorageDomainsService().StorageDomainService(*domain.ID).Get(ctx, nil)
}
