// Sshkey adds a public key for serial consoles to the user who runs it. It shows how to find out
// the current user, and a collection below a user.
//
//	go run ./examples/access/sshkey
//	go run ./examples/access/sshkey -key "$(cat ~/.ssh/id_ed25519.pub)"
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
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	key := flag.String("key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJhUBQ8yTP4u7dBVTQJ4jyBRbLmmLqDkLSwjDZm3vHYW me@here", "the public key")
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
	err = run(ctx, conn, os.Stdout, *key)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, key string) error {
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	me, err := sdk.Follow(ctx, conn, api.AuthenticatedUser)
	if err != nil {
		return err
	}
	keys := conn.SystemService().UsersService().UserService(*me.ID).SshPublicKeysService()
	for k, err := range keys.All(ctx, nil) {
		if err != nil {
			return err
		}
		if sdk.Value(k.Content) == key {
			fmt.Fprintln(out, "the key is there")
			return nil
		}
	}
	if _, err := keys.Add(ctx, &types.SshPublicKey{Content: &key}, nil); err != nil {
		return err
	}
	kind, _, _ := strings.Cut(key, " ")
	fmt.Fprintf(out, "%s has a key of the kind %s\n", sdk.Value(me.UserName), kind)
	return nil
}
