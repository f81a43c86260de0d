// Rawcall sends a request of its own and prints the answer unchanged. It shows Do, for what the
// types don't have; session, retries, and errors are those of the connection.
//
//	go run ./examples/calls/rawcall
//	go run ./examples/calls/rawcall -path '/hosts?max=1'
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	path := flag.String("path", "/tags", "path below the API")
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
	err = run(ctx, conn, os.Stdout, *path)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, path string) error {
	answer, err := conn.Do(ctx, sdk.RawRequest{Method: http.MethodGet, Path: path, Accept: "application/json"})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d, %s\n%s\n", answer.Status, answer.Header.Get("Content-Type"), bytes.TrimSpace(answer.Body))
	_, err = conn.Do(ctx, sdk.RawRequest{Method: http.MethodGet, Path: "/nothing"})
	if !errors.Is(err, sdk.ErrNotFound) {
		return fmt.Errorf("a path that isn't there returns %w", err)
	}
	fmt.Fprintln(out, "/nothing isn't there")
	return nil
}
