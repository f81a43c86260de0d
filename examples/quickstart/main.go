// Quickstart does the whole main job: it connects to an engine, lists data centers and clusters,
// creates a VM with a disk and a NIC, starts it, follows its links, changes it, prints it, stops it and
// removes it. It does so once over XML and once over JSON.
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -format json
//
// By default it talks to an engine of its own, embedded in the program. To use a real one, name it in
// the environment:
//
//	OVIRT_URL=https://engine.example.com/ovirt-engine/api OVIRT_USERNAME=admin@internal OVIRT_PASSWORD=... OVIRT_CAFILE=ca.pem
//
// OVIRT_TOKEN takes the place of user and password, and OVIRT_INSECURE=true that of the CA file. There
// it creates one VM under a name that nobody else has, and removes it in the end, also after a failure
// or an interrupt; it changes nothing else. If the removal fails again and again, it says what is left.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	format := flag.String("format", "both", "how to speak with the engine: xml, json or both")
	flag.Parse()

	// An interrupt ends the context, and with it whatever the program waits for; the VM is then removed. A second one ends the program.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Stdout, os.Getenv, *format); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run does the job once per format, against the engine of the environment or an embedded one.
func run(ctx context.Context, out io.Writer, getenv func(string) string, format string) error {
	formats := map[string][]sdk.Format{
		"xml":  {sdk.XML},
		"json": {sdk.JSON},
		"both": {sdk.XML, sdk.JSON},
	}[format]
	if formats == nil {
		return fmt.Errorf("-format is %q, not xml, json or both", format)
	}

	cfg, err := fromEnvironment(getenv)
	if err != nil {
		return err
	}
	if cfg.URL == "" {
		fmt.Fprintln(out, "OVIRT_URL isn't set: starting an engine inside this program.")
		engine, err := startEngine(200*time.Millisecond, 1)
		if err != nil {
			return err
		}
		defer engine.stop()
		cfg = engine.config
	}
	for _, cfg.Format = range formats {
		if err := session(ctx, out, cfg); err != nil {
			return err
		}
	}
	return nil
}

// session connects, does the job and closes the connection in every case.
func session(ctx context.Context, out io.Writer, cfg sdk.Config) (err error) {
	fmt.Fprintf(out, "\n== %s, over %s\n", cfg.URL, formatName(cfg.Format))
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		// Closing revokes the token, so that nobody can use it any more.
		if closed := conn.Close(); closed != nil {
			err = errors.Join(err, closed)
			return
		}
		fmt.Fprintln(out, "Logged out.")
	}()

	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	if p := api.ProductInfo; p != nil && p.Version != nil {
		fmt.Fprintf(out, "Logged in to %s %s.\n", sdk.Value(p.Name), sdk.Value(p.Version.FullVersion))
	}
	return job(ctx, out, conn)
}

// fromEnvironment returns the configuration that the environment names; its URL is empty if there is none.
func fromEnvironment(getenv func(string) string) (sdk.Config, error) {
	cfg := sdk.Config{
		URL:      getenv("OVIRT_URL"),
		Username: getenv("OVIRT_USERNAME"),
		Password: getenv("OVIRT_PASSWORD"),
		Token:    getenv("OVIRT_TOKEN"),
		CAFile:   getenv("OVIRT_CAFILE"),
	}
	if text := getenv("OVIRT_INSECURE"); text != "" {
		insecure, err := strconv.ParseBool(text)
		if err != nil {
			return cfg, fmt.Errorf("OVIRT_INSECURE is %q, not true or false", text)
		}
		cfg.Insecure = insecure
	}
	return cfg, nil
}

func formatName(f sdk.Format) string {
	if f == sdk.JSON {
		return "JSON"
	}
	return "XML"
}
