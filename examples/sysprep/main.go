// Sysprep starts a Windows VM for the first time and has it set up by sysprep: computer name, domain, administrator's password,
// locales. It shows that what a guest is told belongs to one start only.
//
//	go run ./examples/sysprep
//	go run ./examples/sysprep -vm win-7 -domain corp.example.com
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	domain := flag.String("domain", "example.com", "domain to join")
	password := flag.String("password", "secret", "password of the administrator inside")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName, *domain, *password)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, domain, password string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	_, err = s.Update(ctx, &types.Vm{Os: &types.OperatingSystem{Type: new("windows_2022")}}, nil)
	if err != nil {
		return err
	}
	err = s.Start(ctx, &services.VmStartParams{
		UseSysprep: new(true),
		Vm: &types.Vm{Initialization: &types.Initialization{
			HostName:     &vmName,
			Domain:       &domain,
			RootPassword: &password,
			Timezone:     new("GMT Standard Time"),
			SystemLocale: new("en-US"),
			UserLocale:   new("en-US"),
			InputLocale:  new("en-US"),
			OrgName:      new("Examples"),
		}},
	})
	if err != nil {
		return err
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %s, is %s\n", vmName, sdk.Value(vm.Os.Type), vm.Status)
	return nil
}
