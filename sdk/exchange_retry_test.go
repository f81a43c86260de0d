package sdk_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// flaky answers the first n requests with the first handler, and later ones with the second.
func flaky(n int32, bad, good http.HandlerFunc) http.HandlerFunc {
	var seen atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) <= n {
			bad(w, r)
			return
		}
		good(w, r)
	}
}

func TestGetSurvivesWhatPasses(t *testing.T) {
	t.Parallel()
	cut := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Length", "100000")
		say(w, 200, "application/xml", body)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	for _, tt := range []struct {
		name string
		bad  http.HandlerFunc
	}{
		{"503", answer(503, page503)},
		{"502 and 429", flaky(1, answer(502, ""), answer(429, ""))},
		{"broken before the answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"broken within the answer", func(w http.ResponseWriter, _ *http.Request) { cut(w, `<vms><vm id="1"/><vm id="2"/><vm id="3">`) }},
		{"cut off in compression", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, `<vms><vm id="1"/>`+strings.Repeat(" ", 100_000))
			_ = z.Flush()
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, flaky(2, tt.bad, answer(200, `<vms><vm id="1"/><vm id="2"/></vms>`)))
			var result call.Response
			list, err := e.connect().SystemService().VmsService().List(t.Context(), nil, call.Result(&result))
			if err != nil || len(list) != 2 {
				t.Fatalf("List gave %d VMs, %v", len(list), err)
			}
			// One of them may be the transport's own, which looks at an idle connection that broke
			// as if it had been dropped before.
			if calls := e.requests(); len(calls) != 3 || result.Attempts != 3 && result.Attempts != 2 {
				t.Errorf("calls were %q, Attempts is %d, want 3", calls, result.Attempts)
			}
		})
	}
}

// TestEachGivesNothingTwice shows that an answer which broke off isn't repeated once its items are
// given away.
func TestEachGivesNothingTwice(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		say(w, 200, "application/xml", `<vms><vm id="1"/><vm id="2"/>`)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	})
	seen := 0
	err := e.connect().SystemService().VmsService().Each(t.Context(), nil, func(*types.Vm) error { seen++; return nil })
	if !errors.Is(err, sdk.ErrConnection) || seen > 2 || len(e.requests()) != 1 {
		t.Errorf("error is %v after %d VMs and %d requests", err, seen, len(e.requests()))
	}
}

func TestAttemptsAreTold(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(503, page503))
	c := e.connect()
	for _, tt := range []struct {
		name string
		opts []call.Option
		want int
	}{
		{"policy of the connection", nil, 4},
		{"switched off", []call.Option{call.NoRetry()}, 1},
		{"policy of the call", []call.Option{call.Retry(call.RetryPolicy{Attempts: 2, FirstPause: 1})}, 2},
	} {
		before := len(e.requests())
		var result call.Response
		_, err := vmService(c).Get(t.Context(), nil, append(tt.opts, call.Result(&result))...)
		failure, ok := err.(*sdk.Error)
		if !ok || failure.Attempts != tt.want || result.Attempts != tt.want || len(e.requests())-before != tt.want {
			t.Errorf("%s: %d requests, error is %+v, result is %+v", tt.name, len(e.requests())-before, failure, result)
			continue
		}
		want := `VmService.Get: GET /vms/1: 503: HTML page "503 Service Unavailable": Service Unavailable try & wait`
		if tt.want > 1 {
			want += fmt.Sprintf(" (attempt %d)", tt.want)
		}
		if err.Error() != want {
			t.Errorf("%s: error is\n%s\nwant\n%s", tt.name, err, want)
		}
	}
}

