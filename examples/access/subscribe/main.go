// Subscribe makes the engine send a mail to a user when certain events happen, and lists the user's
// subscriptions. It shows a collection whose IDs are the names of events.
//
//	go run ./examples/access/subscribe
//	go run ./examples/access/subscribe -user admin@internal-authz -mail admin@example.com
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
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	userName := flag.String("user", "admin@internal-authz", "login name of the user")
	mail := flag.String("mail", "admin@example.com", "where to send to")
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
	err = run(ctx, conn, os.Stdout, *userName, *mail)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, userName, mail string) error {
	// Engines have no pages of users, so that all are read at once.
	users, err := conn.SystemService().UsersService().List(ctx, nil)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(users, func(u *types.User) bool { return sdk.Value(u.UserName) == userName })
	if i < 0 {
		return fmt.Errorf("the engine knows no user %q", userName)
	}
	user := users[i]
	subscriptions := conn.SystemService().UsersService().UserService(*user.ID).EventSubscriptionsService()
	for _, event := range []types.NotifiableEvent{types.NotifiableEventHostHighCpuUse, types.NotifiableEventVmDownError} {
		_, err := subscriptions.Add(ctx, &types.EventSubscription{
			Event:              event,
			Address:            &mail,
			NotificationMethod: types.NotificationMethodSmtp,
		}, nil)
		if err != nil && !errors.Is(err, sdk.ErrConflict) {
			return err
		}
	}
	for s, err := range subscriptions.All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s to %s\n", s.Event, s.NotificationMethod, sdk.Value(s.Address))
	}
	return nil
}
