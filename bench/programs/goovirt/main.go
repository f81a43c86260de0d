// Command goovirt prints the names of the virtual machines, with go-ovirt.
package main

import (
	"fmt"
	"os"

	ovirtsdk "github.com/ovirt/go-ovirt"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	conn, err := ovirtsdk.NewConnectionBuilder().URL(os.Args[1]).Username(os.Args[2]).Password(os.Args[3]).Build()
	if err != nil {
		return err
	}
	defer conn.Close()
	resp, err := conn.SystemService().VmsService().List().Send()
	if err != nil {
		return err
	}
	vms, found := resp.Vms()
	if !found {
		return nil
	}
	for _, vm := range vms.Slice() {
		name, _ := vm.Name()
		fmt.Println(name)
	}
	return nil
}
