// Faults adds a tag, in a way that works even if the engine's answer gets lost. It shows how a
// program is tested against such trouble: main_test.go makes the simulated engine refuse a request,
// lose an answer, or be out of service for a while.
//
//	go run ./examples/testing/faults
//	go run ./examples/testing/faults -name nightly
//	go test ./examples/testing/faults
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example-nightly", "name of the tag")
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
	err = run(ctx, conn, os.Stdout, *name)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string) error {
	tags := conn.SystemService().TagsService()
	tag, err := tags.Add(ctx, &types.Tag{Name: &name}, nil)
	// The SDK doesn't repeat an Add that may have been executed. Looking for the tag answers that.
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.MaybeExecuted {
		fmt.Fprintln(out, "no answer; looking for the tag")
		tag, err = find.ByName(ctx, tags.All, name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "tag %s\n", sdk.Value(tag.Name))
	return nil
}
