// Blanktemplate prints the Blank template, which VMs without a template of their own have, and the
// root of the tags. It shows the special objects, which every engine has, and how to reach them
// without knowing their IDs.
//
//	go run ./examples/reading/blanktemplate
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
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
	blank, err := sdk.Follow(ctx, conn, api.SpecialObjects.BlankTemplate)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d MiB, %s, %s\n", sdk.Value(blank.Name), *blank.Memory>>20, sdk.Value(blank.Os.Type), blank.Type)
	root, err := sdk.Follow(ctx, conn, api.SpecialObjects.RootTag)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: the tag above all\n", sdk.Value(root.Name))
	return nil
}
