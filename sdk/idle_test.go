package sdk

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, for tests that move the clock.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, errors.New("closed")
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// TestIdleConnectionsAreDroppedBeforeTheEngineDoes speaks with a front end that closes idle connections after 5 s, as Apache does.
// After a pause of any length a POST, which nobody may repeat, goes through.
func TestIdleConnectionsAreDroppedBeforeTheEngineDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, conns atomic.Int32
		server := &http.Server{
			IdleTimeout: 5 * time.Second,
			ConnState: func(_ net.Conn, state http.ConnState) {
				if state == http.StateNew {
					conns.Add(1)
				}
			},
			Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				posts.Add(1)
				_, _ = io.WriteString(w, "<action><status>complete</status></action>")
			}),
		}
		listener := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		done := make(chan error)
		go func() { done <- server.Serve(listener) }()

		c, err := New(Config{URL: "http://h/ovirt-engine/api", Token: "t"})
		if err != nil {
			t.Fatal(err)
		}
		c.own.DialContext, c.own.Proxy = listener.dial, nil
		start := c.SystemService().VmsService().VmService("1").Start
		wanted := int32(0)
		for pause := time.Second; pause <= 10*time.Second; pause += 250 * time.Millisecond {
			if err := start(t.Context(), nil); err != nil {
				t.Errorf("after an idle time of %v: %v", pause-250*time.Millisecond, err)
			}
			wanted++
			time.Sleep(pause)
		}
		if posts.Load() != wanted {
			t.Errorf("the engine saw %d calls, want %d", posts.Load(), wanted)
		}
		if n := conns.Load(); n < 2 || n >= wanted {
			t.Errorf("%d connections for %d calls: short pauses should keep them, long ones not", n, wanted)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		_ = server.Close()
		<-done
	})
}
