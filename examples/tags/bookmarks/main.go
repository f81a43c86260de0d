// Bookmarks keeps a search under a name, where people see it in the web interface, and asks it. It shows that bookmarks are
// texts, which begin with the collection that they are for.
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
	"strings"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example web servers", "name of the bookmark")
	query := flag.String("query", "Vms: name=example-web-*", "collection and search")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *name, *query)
	})
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
