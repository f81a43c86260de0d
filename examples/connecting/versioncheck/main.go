// Versioncheck asks which features the engine is too old for, before anything is sent. It shows
// Supports, for programs that work with several releases, and the check that refuses such calls.
//
//	go run ./examples/connecting/versioncheck
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/info"
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
	cfg.CheckVersion = info.Refuse
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	version, err := conn.Version(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "the engine is %d.%d\n", sdk.Value(version.Major), sdk.Value(version.Minor))
	for _, symbol := range []string{"vm.tpm_enabled", "service:vm.screenshot", "vm.moon"} {
		supported, err := conn.Supports(ctx, symbol)
		if err != nil {
			fmt.Fprintf(out, "%s: unknown\n", symbol)
			continue
		}
		fmt.Fprintf(out, "%s: %t\n", symbol, supported)
	}
	return nil
}
