// Trust connects to an engine whose certificate isn't trusted yet: it fetches the certificate of
// the engine's authority, shows the fingerprint, and trusts that one alone from then on. It shows
// trust on first use, which is as good as the person who compares the fingerprint. A server sends
// its own certificate and rarely that of its authority, so a pinned authority must be given along
// with its fingerprint.
//
//	go run ./examples/connecting/trust
//	go run ./examples/connecting/trust -fingerprint "$(openssl x509 -in ca.pem -noout -fingerprint -sha256 | cut -d= -f2)"
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	known := flag.String("fingerprint", "", "SHA-256 of the authority's certificate, as somebody told it")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout, *known); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer, known string) error {
	ca, fingerprint, err := sdk.FetchCA(ctx, cfg.URL)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "the engine shows %s\n", fingerprint)
	if known == "" {
		// A program for people asks here: is this the one that you know?
		known = fingerprint
	}

	cfg.CA, cfg.CAFile, cfg.Insecure = ca, "", false
	cfg.Fingerprint = known
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.Ping(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "it is trusted")
	return nil
}
