// Bookmarks saves a search as a bookmark, which the web interface shows, and runs it. It shows that
// bookmarks are texts, which begin with the collection that they search.
//
//	go run ./examples/tags/bookmarks
//	go run ./examples/tags/bookmarks -name "my VMs" -query "Vms: name=my*"
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example web servers", "name of the bookmark")
	query := flag.String("query", "Vms: name=example-web-*", "collection and search")
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
	err = run(ctx, conn, os.Stdout, *name, *query)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, query string) error {
	bookmarks := conn.SystemService().BookmarksService()
	bookmark, err := find.ByName(ctx, bookmarks.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		bookmark, err = bookmarks.Add(ctx, &types.Bookmark{Name: &name, Value: &query}, nil)
	}
	if err != nil {
		return err
	}
	collection, question, found := strings.Cut(sdk.Value(bookmark.Value), ":")
	if !found || !strings.EqualFold(collection, "vms") {
		return fmt.Errorf("bookmark %q is not about VMs", name)
	}
	question = strings.TrimSpace(question)
	for vm, err := range conn.SystemService().VmsService().All(ctx, &services.VmsListParams{Search: &question}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", name, sdk.Value(vm.Name))
	}
	return nil
}
