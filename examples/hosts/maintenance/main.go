// Maintenance puts a host into maintenance, which moves its VMs away, and activates it again. It
// shows actions of hosts, and a wait that knows when to give up.
//
//	go run ./examples/hosts/maintenance
//	go run ./examples/hosts/maintenance -host node-1 -reason "new memory"
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("host", "example-host", "name of the host")
	reason := flag.String("reason", "an example", "what others are told")
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
	err = run(ctx, conn, os.Stdout, *name, *reason)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, name)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)

	if err := s.Deactivate(ctx, &services.HostDeactivateParams{Reason: &reason}); err != nil {
		return err
	}
	// A host with a VM that can't move keeps preparing for maintenance until somebody helps.
	host, err = wait.For(ctx, s.Get, wait.HostIn(types.HostStatusMaintenance))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, host.Status)

	if err := s.Activate(ctx, nil); err != nil {
		return err
	}
	host, err = wait.For(ctx, s.Get, wait.Cond(func(h *types.Host) bool {
		return h.Status == types.HostStatusUp || h.Status == types.HostStatusNonOperational
	}))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, host.Status)
	if host.Status != types.HostStatusUp {
		return fmt.Errorf("%s doesn't come up; the engine's events say why", name)
	}
	return nil
}
