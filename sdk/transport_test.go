package sdk_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// newProxy starts a proxy that tunnels, for those who know its password.
func newProxy(t *testing.T, seen chan<- string) *httptest.Server {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen <- r.Method + " " + r.Host
		if r.Header.Get("Proxy-Authorization") != "Basic bWU6c2VjcmV0" { // me:secret
			say(w, 407, "text/html", "<html><title>Who are you?</title></html>")
			return
		}
		there, err := net.Dial("tcp", r.Host)
		if err != nil {
			say(w, 502, "", "")
			return
		}
		w.WriteHeader(200)
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			_, _ = io.Copy(there, here)
			there.Close()
		}()
		_, _ = io.Copy(here, there)
		here.Close()
	}))
	t.Cleanup(proxy.Close)
	return proxy
}

func TestProxy(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	seen := make(chan string, 10)
	address := strings.TrimPrefix(newProxy(t, seen).URL, "http://")

	c := e.connect(func(cfg *sdk.Config) { cfg.Proxy = "http://me:secret@" + address })
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got, want := <-seen, "CONNECT "+strings.TrimPrefix(e.URL, "https://"); got != want {
		t.Errorf("the proxy saw %s, want %s", got, want)
	}

	c = e.connect(func(cfg *sdk.Config) { cfg.Proxy = "http://me:hidden@" + address })
	_, err := c.Token(t.Context())
	if !errors.Is(err, sdk.ErrConnection) || strings.Contains(err.Error(), "hidden") {
		t.Errorf("error is %v, want ErrConnection without the password", err)
	}

	c = e.connect(func(cfg *sdk.Config) { cfg.Proxy = "direct" })
	if _, err := c.Token(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestConnectTimeoutBoundsTheHandshake(t *testing.T) {
	t.Parallel()
	mute, err := net.Listen("tcp", "127.0.0.1:0") // It takes connections and says nothing.
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	c, err := sdk.New(sdk.Config{
		URL: "https://" + mute.Addr().String() + "/ovirt-engine/api", Username: user, Password: password,
		ConnectTimeout: 10 * time.Millisecond, Proxy: "direct", Retry: call.RetryPolicy{Attempts: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Token(t.Context()); !errors.Is(err, sdk.ErrTimeout) {
		t.Errorf("error is %v, want ErrTimeout", err)
	}
}

func TestRateLimitOfAConnection(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) { cfg.RateLimit, cfg.RateBurst = 1.0/3600, 2 })
	if _, err := vmService(c).Get(t.Context(), nil); err != nil { // A login and a call.
		t.Fatal(err)
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := vmService(c).Get(ctx, nil)
	if !errors.Is(err, sdk.ErrTimeout) || !strings.Contains(err.Error(), "rate limit: the turn of the request is") {
		t.Errorf("error is %v, want ErrTimeout", err)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	if calls := e.requests(); len(calls) != 1 {
		t.Errorf("calls were %q, want one", calls)
	}
}
