// Retry talks to an engine whose first answers are unavailable, and gets through. It shows how often and how patiently calls are
// repeated, that calls which change something aren't unless one says so, and a link of one's own in the chain of requests.
//
//	go run ./examples/retry
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() { connect.MainConfig(run) }

func run(ctx context.Context, cfg sdk.Config, out io.Writer) error {
	busy := 0 // how many more answers are thrown away
	cfg.Middleware = append(cfg.Middleware, sdk.Middleware{Attempt: func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if busy > 0 {
				busy--
				return nil, errors.New("the network is down")
			}
			return next.RoundTrip(req)
		})
	}})
	cfg.Retry = sdk.RetryPolicy{Attempts: 4, FirstPause: 100 * time.Millisecond, LastPause: time.Second}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close()
	tags := conn.SystemService().TagsService()

	var answer call.Response
	busy = 2
	if _, err := tags.List(ctx, nil, call.Result(&answer)); err != nil {
		return err
	}
	fmt.Fprintf(out, "a list: %d attempts\n", answer.Attempts)

	// An Add that broke may have been carried out. It isn't repeated unless one says that this would do no harm.
	busy = 1
	_, err = tags.Add(ctx, &types.Tag{Name: new("example-retried")}, nil)
	fmt.Fprintf(out, "an Add: %t\n", err == nil)
	busy = 1
	_, err = tags.Add(ctx, &types.Tag{Name: new("example-retried")}, nil, call.RetryUnsafe())
	fmt.Fprintf(out, "an Add with RetryUnsafe: %t\n", err == nil)
	return err
}

// roundTripper is a function that sends requests.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
