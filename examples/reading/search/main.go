// Search asks the engine for VMs in its query language, and prints which VMs match. It shows the
// grammar: conditions, * for any text, and, or, sorting and pages; and that case matters only on
// request. An engine answers a question that it cannot parse with an empty list.
//
//	go run ./examples/reading/search
//	go run ./examples/reading/search 'cluster=Default and status=up' 'host=node-1 sortby name desc'
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
	"github.com/ovirt-go/ovirt/sdk/services"
)

// questions are those of the embedded engine's inventory.
var questions = []string{
	"name=example-web*",
	"name=EXAMPLE-DB*",
	"name=example-db-1 or name=example-web-2",
	"status=down and memory>1024",
	"name=example* sortby name desc",
	"name=example* sortby name asc page 2",
}

func main() {
	flag.Parse()
	ask := questions
	if flag.NArg() > 0 {
		ask = flag.Args()
	}

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
	err = run(ctx, conn, os.Stdout, ask)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, questions []string) error {
	for _, question := range questions {
		// Pages have the length of Max; without it there is but one. A question that sorts by pages itself gets short ones here.
		params := &services.VmsListParams{Search: &question}
		if strings.Contains(question, " page ") {
			params.Max = new(int64(2))
		}
		names, err := ask(ctx, conn, params)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n    %s\n", question, names)

		params.CaseSensitive = new(true)
		exact, err := ask(ctx, conn, params)
		if err != nil {
			return err
		}
		if exact != names {
			fmt.Fprintf(out, "    %s (capitals count)\n", exact)
		}
	}
	return nil
}

// ask returns the names of the VMs that match.
func ask(ctx context.Context, conn *sdk.Connection, params *services.VmsListParams) (string, error) {
	vms, err := conn.SystemService().VmsService().List(ctx, params)
	if err != nil {
		return "", err
	}
	if len(vms) == 0 {
		return "nothing", nil
	}
	names := make([]string, len(vms))
	for i, vm := range vms {
		names[i] = sdk.Value(vm.Name)
	}
	return strings.Join(names, " "), nil
}