func TestConfigOfRetries(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(503, ""))
	c := e.connect(func(cfg *sdk.Config) { cfg.Retry.Attempts = 1 })
	_, _ = vmService(c).Get(t.Context(), nil)
	if calls := e.requests(); len(calls) != 1 {
		t.Errorf("%d requests, though retries are off", len(calls))
	}
	c = e.connect(func(cfg *sdk.Config) { cfg.RetryBudget = 5 })
	for range 10 {
		_, _ = vmService(c).Get(t.Context(), nil)
	}
	if calls := e.requests(); len(calls) != 1+10+5 {
		t.Errorf("%d requests, want 10 and a budget of 5 more", len(calls)-1)
	}
	cfg := e.config()
	cfg.Retry = call.RetryPolicy{Attempts: -1}
	_, err := sdk.New(cfg)
	if want := "New: Retry.Attempts is -1"; err == nil || err.Error() != want || !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v, want %s", err, want)
	}
	_, err = vmService(c).Get(t.Context(), nil, call.Retry(call.RetryPolicy{LastPause: -time.Second}))
	if want := "VmService.Get: GET /vms/1: Retry.LastPause is -1s"; err == nil || err.Error() != want || !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v, want %s", err, want)
	}
}

// TestPostsAreSentOnceUnlessAskedFor counts on the server's side.
func TestPostsAreSentOnceUnlessAskedFor(t *testing.T) {
	t.Parallel()
	abort := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	for _, tt := range []struct {
		name  string
		bad   http.HandlerFunc
		opts  []call.Option
		posts int
		class error
		maybe bool
	}{
		{"503", answer(503, page503), nil, 1, sdk.ErrUnavailable, false},
		{"429", answer(429, ""), nil, 1, sdk.ErrUnavailable, false},
		{"502", answer(502, page503), nil, 1, sdk.ErrUnavailable, true},
		{"409", answer(409, "<fault><reason>locked</reason></fault>"), nil, 1, sdk.ErrConflict, false},
		{"broken", abort, nil, 1, sdk.ErrConnection, true},
		{"409, conflicts repeated", answer(409, ""), []call.Option{call.RetryConflicts()}, 3, nil, false},
		{"503, unsafe", answer(503, ""), []call.Option{call.RetryUnsafe()}, 3, nil, false},
		{"broken, unsafe", abort, []call.Option{call.RetryUnsafe()}, 3, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, flaky(2, tt.bad, answer(200, "<action><status>complete</status></action>")))
			err := vmService(e.connect()).Start(t.Context(), nil, tt.opts...)
			if calls := e.requests(); len(calls) != tt.posts {
				t.Errorf("calls were %q, want %d", calls, tt.posts)
			}
			if !errors.Is(err, tt.class) {
				t.Fatalf("error is %v, want %v", err, tt.class)
			}
			if failure, ok := err.(*sdk.Error); ok && failure.MaybeExecuted != tt.maybe {
				t.Errorf("MaybeExecuted is %v", failure.MaybeExecuted)
			}
		})
	}
}

func TestDoubtAbout503(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(503, page503))
	vm := vmService(e.connect())
	_, updated := vm.Update(t.Context(), &types.Vm{Name: new("a")}, nil)
	for _, tt := range []struct {
		name string
		err  error
		want bool
	}{{"POST", vm.Start(t.Context(), nil), false}, {"PUT", updated, true}, {"DELETE", vm.Remove(t.Context(), nil), true}} {
		if failure, ok := tt.err.(*sdk.Error); !ok || failure.MaybeExecuted != tt.want || failure.Attempts != 1 {
			t.Errorf("%s gave %+v, want MaybeExecuted %v", tt.name, tt.err, tt.want)
		}
	}
}

// TestDoubtStays shows that a refusal of the second attempt says nothing about the first.
func TestDoubtStays(t *testing.T) {
	t.Parallel()
	e := newEngine(t, flaky(1, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		answer(409, "<fault><detail>exists</detail></fault>")))
	err := vmService(e.connect()).Start(t.Context(), nil, call.RetryUnsafe())
	failure, ok := err.(*sdk.Error)
	if !ok || failure.Class != sdk.ErrConflict || !failure.MaybeExecuted || failure.Attempts != 2 {
		t.Errorf("error is %+v, want a conflict that may come from the first attempt", err)
	}
}

