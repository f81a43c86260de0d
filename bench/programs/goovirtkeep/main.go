// Command goovirtkeep lists virtual machines with go-ovirt, which keeps all, and prints the most memory that it had.
//
//	goovirtkeep URL CAFILE NUMBER
package main

import (
	"fmt"
	"os"
	"strconv"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/bench/peak"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	n, err := strconv.ParseInt(os.Args[3], 10, 64)
	if err != nil {
		return err
	}
	conn, err := ovirtsdk.NewConnectionBuilder().URL(os.Args[1]).Username("admin@internal").Password("secret").CAFile(os.Args[2]).Build()
	if err != nil {
		return err
	}
	defer conn.Close()
	resp, err := conn.SystemService().VmsService().List().Max(n).Send()
	if err != nil {
		return err
	}
	vms, found := resp.Vms()
	if !found || int64(len(vms.Slice())) != n {
		return fmt.Errorf("the list is not complete, want %d VMs", n)
	}
	most, err := peak.Resident()
	if err != nil {
		return err
	}
	fmt.Println(most, vms.Slice()[0].MustName())
	return nil
}
