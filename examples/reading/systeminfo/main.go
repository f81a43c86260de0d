// Systeminfo prints what the API says about itself: product, version, time, and how many objects of
// each kind there are. It shows the object at the entry point of the API.
//
//	go run ./examples/reading/systeminfo
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
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
	err = run(ctx, conn, os.Stdout)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	version := api.ProductInfo.Version
	fmt.Fprintf(out, "%s, version %d.%d.%d\n", sdk.Value(api.ProductInfo.Name), sdk.Value(version.Major), sdk.Value(version.Minor),
		sdk.Value(version.Build))
	fmt.Fprintf(out, "clocks differ by %v\n", time.Since(sdk.Value(api.Time)).Round(time.Minute))
	for _, line := range []struct {
		what  string
		count *types.ApiSummaryItem
	}{
		{"VMs", api.Summary.Vms},
		{"hosts", api.Summary.Hosts},
		{"storage domains", api.Summary.StorageDomains},
		{"users", api.Summary.Users},
	} {
		fmt.Fprintf(out, "%s: %d, %d active\n", line.what, sdk.Value(line.count.Total), sdk.Value(line.count.Active))
	}
	return nil
}
