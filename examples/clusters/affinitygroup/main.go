// Affinitygroup keeps VMs on different hosts, so that the others keep running if one host fails. It
// shows a group with a rule, and members that are added one by one.
//
//	go run ./examples/clusters/affinitygroup
//	go run ./examples/clusters/affinitygroup -vms web-1,web-2 -name apart
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example-apart", "name of the group")
	names := flag.String("vms", "example-web-1,example-web-2", "VMs that are to stay apart")
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
	var list []*types.Vm
	for vmName := range strings.SplitSeq(names, ",") {
		vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
		if err != nil {
			return err
		}
		list = append(list, vm)
	}
	groups := conn.SystemService().ClustersService().ClusterService(*list[0].Cluster.ID).AffinityGroupsService()
	group, err := groups.Add(ctx, &types.AffinityGroup{
		Name:    &name,
		VmsRule: &types.AffinityRule{Enabled: new(true), Positive: new(false), Enforcing: new(true)},
	}, nil)
	if err != nil {
		return err
	}
	members := groups.GroupService(*group.ID).VmsService()
	for _, vm := range list {
		if _, err := members.Add(ctx, object.Ref(vm), nil); err != nil {
			return err
		}
	}
	group, err = groups.GroupService(*group.ID).Get(ctx, &services.AffinityGroupGetParams{Follow: rel.Follow(rel.AffinityGroupVms)})
	if err != nil {
		return err
	}
	for _, vm := range group.Vms {
		fmt.Fprintf(out, "%s keeps apart from others in %s\n", sdk.Value(vm.Name), name)
	}
	return nil
}
