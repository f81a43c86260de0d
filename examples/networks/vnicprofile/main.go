// Vnicprofile selects a vNIC profile by data center and prints its network. It shows why the name
// alone doesn't do: every data center has a network ovirtmgmt with a profile of that name.
//
//	go run ./examples/networks/vnicprofile
//	go run ./examples/networks/vnicprofile -datacenter Berlin -profile backup
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
)

func main() {
	dataCenter := flag.String("datacenter", "Default", "name of the data center")
	profile := flag.String("profile", "ovirtmgmt", "name of the vNIC profile")
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
	err = run(ctx, conn, os.Stdout, *dataCenter, *profile)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, dataCenter, name string) error {
	_, err := find.ByName(ctx, conn.SystemService().VnicProfilesService().All, name)
	switch {
	case errors.Is(err, find.ErrAmbiguous):
		fmt.Fprintln(out, err)
	case err != nil:
		return err
	}

	profile, err := find.VnicProfile(ctx, conn, dataCenter, name)
	if err != nil {
		return err
	}
	network, err := sdk.Follow(ctx, conn, profile.Network)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "data center %s: profile %s of network %s\n", dataCenter, name, sdk.Value(network.Name))
	return nil
}
