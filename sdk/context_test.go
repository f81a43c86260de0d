package sdk_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

func TestContextReachesTheSocket(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		call func(context.Context, *sdk.Connection, context.CancelFunc) error
		want error
	}{
		{"deadline", func(ctx context.Context, c *sdk.Connection, _ context.CancelFunc) error {
			ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
			defer cancel()
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, context.DeadlineExceeded},
		{"timeout of the call", func(ctx context.Context, c *sdk.Connection, _ context.CancelFunc) error {
			_, err := vmService(c).Get(ctx, nil, call.Timeout(200*time.Millisecond))
			return err
		}, context.DeadlineExceeded},
		{"cancelled", func(ctx context.Context, c *sdk.Connection, cancel context.CancelFunc) error {
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, context.Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			gone := make(chan struct{})
			e := newEngine(t, func(_ http.ResponseWriter, r *http.Request) {
				if tt.want == context.Canceled {
					cancel()
				}
				<-r.Context().Done() // The client's end of the connection was closed.
				close(gone)
			})
			c := e.connect()
			if _, err := c.Token(ctx); err != nil {
				t.Fatal(err)
			}
			err := tt.call(ctx, c, cancel)
			if !errors.Is(err, tt.want) {
				t.Errorf("error is %v, want %v", err, tt.want)
			}
			if timeout := tt.want == context.DeadlineExceeded; errors.Is(err, sdk.ErrTimeout) != timeout {
				t.Errorf("class is %v", err.(*sdk.Error).Class)
			}
			if len(e.requests()) > 0 { // On a busy machine the time may be up before.
				<-gone
			}
		})
	}
}

func TestCancelledContextSendsNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	ctx, cancel := context.WithCancelCause(t.Context())
	mine := errors.New("mine")
	cancel(mine)
	for range 2 { // without and with a token
		_, err := vmService(c).Get(ctx, nil)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, error(mine)) && len(e.requests()) > 0 {
			t.Errorf("error is %v, want context.Canceled", err)
		}
		if calls := e.requests(); len(calls) != 0 {
			t.Errorf("calls were %q, want none", calls)
		}
		if _, err := c.Token(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTimeoutOfTheCallTakesThePlaceOfTheConnections(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
		answer(200, oneVM)(w, r)
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.Timeout = time.Second })
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	short := time.Now()
	if _, err := vmService(c).Get(t.Context(), nil, call.Timeout(time.Millisecond)); !errors.Is(err, sdk.ErrTimeout) {
		t.Errorf("error is %v, want ErrTimeout", err)
	}
	if time.Since(short) > 900*time.Millisecond {
		t.Error("the timeout of the call came too late")
	}
	close(release)
	if _, err := vmService(c).Get(t.Context(), nil, call.Timeout(0)); err != nil {
		t.Error(err)
	}
}
