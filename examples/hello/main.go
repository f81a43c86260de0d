// Hello lists the VMs of an engine with status, memory and IP addresses. It changes nothing.
//
//	go run ./examples/hello
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	ctx := context.Background()
	cfg, err := sdk.ConfigFromEnv() // OVIRT_URL, OVIRT_USERNAME, OVIRT_PASSWORD, OVIRT_CAFILE
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}

	params := &services.VmsListParams{Follow: rel.Follow(rel.VmReportedDevices)}
	for vm, err := range conn.SystemService().VmsService().All(ctx, params) {
		if err != nil {
			conn.Close()
			log.Fatal(err)
		}
		ips := wait.AddressFilter{}.Of(vm.ReportedDevices) // from the agent in the guest
		memory := sdk.Value(vm.Memory) >> 20
		fmt.Printf("%-24s %-12s %6d MiB %v\n", sdk.Value(vm.Name), vm.Status, memory, ips)
	}
	conn.Close() // logs out
}
