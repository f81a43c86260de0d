// Whoami prints the name of the user who runs it, and how often the user has which role. It shows
// permissions from the user's side, with roles that are read along by the follow parameter.
//
//	go run ./examples/access/whoami
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
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
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	me, err := sdk.Follow(ctx, conn, api.AuthenticatedUser)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s at %s\n", sdk.Value(me.UserName), sdk.Value(api.ProductInfo.Name))

	s := conn.SystemService().UsersService().UserService(*me.ID).PermissionsService()
	times := map[string]int{}
	for p, err := range s.All(ctx, &services.AssignedPermissionsListParams{Follow: rel.Follow(rel.PermissionRole)}) {
		if err != nil {
			return err
		}
		if p.Role != nil {
			times[sdk.Value(p.Role.Name)]++
		}
	}
	for _, role := range slices.Sorted(maps.Keys(times)) {
		fmt.Fprintf(out, "%s: %d\n", role, times[role])
	}
	return nil
}
