// Sysprep starts a Windows VM for the first time and configures it with Sysprep: computer name,
// domain, administrator's password, locales. It shows a builder that refuses what the engine or
// Windows would refuse.
//
//	go run ./examples/vms/sysprep
//	go run ./examples/vms/sysprep -vm win-7 -domain corp.example.com
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	domain := flag.String("domain", "example.com", "domain to join")
	password := flag.String("password", "secret", "password of the administrator inside, and of who joins the domain")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *vmName, *domain, *password)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, domain, password string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	// Windows has its own names for time zones, so that both are changed together.
	_, err = s.Update(ctx, &types.Vm{
		Os:       &types.OperatingSystem{Type: new("windows_2022")},
		TimeZone: &types.TimeZone{Name: new("GMT Standard Time")},
	}, nil)
	if err != nil {
		return err
	}
	params, err := guest.Sysprep{
		HostName:       "winweb",
		Domain:         domain,
		DomainUser:     "joiner",
		DomainPassword: password,
		AdminPassword:  password,
		Timezone:       "GMT Standard Time",
		SystemLocale:   "en-US",
		OrgName:        "Examples",
	}.StartParams()
	if err != nil {
		return err
	}
	if err := s.Start(ctx, params); err != nil {
		return err
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %s, is %s\n", vmName, sdk.Value(vm.Os.Type), vm.Status)
	return nil
}
