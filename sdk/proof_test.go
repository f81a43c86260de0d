package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func TestSlowAnswersEndWithTheTimeout(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for _, tt := range []struct {
		name   string
		api    http.HandlerFunc
		status int
	}{
		{"header", hang, 0},
		{"body", func(w http.ResponseWriter, r *http.Request) {
			say(w, 200, "application/xml", "<vm><name>")
			w.(http.Flusher).Flush()
			hang(w, r)
		}, 200},
		{"body of an error", func(w http.ResponseWriter, r *http.Request) {
			say(w, 404, "text/html", "<html>")
			w.(http.Flusher).Flush()
			hang(w, r)
		}, 404},
		{"trickle", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "          ")
				w.(http.Flusher).Flush()
			}
		}, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, tt.api)
			c := e.connect()
			if _, err := c.Token(t.Context()); err != nil {
				t.Fatal(err)
			}
			_, err := vmService(c).Get(t.Context(), nil, call.Timeout(300*time.Millisecond))
			failure, ok := err.(*sdk.Error)
			if !ok || failure.Status != tt.status && failure.Status != 0 { // On a busy machine the time may be up before.
				t.Fatalf("error is %v, want one with status %d", err, tt.status)
			}
			if tt.status != 404 && failure.Class != sdk.ErrTimeout {
				t.Errorf("class is %v, want ErrTimeout", failure.Class)
			}
		})
	}
}

func TestPagesWithAnyStatus(t *testing.T) {
	t.Parallel()
	var status atomic.Int32
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, int(status.Load()), "text/html", "<html><head><title>Proxy</title></head><body>no</body></html>")
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.Retry.Attempts = 1 })
	for n := 200; n < 600; n++ {
		if n == 204 || n == 304 || n == 205 {
			continue // They have no body.
		}
		status.Store(int32(n))
		_, err := vmService(c).Get(t.Context(), nil)
		failure, ok := err.(*sdk.Error)
		if !ok || failure.Status != n || failure.Class == nil || failure.Fault != nil {
			t.Fatalf("%d: error is %+v", n, err)
		}
		if begin := fmt.Sprintf("VmService.Get: GET /vms/1: %d: ", n); !strings.HasPrefix(err.Error(), begin) {
			t.Errorf("%d: error is %v", n, err)
		}
		if n/100 != 3 && !strings.Contains(err.Error(), `HTML page "Proxy": no`) {
			t.Errorf("%d: the page isn't named: %v", n, err)
		}
		if n/100 == 2 && failure.Class != sdk.ErrUnexpected {
			t.Errorf("%d: class is %v", n, failure.Class)
		}
	}
}

func TestBodyLongerThanItsLength(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		_, _ = buffer.WriteString("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 10\r\n\r\n" + oneVM)
		buffer.Flush()
	})
	if _, err := vmService(e.connect()).Get(t.Context(), nil); !errors.Is(err, sdk.ErrParse) {
		t.Errorf("error is %v, want ErrParse", err)
	}
}

// TestEndlessBodiesAreReadInPart has an engine that never stops talking.
func TestEndlessBodiesAreReadInPart(t *testing.T) {
	t.Parallel()
	var written atomic.Int64
	endless := func(status int, begin string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			say(w, status, "text/html", begin)
			for r.Context().Err() == nil {
				n, err := io.WriteString(w, strings.Repeat("x", 32<<10))
				written.Add(int64(n))
				if err != nil {
					return
				}
			}
		}
	}
	for _, tt := range []struct {
		name string
		api  http.HandlerFunc
		call func(context.Context, *sdk.Connection) error
		want error
	}{
		{"page with 503", endless(503, "<html>"), func(ctx context.Context, c *sdk.Connection) error {
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, sdk.ErrUnavailable},
		{"page with 200", endless(200, "<html>"), func(ctx context.Context, c *sdk.Connection) error {
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, sdk.ErrUnexpected},
		{"untyped", endless(200, "x"), func(ctx context.Context, c *sdk.Connection) error {
			_, err := c.Do(ctx, sdk.RawRequest{Path: "vms", Accept: "text/html", MaxBody: 1 << 20})
			return err
		}, sdk.ErrUnexpected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, tt.api)
			written.Store(0)
			if err := tt.call(t.Context(), e.connect()); !errors.Is(err, tt.want) {
				t.Errorf("error is %v, want %v", err, tt.want)
			}
			if n := written.Load(); n > 64<<20 {
				t.Errorf("the engine wrote %d bytes", n)
			}
		})
	}
}