func TestPostWithoutAnEngineIsRepeated(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) { cfg.Username, cfg.Password, cfg.Token = "", "", "t" })
	e.Server.Close()
	failure, ok := vmService(c).Start(t.Context(), nil).(*sdk.Error)
	if !ok || failure.Class != sdk.ErrConnection || failure.MaybeExecuted || failure.Attempts != 4 {
		t.Errorf("error is %+v, want 4 attempts that can't have been executed", failure)
	}
}

func TestTimeoutCountsAllAttempts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		step func(*http.Request) (*http.Response, error)
		want error
	}{
		{"quick failures", func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }, sdk.ErrConnection},
		{"an attempt that hangs", func(req *http.Request) (*http.Response, error) {
			if info, _ := sdk.CallOf(req.Context()); info.Attempt == 3 {
				<-req.Context().Done()
				return nil, req.Context().Err()
			}
			return nil, io.ErrUnexpectedEOF
		}, sdk.ErrTimeout},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, err := sdk.New(sdk.Config{
					URL: "http://h/ovirt-engine/api", Token: "t", Transport: roundTripper(tt.step), Timeout: 10 * time.Second,
					Retry: call.RetryPolicy{Attempts: 1000, FirstPause: time.Second, LastPause: time.Second}, RetryBudget: -1,
				})
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				begin := time.Now()
				_, err = vmService(c).Get(t.Context(), nil)
				took := time.Since(begin)
				if failure, ok := err.(*sdk.Error); !ok || failure.Class != tt.want || failure.Attempts < 3 || took < 8*time.Second || took > 10*time.Second {
					t.Errorf("error is %v after %v", err, took)
				}
			})
		})
	}
}

// TestDroppedIdleConnections has an engine that drops each connection right after its answer,
// without saying so.
func TestDroppedIdleConnections(t *testing.T) {
	t.Parallel()
	var posts atomic.Int32
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		body := oneVM
		if r.Method == "POST" {
			posts.Add(1)
			body = "<action><status>complete</status></action>"
		}
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		buffer.Flush()
		conn.Close()
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.RetryBudget = -1 })
	for range 30 {
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatalf("Get: %v", err)
		}
		before := posts.Load()
		err := vmService(c).Start(t.Context(), nil)
		ran := posts.Load() - before
		failure, failed := err.(*sdk.Error)
		switch {
		case failed && (failure.Class != sdk.ErrConnection || !failure.MaybeExecuted || ran > 1):
			t.Fatalf("Start ran %d times: %v", ran, err)
		case !failed && ran != 1:
			t.Fatalf("Start ran %d times", ran)
		}
	}
}

// TestResets has an engine on plain TCP that resets connections.
func TestResets(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		read bool
	}{{"before the request is read", false}, {"after the request was read", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			var conns atomic.Int32
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					conns.Add(1)
					if tt.read {
						_, _ = conn.Read(make([]byte, 64<<10))
					}
					_ = conn.(*net.TCPConn).SetLinger(0)
					conn.Close()
				}
			}()
			c, err := sdk.New(sdk.Config{
				URL: "http://" + listener.Addr().String() + "/ovirt-engine/api", Token: "t", Retry: call.RetryPolicy{FirstPause: 1},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_, err = vmService(c).Get(t.Context(), nil)
			if failure, ok := err.(*sdk.Error); !ok || failure.Class != sdk.ErrConnection || failure.Attempts != 4 || failure.MaybeExecuted {
				t.Errorf("Get gave %+v", err)
			}
			before := conns.Load()
			err = vmService(c).Start(context.Background(), nil)
			failure, ok := err.(*sdk.Error)
			if !ok || failure.Class != sdk.ErrConnection {
				t.Fatalf("Start gave %+v", err)
			}
			// Whether bytes went out before a reset is at random; but then it is the last attempt,
			// and says so.
			if !failure.MaybeExecuted && failure.Attempts != 4 || tt.read && (!failure.MaybeExecuted || failure.Attempts != 1 || conns.Load()-before != 1) {
				t.Errorf("Start gave %+v", failure)
			}
		})
	}
}
