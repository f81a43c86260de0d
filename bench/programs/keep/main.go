// Command keep lists virtual machines with this SDK, keeps all, and prints the most memory that it had.
//
//	keep URL CAFILE NUMBER
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/ovirt-go/ovirt/bench/peak"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	n, err := strconv.ParseInt(os.Args[3], 10, 64)
	if err != nil {
		return err
	}
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL: os.Args[1], Username: "admin@internal", Password: "secret", CAFile: os.Args[2], NoCompression: true,
	})
	if err != nil {
		return err
	}
	defer conn.Close()
	vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Max: &n})
	if err != nil {
		return err
	}
	if int64(len(vms)) != n {
		return fmt.Errorf("%d VMs were listed, want %d", len(vms), n)
	}
	most, err := peak.Resident()
	if err != nil {
		return err
	}
	fmt.Println(most, *vms[0].Name)
	return nil
}
