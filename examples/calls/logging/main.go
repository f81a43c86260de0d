// Logging logs each request to the engine with log/slog, as JSON, without secrets. It shows the
// Logger of the Config, and what the levels mean.
//
//	go run ./examples/calls/logging
package main

import (
	"context"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
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
	handler := slog.NewJSONHandler(out, &slog.HandlerOptions{
		Level: slog.LevelDebug, // Info tells of retries and logins only.
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			switch a.Key {
			case "msg", "level", "method", "path", "status", "op", "attempt":
				return a
			}
			return slog.Attr{} // Times and sizes are left out here.
		},
	})
	cfg.Logger = slog.New(handler)
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.SystemService().VmsService().List(ctx, nil)
	return err
}
