// Addrole creates a role from single permits, by name. It shows where the names of permits come
// from: the role that has them all.
//
//	go run ./examples/access/addrole
//	go run ./examples/access/addrole -name Operator run_vm stop_vm
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
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "ExampleOperator", "name of the role")
	names := flag.String("permits", "run_vm,stop_vm,reboot_vm,connect_to_vm", "what it permits")
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
	err = run(ctx, conn, os.Stdout, *name, *names)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, names string) error {
	all, err := find.ByName(ctx, conn.SystemService().RolesService().All, "SuperUser")
	if err != nil {
		return err
	}
	permits, err := sdk.FollowAll(ctx, conn, all, rel.RolePermits)
	if err != nil {
		return err
	}
	ids := map[string]*string{}
	for _, permit := range permits {
		ids[sdk.Value(permit.Name)] = permit.ID
	}
	want := &types.Role{Name: &name, Administrative: new(false)}
	for permit := range strings.SplitSeq(names, ",") {
		if ids[permit] == nil {
			return fmt.Errorf("no permit is named %q", permit)
		}
		want.Permits = append(want.Permits, &types.Permit{ID: ids[permit]})
	}
	role, err := conn.SystemService().RolesService().Add(ctx, want, nil)
	if err != nil {
		return err
	}
	for permit, err := range conn.SystemService().RolesService().RoleService(*role.ID).PermitsService().All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", name, sdk.Value(permit.Name))
	}
	return nil
}
