// Subscribe has the engine send a mail to a user when certain things happen, and lists what the user is told. It shows a
// collection whose ids are the names of events.
//
//	go run ./examples/subscribe
//	go run ./examples/subscribe -user admin@internal-authz -mail admin@example.com
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
	userName := flag.String("user", "admin@internal-authz", "login name of the user")
	mail := flag.String("mail", "admin@example.com", "where to send to")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *userName, *mail)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, userName, mail string) error {
	user, err := find.One(find.Where(conn.SystemService().UsersService().All(ctx, nil), find.Match{"user_name": userName}))
	if err != nil {
		return fmt.Errorf("user %s: %w", userName, err)
	}
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
