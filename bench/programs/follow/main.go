// Command follow prints the virtual machines with their hosts, with this SDK; it follows a link for that.
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
		if vm.Host == nil {
			continue
		}
		host, err := sdk.Follow(ctx, conn, vm.Host)
		if err != nil {
			return err
		}
		fmt.Println(sdk.Value(vm.Name), sdk.Value(host.Name))
	}
	return nil
}
