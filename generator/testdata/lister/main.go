// Command lister lists the VMs of an engine, with the names of their NICs. The test of complete modules copies it into one.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL:      os.Getenv("OVIRT_URL"),
		Username: os.Getenv("OVIRT_USERNAME"),
		Password: os.Getenv("OVIRT_PASSWORD"),
		CAFile:   os.Getenv("OVIRT_CA_FILE"),
	})
	if err != nil {
		return err
	}
	defer conn.Close()
	vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Follow: rel.Follow(rel.VmNics)})
	if err != nil {
		return err
	}
	for _, vm := range vms {
		fmt.Printf("%s: %s, %d NICs\n", sdk.Value(vm.Name), vm.Status, len(vm.Nics))
	}
	return nil
}
