// Retry talks to an engine whose answers get lost, and succeeds. It shows which calls are repeated,
// how often and after which pauses, and what is known about those that aren't; and a middleware in
// the chain of requests.
//
//	go run ./examples/calls/retry
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
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
	lose := 0 // how many more answers get lost
	cfg.Middleware = append(cfg.Middleware, sdk.Middleware{Attempt: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			answer, err := next.RoundTrip(req)
			if err == nil && lose > 0 {
				lose--
				answer.Body.Close()
				return nil, io.ErrUnexpectedEOF
			}
			return answer, err
		})
	}})
	cfg.Retry = call.RetryPolicy{Attempts: 4, FirstPause: 100 * time.Millisecond, LastPause: time.Second}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	tags := conn.SystemService().TagsService()

	var answer call.Response
	lose = 2
	if _, err := tags.List(ctx, nil, call.Result(&answer)); err != nil {
		return err
	}
	fmt.Fprintf(out, "a list: %d attempts\n", answer.Attempts)

	// Whether an Add without an answer was carried out isn't known, so it isn't repeated unless call.RetryUnsafe says so.
	lose = 1
	_, err = tags.Add(ctx, &types.Tag{Name: new("example-retried")}, nil)
	e, ok := errors.AsType[*sdk.Error](err)
	if !ok || !e.MaybeExecuted {
		return err
	}
	if _, err := find.ByName(ctx, tags.All, "example-retried"); err != nil {
		return err
	}
	fmt.Fprintf(out, "an Add: %d attempt, perhaps executed; it was\n", e.Attempts)
	return nil
}

// roundTripper is a function that sends requests.
type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip sends a request.
func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
