// Addhost adds a host to a cluster: the engine logs in by SSH, installs what it needs, and may
// reboot the machine. It shows a wait that reports progress, and fails as soon as the host can't
// come up any more.
//
//	go run ./examples/hosts/addhost
//	go run ./examples/hosts/addhost -name node-7 -address node-7.example.com -password secret
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("name", "example-host-2", "name of the host")
	address := flag.String("address", "example-host-2.localdomain", "its address")
	password := flag.String("password", "secret", "password of its root")
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
	err = run(ctx, conn, os.Stdout, *name, *address, *password)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
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
	last := ""
	host, err = wait.HostUp(ctx, conn, *host.ID, wait.Progress(func(look wait.Look) {
		if look.State != last {
			last = look.State
			fmt.Fprintf(out, "%s: %s\n", name, last)
		}
	}))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s has %d GiB of memory\n", name, sdk.Value(host.Memory)>>30)
	return nil
}