func TestRedirectToAnotherHostTakesNothingThere(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", other.URL+"/ovirt-engine/api/vms/1")
			w.WriteHeader(status)
		})
		c := e.connect()
		if _, err := vmService(c).Get(t.Context(), nil); !errors.Is(err, sdk.ErrUnexpected) {
			t.Errorf("%d: GET gave %v", status, err)
		}
		err := vmService(c).Start(t.Context(), nil)
		if failure, ok := err.(*sdk.Error); !ok || failure.Class != sdk.ErrUnexpected || failure.MaybeExecuted {
			t.Errorf("%d: POST gave %+v", status, err)
		}
	}
	if visits.Load() != 0 {
		t.Errorf("the other host had %d visits", visits.Load())
	}
}

func TestTokenExpiresInTheMidstOf64Calls(t *testing.T) {
	t.Parallel()
	var posts atomic.Int32
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" {
			posts.Add(1)
			answer(200, "<action><status>complete</status></action>")(w, r)
			return
		}
		answer(200, oneVM)(w, r)
	})
	c := e.connect()
	const rounds = 5
	for range rounds {
		if _, err := c.Token(t.Context()); err != nil {
			t.Fatal(err)
		}
		e.expire()
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = vmService(c).Get(t.Context(), nil)
				} else {
					err = vmService(c).Start(t.Context(), nil)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	if logins, _, _ := e.count(); logins != 1+rounds {
		t.Errorf("%d logins, want one, and one per expiry: %d", logins, 1+rounds)
	}
	if posts.Load() != 32*rounds {
		t.Errorf("%d actions ran, want %d", posts.Load(), 32*rounds)
	}
}

func TestCloseUnderLoad(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	var all sync.WaitGroup
	var served atomic.Int32
	for range 64 {
		all.Go(func() {
			for {
				_, err := vmService(c).Get(context.Background(), nil)
				if errors.Is(err, sdk.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				served.Add(1)
			}
		})
	}
	for served.Load() < 100 && !t.Failed() {
		if err := c.Ping(t.Context()); err != nil && !errors.Is(err, sdk.ErrUnexpected) { // The engine knows one answer.
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	all.Wait()
	if alive := e.alive(); len(alive) != 0 {
		t.Errorf("tokens are left: %d", len(alive))
	}
}

// TestErrorsAreTheSameThroughEveryLayer asks for class, cause and fault where errors pass through iterators and waits.
func TestErrorsAreTheSameThroughEveryLayer(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(409, "<fault><reason>r</reason><detail>d</detail></fault>"))
	c := e.connect()
	vms := c.SystemService().VmsService()
	for _, tt := range []struct {
		name string
		call func() error
	}{
		{"List", func() error { _, err := vms.List(t.Context(), nil); return err }},
		{"Each", func() error { return vms.Each(t.Context(), nil, func(*types.Vm) error { return nil }) }},
		{"All", func() error {
			for _, err := range vms.All(t.Context(), nil) {
				return err
			}
			return nil
		}},
		{"wait.For", func() error {
			_, err := wait.For(t.Context(), vmService(c).Get, wait.Cond(func(*types.Vm) bool { return true }))
			return err
		}},
		{"Follow", func() error {
			_, err := sdk.Follow(t.Context(), c, &types.Vm{Href: new("/ovirt-engine/api/vms/1")})
			return err
		}},
		{"Do", func() error { _, err := c.Do(t.Context(), sdk.RawRequest{Path: "vms"}); return err }},
		{"Ping", func() error { return c.Ping(t.Context()) }},
		{"wrapped by the caller", func() error {
			_, err := vms.List(t.Context(), nil)
			return fmt.Errorf("mine: %w", err)
		}},
	} {
		err := tt.call()
		failure, ok := errors.AsType[*sdk.Error](err)
		if !ok || !errors.Is(err, sdk.ErrConflict) || errors.Is(err, sdk.ErrNotFound) || failure.Fault == nil ||
			*failure.Fault.Detail != "d" || failure.Attempts != 1 {
			t.Errorf("%s gave %+v", tt.name, err)
		}
	}
}

func TestCauseIsReachable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		mine := errors.New("mine")
		c, err := sdk.New(sdk.Config{URL: "http://h/ovirt-engine/api", Token: "t",
			Transport: roundTripper(func(*http.Request) (*http.Response, error) { return nil, mine })})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, err = vmService(c).Get(t.Context(), nil)
		if want := "VmService.Get: GET /vms/1: mine (attempt 4)"; err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
		if !errors.Is(err, mine) || !errors.Is(err, sdk.ErrConnection) {
			t.Error("cause or class can't be reached")
		}
	})
}
