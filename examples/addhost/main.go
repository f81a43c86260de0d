// Addhost brings a new host into a cluster: the engine logs in by SSH, installs what it needs, and may reboot the machine. It
// shows a wait that ends at success and at each of the ways to fail.
//
//	go run ./examples/addhost
//	go run ./examples/addhost -name node-7 -address node-7.example.com -password secret
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example-host-2", "name of the host")
	address := flag.String("address", "example-host-2.localdomain", "its address")
	password := flag.String("password", "secret", "password of its root")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *name, *address, *password)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, address, password string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	hosts := conn.SystemService().HostsService()
	host, err := hosts.Add(ctx, &types.Host{
		Name:         &name,
		Address:      &address,
		RootPassword: &password,
		Cluster:      &types.Cluster{Name: new("Default")},
	}, &services.HostsAddParams{Activate: new(true), Reboot: new(false)})
	if err != nil {
		return err
	}
	var last types.HostStatus
	host, err = sdk.WaitFor(ctx, hosts.HostService(*host.ID).Get, func(h *types.Host) bool {
		if h.Status != last {
			last = h.Status
			fmt.Fprintf(out, "%s: %s\n", name, last)
		}
		switch h.Status {
		case types.HostStatusUp, types.HostStatusInstallFailed, types.HostStatusNonOperational, types.HostStatusNonResponsive:
			return true
		}
		return false
	})
	if err != nil {
		return err
	}
	if host.Status != types.HostStatusUp {
		return fmt.Errorf("%s is %s; the engine's events say why", name, host.Status)
	}
	return nil
}
