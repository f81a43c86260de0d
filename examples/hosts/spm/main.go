// Spm makes another host of a data center the storage pool manager. It shows a search for hosts by
// role, and a wait for a field other than the status.
//
//	go run ./examples/hosts/spm
//	go run ./examples/hosts/spm -host node-2
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
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	hosts := conn.SystemService().HostsService()
	s := hosts.HostService(*host.ID)
	if host.Spm.Status != types.SpmStatusSpm {
		if err := s.ForceSelectSpm(ctx, nil); err != nil {
			return err
		}
		if _, err := wait.For(ctx, s.Get, wait.Cond(func(h *types.Host) bool { return h.Spm.Status == types.SpmStatusSpm })); err != nil {
			return err
		}
	}
	for host, err := range hosts.All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(host.Name), host.Spm.Status)
	}
	return nil
}
