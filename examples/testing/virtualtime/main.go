// Virtualtime shuts a VM down, and cuts its power if that takes too long. It shows a test in
// virtual time: main_test.go waits the whole ten minutes, in a few milliseconds, because neither
// the program nor the simulated engine uses the real clock there.
//
//	go run ./examples/testing/virtualtime
//	go run ./examples/testing/virtualtime -vm myvm -within 2m
//	go test ./examples/testing/virtualtime
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
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vm := flag.String("vm", "example-app-1", "name of a VM that is up")
	within := flag.Duration("within", 10*time.Minute, "how long to wait for it")
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
	err = run(ctx, conn, os.Stdout, *vm, *within)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, name string, within time.Duration,
) error {
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, name)
	if err != nil {
		return err
	}
	s := vms.VmService(*vm.ID)
	if err := s.Shutdown(ctx, nil); err != nil {
		return err
	}
	began := time.Now()
	vm, err = wait.VmDown(ctx, conn, *vm.ID, wait.Within(within))
	if errors.Is(err, sdk.ErrTimeout) {
		fmt.Fprintf(out, "%s: not down after %v; cutting its power\n", name, time.Since(began).Round(time.Minute))
		if err := s.Stop(ctx, nil); err != nil {
			return err
		}
		vm, err = wait.VmDown(ctx, conn, *vm.ID)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, vm.Status)
	return nil
}
