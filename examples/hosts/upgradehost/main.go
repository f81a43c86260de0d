// Upgradehost checks for updates of a host, and installs them. It shows a check that works in the
// background, and whose result is a field of the host. Check and upgrade take minutes each; the
// host's VMs move away for that time. It must be up.
//
//	go run ./examples/hosts/upgradehost
//	go run ./examples/hosts/upgradehost -host node-1
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
	hostName := flag.String("host", "example-host", "name of the host")
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
	err = run(ctx, conn, os.Stdout, *hostName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, hostName string) error {
	ctx, cancel := context.WithTimeout(ctx, 120*time.Minute)
	defer cancel()
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	if err := s.UpgradeCheck(ctx, nil); err != nil {
		return err
	}
	// The check shows nothing if there are no updates, so that one has to stop waiting for it.
	short, stop := context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	host, err = wait.For(short, s.Get, wait.Cond(func(h *types.Host) bool { return sdk.Value(h.UpdateAvailable) }))
	if err != nil && !errors.Is(err, sdk.ErrTimeout) {
		return err
	}
	fmt.Fprintf(out, "%s has updates: %t\n", hostName, sdk.Value(host.UpdateAvailable))
	if !sdk.Value(host.UpdateAvailable) {
		return nil
	}
	if err := s.Upgrade(ctx, &services.HostUpgradeParams{Reboot: new(true)}); err != nil {
		return err
	}
	host, err = wait.For(ctx, s.Get, wait.Cond(func(h *types.Host) bool { return h.Status == types.HostStatusUp && !sdk.Value(h.UpdateAvailable) }))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, has updates: %t\n", hostName, host.Status, sdk.Value(host.UpdateAvailable))
	return nil
}
