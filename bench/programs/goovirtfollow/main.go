// Command goovirtfollow prints the virtual machines with their hosts, with go-ovirt; it follows a link for that.
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
		link, found := vm.Host()
		if !found {
			continue
		}
		object, err := conn.FollowLink(link)
		if err != nil {
			return err
		}
		host, ok := object.(*ovirtsdk.Host)
		if !ok {
			return fmt.Errorf("a host's link gave a %T", object)
		}
		name, _ := vm.Name()
		hostName, _ := host.Name()
		fmt.Println(name, hostName)
	}
	return nil
}
