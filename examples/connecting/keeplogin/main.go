// Keeplogin keeps the session in a file, so that a program that runs often logs in once. It shows
// an Authenticator that wraps another one, and a Config without user and password.
//
//	go run ./examples/connecting/keeplogin
//	go run ./examples/connecting/keeplogin -file ~/.cache/ovirt-token
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
	"path/filepath"

	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	file := flag.String("file", "", "where to keep the session; a temporary file if it is empty")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout, *file); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer, file string) error {
	if file == "" {
		dir, err := os.MkdirTemp("", "example")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		file = filepath.Join(dir, "token")
	}
	logins := 0
	password := sdk.PasswordLogin(cfg.Username, cfg.Password)
	cfg.Username, cfg.Password = "", ""
	for range 3 {
		cfg.Authenticator = sdk.CachedLogin(file, counted{password, &logins})
		conn, err := sdk.Connect(ctx, cfg)
		if err != nil {
			return err
		}
		_, err = conn.SystemService().TagsService().List(ctx, nil)
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "3 connections, %d login\n", logins)
	return nil
}

// counted counts how often somebody logs in.
type counted struct {
	sdk.Authenticator
	logins *int
}

// Login counts and logs in.
func (c counted) Login(ctx context.Context, site *sdk.Site) (sdk.Credential, error) {
	*c.logins++
	return c.Authenticator.Login(ctx, site)
}
