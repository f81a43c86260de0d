// Ensuretag brings a tag into a wanted state: it is created, updated, or left alone. It shows a
// plan, which shows what would be sent, and that running twice does no harm.
//
//	go run ./examples/tags/ensuretag
//	go run ./examples/tags/ensuretag -tag nightly -text "saved each night"
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
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("tag", "example-nightly", "name of the tag")
	text := flag.String("text", "saved each night", "its description")
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
	err = run(ctx, conn, os.Stdout, *name, *text)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, text string) error {
	want := &types.Tag{Name: &name, Description: &text}
	plan := ensure.NewPlan(conn)
	if _, err := ensure.Tag(ctx, plan, want); err != nil {
		return err
	}
	fmt.Fprintf(out, "plan: %s\n", strings.TrimSpace(plan.String()))
	for range 2 {
		result, err := ensure.Tag(ctx, conn, want)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: changed %t\n", sdk.Value(result.Object.Name), result.Changed)
		for _, change := range result.Changes {
			fmt.Fprintf(out, "  %s\n", change)
		}
	}
	return nil
}
