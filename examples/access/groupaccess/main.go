// Groupaccess adds a group of a directory and lets its members create VMs in a cluster. It shows a
// permission for a group, on an object that contains many others. The directory must have the
// group.
//
//	go run ./examples/access/groupaccess
//	go run ./examples/access/groupaccess -group admins@example.com -cluster Default -role VmCreator
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	groupName := flag.String("group", "developers@internal", "name of the group")
	clusterName := flag.String("cluster", "Default", "name of the cluster")
	roleName := flag.String("role", "VmCreator", "name of the role")
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
	err = run(ctx, conn, os.Stdout, *groupName, *clusterName, *roleName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, groupName, clusterName, roleName string) error {
	cluster, err := find.ByName(ctx, conn.SystemService().ClustersService().All, clusterName)
	if err != nil {
		return err
	}
	role, err := find.ByName(ctx, conn.SystemService().RolesService().All, roleName)
	if err != nil {
		return err
	}
	_, profile, _ := strings.Cut(groupName, "@")
	group, err := conn.SystemService().GroupsService().Add(ctx, &types.Group{
		Name:   &groupName,
		Domain: &types.Domain{Name: new(profile + "-authz")},
	}, nil)
	if err != nil {
		return err
	}
	permissions := conn.SystemService().ClustersService().ClusterService(*cluster.ID).PermissionsService()
	granted, err := permissions.Add(ctx, &types.Permission{Group: object.Ref(group), Role: object.Ref(role)}, nil)
	if err != nil {
		return err
	}
	granted, err = permissions.PermissionService(*granted.ID).Get(ctx, nil)
	if err != nil {
		return err
	}
	role, err = sdk.Follow(ctx, conn, granted.Role)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s has %s on %s\n", sdk.Value(group.Name), sdk.Value(role.Name), clusterName)
	return nil
}
