package sdk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestConnectionsAreUsedAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		api  http.HandlerFunc
		call func(*sdk.Connection) error
	}{
		{"object", answer(200, oneVM+"\n"), func(c *sdk.Connection) error {
			_, err := vmService(c).Get(context.Background(), nil)
			return err
		}},
		{"chunked list", func(w http.ResponseWriter, _ *http.Request) {
			say(w, 200, "application/xml", "<vms>")
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, strings.Repeat(oneVM, 100)+"</vms>")
		}, func(c *sdk.Connection) error {
			_, err := c.SystemService().VmsService().List(context.Background(), nil)
			return err
		}},
		{"fault", answer(409, "<fault><reason>no</reason></fault>"), func(c *sdk.Connection) error {
			if err := vmService(c).Start(context.Background(), nil); !errors.Is(err, sdk.ErrConflict) {
				return err
			}
			return nil
		}},
		{"page", answer(404, "<html>"+strings.Repeat("x", 20_000)+"</html>"), func(c *sdk.Connection) error {
			if err := vmService(c).Start(context.Background(), nil); !errors.Is(err, sdk.ErrNotFound) {
				return err
			}
			return nil
		}},
		{"bad value", answer(200, "<vm><memory>much</memory></vm>"), func(c *sdk.Connection) error {
			if _, err := vmService(c).Get(context.Background(), nil); !errors.Is(err, sdk.ErrParse) {
				return err
			}
			return nil
		}},
		{"compressed", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			say(w, 200, "application/xml", "")
			_, _ = io.WriteString(z, oneVM)
			z.Close()
		}, func(c *sdk.Connection) error {
			_, err := vmService(c).Get(context.Background(), nil)
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, tt.api)
			c := e.connect()
			for range 20 {
				if err := tt.call(c); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, conns := e.count(); conns != 1 {
				t.Errorf("20 calls made %d connections, want 1", conns)
			}
		})
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	var asked []string
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Accept-Encoding"))
		answer(200, oneVM)(w, r)
	})
	for _, off := range []bool{false, true} {
		c := e.connect(func(cfg *sdk.Config) { cfg.NoCompression = off })
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if asked[0] != "gzip" || asked[1] != "" {
		t.Errorf("asked for %q, want gzip and nothing", asked)
	}
}

func TestDamagedCompression(t *testing.T) {
	t.Parallel()
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	_, _ = io.WriteString(zw, oneVM)
	zw.Close()
	flipped := bytes.Clone(z.Bytes())
	flipped[len(flipped)-6] ^= 1 // the checksum
	for _, tt := range []struct {
		name  string
		body  []byte
		class error
	}{
		{"no gzip", []byte(oneVM), sdk.ErrParse},
		{"wrong checksum", flipped, sdk.ErrParse},
		{"cut off", z.Bytes()[:20], sdk.ErrConnection},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(tt.body)
			})
			if _, err := vmService(e.connect()).Get(t.Context(), nil); !errors.Is(err, tt.class) {
				t.Errorf("error is %v, want %v", err, tt.class)
			}
		})
	}
}

func TestGivenTransportIsNotModified(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	given := e.Client().Transport.(*http.Transport).Clone()
	defer given.CloseIdleConnections()
	c := e.connect(func(cfg *sdk.Config) { cfg.CAPool, cfg.Transport = nil, given })
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if given.DisableCompression || given.MaxConnsPerHost != 0 {
		t.Error("the transport was changed")
	}
	req, _ := http.NewRequestWithContext(t.Context(), "GET", e.URL, nil)
	resp, err := given.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if _, _, conns := e.count(); conns != 1 {
		t.Errorf("%d connections: Close closed those of the given transport", conns)
	}
}

func TestConnectionsStayBelowTheCap(t *testing.T) {
	t.Parallel()
	// What counts is how many are in use at once. On a machine without time to spare net/http replaces some: it drops a connection
	// whose request it hasn't seen written 50 ms after the answer, whoever uses it.
	var now, most atomic.Int64
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		defer now.Add(-1)
		for n := now.Add(1); ; {
			if old := most.Load(); n <= old || most.CompareAndSwap(old, n) {
				break
			}
		}
		runtime.Gosched()
		answer(200, oneVM)(w, r)
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.MaxConnections = 3 })
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			for range 5 {
				if _, err := vmService(c).Get(t.Context(), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := most.Load(); n > 3 {
		t.Errorf("%d calls at once, want 3 at most", n)
	}
	if _, _, conns := e.count(); conns > 32 {
		t.Errorf("%d connections for 3 at once", conns)
	}
}
