// Adduser looks for a user in a directory, and adds it to the engine. It shows that directories are
// read-only collections, and that a user may exist already. The directory must have the user.
//
//	go run ./examples/access/adduser
//	go run ./examples/access/adduser -domain example.com-authz -user jane@example.com
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
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	domainName := flag.String("domain", "internal-authz", "name of the directory")
	principal := flag.String("user", "jane@internal", "name of the user")
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
	err = run(ctx, conn, os.Stdout, *domainName, *principal)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, domainName, principal string) error {
	domain, err := find.ByName(ctx, conn.SystemService().DomainsService().All, domainName)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(principal, "@")
	found := conn.SystemService().DomainsService().DomainService(*domain.ID).UsersService().All(ctx, nil)
	entry, err := find.First(find.Where(found, find.Match{"name": name}))
	if err != nil {
		return fmt.Errorf("user %s of %s: %w", name, domainName, err)
	}
	users := conn.SystemService().UsersService()
	// Engines know a domain by its name here, not by its ID.
	wanted := &types.User{UserName: entry.UserName, Domain: &types.Domain{Name: domain.Name}}
	_, err = users.Add(ctx, wanted, nil)
	if err != nil && !errors.Is(err, sdk.ErrConflict) {
		return err
	}
	for user, err := range find.Where(users.All(ctx, nil), find.Match{"user_name": sdk.Value(entry.UserName)}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s may be given roles now\n", sdk.Value(user.UserName))
	}
	return nil
}
