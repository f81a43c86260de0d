// Proxy connects to the engine through a proxy, or without the one of the environment. It shows
// that the proxy is a setting of the Config, and that it never sees what is inside TLS.
//
//	go run ./examples/connecting/proxy
//	go run ./examples/connecting/proxy -proxy http://proxy.example.com:3128
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
)

func main() {
	proxy := flag.String("proxy", "direct", "address of the proxy; that of the environment if it is empty")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout, *proxy); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer, proxy string) error {
	cfg.Proxy = proxy
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return fmt.Errorf("by way of %q: %w", proxy, err)
	}
	version, err := conn.Version(ctx)
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	fmt.Fprintf(out, "reached an engine of version %d.%d\n", sdk.Value(version.Major), sdk.Value(version.Minor))
	return nil
}
