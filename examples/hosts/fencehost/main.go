// Fencehost configures power management of a host, reads its power status, and restarts it. It
// shows that power management needs an agent first, an action with a result, and how to repeat a
// call that is refused for a while: an engine fences no host in its first five minutes. Another
// host of the data center must be up, for it is that one that talks to the power switch.
//
//	go run ./examples/hosts/fencehost
//	go run ./examples/hosts/fencehost -host node-1 -agent 192.0.2.9
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	hostName := flag.String("host", "example-host", "name of the host")
	address := flag.String("agent", "192.0.2.9", "address of its management board")
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
	err = run(ctx, conn, os.Stdout, *hostName, *address)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, hostName, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	_, err = s.FenceAgentsService().Add(ctx, &types.Agent{
		Type:     new("ipmilan"),
		Address:  &address,
		Username: new("admin"),
		Password: new("secret"),
		Order:    new(int64(1)),
	}, nil)
	if err != nil {
		return err
	}
	if _, err := s.Update(ctx, &types.Host{PowerManagement: &types.PowerManagement{Enabled: new(true)}}, nil); err != nil {
		return err
	}
	power, err := s.Fence(ctx, &services.HostFenceParams{FenceType: new("status")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is switched %s\n", hostName, power.Status)

	// Engines fence no host in their first five minutes. The pauses are half of the bound on
	// average.
	patient := call.Retry(call.RetryPolicy{
		Attempts: 60, FirstPause: 15 * time.Second, LastPause: 15 * time.Second, Conflicts: true,
	})
	if _, err := s.Fence(ctx, &services.HostFenceParams{FenceType: new("restart")}, patient); err != nil {
		return err
	}
	// The engine has said that the host reboots when Fence returns, so that this doesn't see it as
	// it was.
	host, err = wait.HostUp(ctx, conn, *host.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is %s again\n", hostName, host.Status)
	return nil
}
