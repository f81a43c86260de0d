// Command stream lists virtual machines with this SDK, keeps none, and prints the most memory that it had.
//
//	stream URL CAFILE NUMBER
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/ovirt-go/ovirt/bench/peak"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
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
	var seen, named int64
	err = conn.SystemService().VmsService().Each(ctx, &services.VmsListParams{Max: &n}, func(vm *types.Vm) error {
		seen++
		if vm.Name != nil {
			named++
		}
		return nil
	})
	if err != nil {
		return err
	}
	if seen != n || named != n {
		return fmt.Errorf("%d VMs were listed, %d with a name, want %d", seen, named, n)
	}
	most, err := peak.Resident()
	if err != nil {
		return err
	}
	fmt.Println(most)
	return nil
}
