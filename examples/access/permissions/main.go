// Permissions grants a user a role on a VM, lists who has which role there, and on request revokes
// it. It shows the permissions of an object, and that they refer to roles and users by ID.
//
//	go run ./examples/access/permissions
//	go run ./examples/access/permissions -vm myvm -user jane@example.com-authz -role UserVmManager -revoke
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM")
	user := flag.String("user", "admin@internal-authz", "login name of the user")
	role := flag.String("role", "UserRole", "name of the role")
	revoke := flag.Bool("revoke", false, "take the role back in the end")
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
	err = run(ctx, conn, os.Stdout, *vm, *user, *role, *revoke)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, userName, roleName string, revoke bool) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// Engines have no pages of users, so that all are read at once.
	users, err := conn.SystemService().UsersService().List(ctx, nil)
	if err != nil {
		return err
	}
	var user *types.User
	for _, u := range users {
		if sdk.Value(u.UserName) == userName {
			user = u
		}
	}
	var role *types.Role
	for r, err := range conn.SystemService().RolesService().All(ctx, nil) {
		if err != nil {
			return err
		}
		if sdk.Value(r.Name) == roleName {
			role = r
		}
	}
	if user == nil || role == nil {
		return fmt.Errorf("there is no user %q or no role %q", userName, roleName)
	}

	permissions := conn.SystemService().VmsService().VmService(*vm.ID).PermissionsService()
	granted, err := permissions.Add(ctx, &types.Permission{
		Role: &types.Role{ID: role.ID},
		User: &types.User{ID: user.ID},
	}, nil)
	if err != nil {
		return err
	}
	list, err := permissions.List(ctx, &services.AssignedPermissionsListParams{Follow: rel.Follow(rel.PermissionRole)})
	if err != nil {
		return err
	}
	for _, p := range list {
		// Groups have permissions, too; and those of the objects above the VM are listed with its own.
		if p.User != nil && sdk.Value(p.User.ID) == *user.ID && p.Role != nil {
			fmt.Fprintf(out, "%s has %s on %s\n", userName, sdk.Value(p.Role.Name), vmName)
		}
	}
	if !revoke {
		return nil
	}
	if err := permissions.PermissionService(*granted.ID).Remove(ctx, nil); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s taken back\n", roleName)
	return nil
}
