// Formats reads the same list over XML and over JSON, and compares both. It shows that the format
// is a setting of the Config.
//
//	go run ./examples/connecting/formats
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer) error {
	var lists [][]*types.Vm
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		cfg.Format = format
		conn, err := sdk.Connect(ctx, cfg)
		if err != nil {
			return err
		}
		var answer call.Response
		vms, err := conn.SystemService().VmsService().List(ctx, nil, call.Result(&answer))
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
		kind, _, _ := strings.Cut(answer.Header.Get("Content-Type"), ";")
		fmt.Fprintf(out, "%d VMs as %s\n", len(vms), kind)
		lists = append(lists, vms)
	}
	same := slices.EqualFunc(lists[0], lists[1], func(a, b *types.Vm) bool { return object.Equal(a, b) })
	fmt.Fprintf(out, "the same: %t\n", same)
	return nil
}
