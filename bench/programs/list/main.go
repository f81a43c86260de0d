// Command list prints the names of the virtual machines, with this SDK.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	conn, err := sdk.Connect(ctx, sdk.Config{URL: os.Args[1], Username: os.Args[2], Password: os.Args[3]})
	if err != nil {
		return err
	}
	defer conn.Close()
	vms, err := conn.SystemService().VmsService().List(ctx, nil)
	if err != nil {
		return err
	}
	for _, vm := range vms {
		fmt.Println(sdk.Value(vm.Name))
	}
	return nil
}
