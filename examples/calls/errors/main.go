// Errors makes mistakes on purpose and distinguishes them: errors.Is tells what to do by the class
// of an error, and the fields of sdk.Error have the details, in the engine's own words. It changes
// nothing.
//
//	go run ./examples/calls/errors
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
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
	err = run(ctx, conn, os.Stdout)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	vms := conn.SystemService().VmsService()

	// No VM has the id that consists of ones.
	_, err := vms.VmService("11111111-1111-1111-1111-111111111111").Get(ctx, nil)
	explain(out, "a VM that isn't there", err)

	// An empty id is found before anything is sent.
	_, err = vms.VmService("").Get(ctx, nil)
	explain(out, "an empty id", err)

	// A VM needs a name. What the engine demands is told by the documentation of Add.
	_, err = vms.Add(ctx, &types.Vm{
		Cluster:  &types.Cluster{Name: new("Default")},
		Template: &types.Template{Name: new("Blank")},
	}, nil)
	explain(out, "a VM without a name", err)

	// The engine looks for what a request refers to, and says what it missed.
	_, err = vms.Add(ctx, &types.Vm{
		Name:     new("example-refused"),
		Cluster:  &types.Cluster{Name: new("no such cluster")},
		Template: &types.Template{Name: new("Blank")},
	}, nil)
	explain(out, "a cluster that isn't there", err)

	// Each engine has some roles from the beginning, which can't be removed.
	roles := conn.SystemService().RolesService()
	role, err := find.ByName(ctx, roles.All, "UserRole")
	if err != nil {
		return err
	}
	explain(out, "removing the role UserRole", roles.RoleService(*role.ID).Remove(ctx, nil))
	return nil
}

// explain prints what a program can know about an error.
func explain(out io.Writer, what string, err error) {
	class := "something else"
	switch {
	case err == nil:
		class = "no error"
	case errors.Is(err, sdk.ErrNotFound):
		class = "not found"
	case errors.Is(err, sdk.ErrConflict):
		class = "conflict"
	case errors.Is(err, sdk.ErrInvalid):
		class = "invalid"
	}
	fmt.Fprintf(out, "%s: %s\n", what, class)
	e, ok := errors.AsType[*sdk.Error](err)
	if !ok {
		return
	}
	fmt.Fprintf(out, "  %s, status %d\n", e.Op, e.Status)
	if e.Fault != nil {
		fmt.Fprintf(out, "  %s: %s\n", sdk.Value(e.Fault.Reason), sdk.Value(e.Fault.Detail))
	}
}
