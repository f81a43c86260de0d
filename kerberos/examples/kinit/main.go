// Kinit logs in with the tickets that the command kinit obtained, or with a keytab, and prints who
// that is to the engine. It shows an Authenticator in place of user and password; the address and
// the certificate come from the environment as usual.
//
//	OVIRT_URL=https://engine.example.com/ovirt-engine/api OVIRT_CAFILE=ca.pem go run ./examples/kinit
//	go run ./examples/kinit -principal backup@EXAMPLE.COM -keytab backup.keytab
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

	"github.com/ovirt-go/ovirt/kerberos"
	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	principal := flag.String("principal", "", "who logs in with the keytab; default is who ran kinit")
	keytab := flag.String("keytab", "", "file with the keys of the principal")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout, kerberos.Config{Principal: *principal, Keytab: *keytab}); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer, who kerberos.Config) error {
	login, err := kerberos.New(who)
	if err != nil {
		return err
	}
	cfg.Username, cfg.Password, cfg.Token = "", "", ""
	cfg.Authenticator = login
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	return errors.Join(printUser(ctx, conn, out), conn.Close())
}

func printUser(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	user, err := sdk.Follow(ctx, conn, api.AuthenticatedUser)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, sdk.Value(user.UserName))
	return nil
}
