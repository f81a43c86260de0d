// Protect marks a VM as one that must not be deleted, tries to delete it nevertheless, and prints why that doesn't work. It shows
// a refusal that is expected: the engine's own words are in the fault.
//
//	go run ./examples/vms/protect
//	go run ./examples/vms/protect -vm myvm
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if _, err := s.Update(ctx, &types.Vm{DeleteProtected: new(true)}, nil); err != nil {
		return err
	}
	err = s.Remove(ctx, nil)
	if err == nil {
		return fmt.Errorf("%s is gone", vmName)
	}
	if !errors.Is(err, sdk.ErrConflict) {
		return err
	}
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
		fmt.Fprintf(out, "%s stays: %s\n", vmName, sdk.Value(e.Fault.Detail))
	}
	return nil
}
