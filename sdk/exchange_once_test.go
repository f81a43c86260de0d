package sdk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// change is a call that changes something.
type change struct {
	name string
	do   func(context.Context, *sdk.Connection, ...call.Option) error
}

var changes = []change{
	{"start", func(ctx context.Context, c *sdk.Connection, opts ...call.Option) error {
		return vmService(c).Start(ctx, nil, opts...)
	}},
	{"add", func(ctx context.Context, c *sdk.Connection, opts ...call.Option) error {
		vm := &types.Vm{Name: new("a"), Cluster: &types.Cluster{Name: new("c")}, Template: &types.Template{Name: new("t")}}
		_, err := c.SystemService().VmsService().Add(ctx, vm, nil, opts...)
		return err
	}},
	{"update", func(ctx context.Context, c *sdk.Connection, opts ...call.Option) error {
		_, err := vmService(c).Update(ctx, &types.Vm{Name: new("a")}, nil, opts...)
		return err
	}},
	{"remove", func(ctx context.Context, c *sdk.Connection, opts ...call.Option) error {
		return vmService(c).Remove(ctx, nil, opts...)
	}},
}

// modes are the options with which the calls are made: none lets a request out twice.
var modes = []struct {
	name string
	opts []call.Option
}{
	{"", nil},
	{" with NoRetry", []call.Option{call.NoRetry()}},
	{" with an idempotency key", []call.Option{call.Header("Idempotency-Key", "1")}},
	{" with another idempotency key", []call.Option{call.Header("X-Idempotency-Key", "1"), call.RetryConflicts()}},
}

// outcome counts what became of calls.
type outcome struct{ calls, sent, failed int }

// judge makes one call and compares its error with what the server saw.
func (o *outcome) judge(t *testing.T, name string, seen func() int, call func() error) {
	t.Helper()
	before := seen()
	err := call()
	whole := seen() - before
	o.calls++
	o.sent += whole
	if whole > 1 {
		t.Errorf("%s: the request was sent %d times: %v", name, whole, err)
	}
	if err == nil {
		if whole != 1 {
			t.Errorf("%s: success after %d requests", name, whole)
		}
		return
	}
	o.failed++
	failure, ok := err.(*sdk.Error)
	switch {
	case !ok:
		t.Errorf("%s: error is %v", name, err)
	case failure.MaybeExecuted != (whole == 1):
		t.Errorf("%s: MaybeExecuted is %v after %d requests: %v", name, failure.MaybeExecuted, whole, err)
	case failure.MaybeExecuted && !strings.Contains(fmt.Errorf("deploy: %w", err).Error(), "the engine may have carried it out"):
		t.Errorf("%s: the text hides it: %v", name, err)
	case failure.MaybeExecuted && failure.Attempts != 1:
		t.Errorf("%s: %d attempts", name, failure.Attempts)
	case failure.CorrelationID == "":
		t.Errorf("%s: no correlation ID to look for", name)
	}
}

// frameFaults are what a front end may do over HTTP/2 after it got a whole request.
func frameFaults() map[string]func(*frameServer, *frameConn, uint32) {
	faults := map[string]func(*frameServer, *frameConn, uint32){
		"connection closed": func(_ *frameServer, w *frameConn, _ uint32) { w.conn.Close() },
		"two answers": func(_ *frameServer, w *frameConn, stream uint32) {
			w.answer(stream, "<html/>")
			w.answer(stream, "<html/>")
		},
		"informational answers without end": func(_ *frameServer, w *frameConn, stream uint32) {
			for range 4000 {
				w.status(stream, "103", 0, "link", strings.Repeat("x", 100))
			}
			w.reset(stream, 2)
		},
		"101": func(_ *frameServer, w *frameConn, stream uint32) {
			w.status(stream, "101", 0)
			w.reset(stream, 1)
		},
		"reset in the midst of the answer": func(_ *frameServer, w *frameConn, stream uint32) {
			w.status(stream, "200", 0)
			w.reset(stream, 1)
		},
	}
	codes := []uint32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 99, 1<<32 - 1}
	for _, code := range codes {
		faults[fmt.Sprintf("reset with %d", code)] = func(_ *frameServer, w *frameConn, stream uint32) { w.reset(stream, code) }
		faults[fmt.Sprintf("reset with %d, then the end of the engine", code)] = func(s *frameServer, w *frameConn, stream uint32) {
			s.listener.Close()
			w.reset(stream, code)
			w.conn.Close()
		}
		for where, last := range map[string]func(uint32) uint32{
			"before": func(uint32) uint32 { return 0 },
			"at":     func(stream uint32) uint32 { return stream },
			"after":  func(uint32) uint32 { return 1<<31 - 1 },
		} {
			faults[fmt.Sprintf("GOAWAY %s the stream with %d", where, code)] = func(_ *frameServer, w *frameConn, stream uint32) {
				w.goAway(last(stream), code)
				w.conn.Close()
			}
		}
	}
	return faults
}

// TestOneRequestOverHTTP2 has a front end do after each whole request what may make a client send
// it again, first once and then each time.
func TestOneRequestOverHTTP2(t *testing.T) {
	t.Parallel()
	var total outcome
	for name, fault := range frameFaults() {
		for _, always := range []bool{false, true} {
			for _, change := range changes {
				for _, mode := range modes {
					title := fmt.Sprintf("%s, always %v: %s%s", name, always, change.name, mode.name)
					var s *frameServer
					var broken atomic.Bool
					s, cfg := newFrameServer(t, func(w *frameConn, stream uint32) {
						if always || broken.CompareAndSwap(false, true) {
							fault(s, w, stream)
							return
						}
						w.answer(stream, "<action><status>complete</status></action>")
					})
					c := closing(t, cfg)
					ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
					total.judge(t, title, s.requests, func() error { return change.do(ctx, c, mode.opts...) })
					cancel()
					c.CloseKeepingSession()
					s.close()
				}
			}
		}
	}
	t.Logf("%d calls over HTTP/2: %d whole requests, %d errors", total.calls, total.sent, total.failed)
}

// closing returns a connection that is closed at the end of the test, if not before.
func closing(t *testing.T, cfg sdk.Config) *sdk.Connection {
	t.Helper()
	c, err := sdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseKeepingSession)
	return c
}

// lineFaults are what a front end may write over HTTP/1.1 after it got a whole request, before it
// closes the connection.
var lineFaults = map[string]string{
	"nothing":                   "",
	"half a status line":        "HTTP/1.1 2",
	"half a header":             "HTTP/1.1 200 OK\r\nContent-Le",
	"half a body":               "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<action>",
	"nonsense":                  "\x00\x01\x02\x03",
	"408":                       "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n",
	"100":                       "HTTP/1.1 100 Continue\r\n\r\n",
	"informational without end": strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("x", 1000)+"\r\n\r\n", 400),
	"101":                       "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
	"two pages":                 strings.Repeat("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\n<html/>", 2),
}

// TestOneRequestOverHTTP11 does the same over HTTP/1.1, on new connections and on kept ones.
func TestOneRequestOverHTTP11(t *testing.T) {
	t.Parallel()
	var total outcome
	for name, text := range lineFaults {
		for _, kept := range []bool{false, true} {
			s := newLineServer(t, text)
			for _, change := range changes {
				for _, mode := range modes {
					title := fmt.Sprintf("%s, kept connection %v: %s%s", name, kept, change.name, mode.name)
					c := closing(t, sdk.Config{URL: s.url(), Token: "t", Proxy: "direct",
						Retry: call.RetryPolicy{FirstPause: time.Nanosecond, LastPause: time.Nanosecond}})
					if kept {
						if _, err := vmService(c).Get(t.Context(), nil); err != nil {
							t.Fatal(err)
						}
					}
					seen := func() int { return int(s.changes.Load()) }
					if name == "408" { // It says that the request wasn't taken.
						before := seen()
						if err := change.do(t.Context(), c, mode.opts...); err == nil || seen() != before+1 {
							t.Errorf("%s: %v after %d requests", title, err, seen()-before)
						}
						continue
					}
					total.judge(t, title, seen, func() error { return change.do(t.Context(), c, mode.opts...) })
				}
			}
		}
	}
	t.Logf("%d calls over HTTP/1.1: %d whole requests, %d errors", total.calls, total.sent, total.failed)
}

// lineServer speaks HTTP/1.1 by hand. It answers what reads as an engine does, and what changes
// something with its text.
type lineServer struct {
	net.Listener
	text    string
	changes atomic.Int64
}

func newLineServer(t *testing.T, text string) *lineServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	s := &lineServer{Listener: listener, text: text}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

func (s *lineServer) url() string { return "http://" + s.Addr().String() + "/ovirt-engine/api" }

func (s *lineServer) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return
		}
		if req.Method != http.MethodGet {
			s.changes.Add(1)
			_, _ = io.WriteString(conn, s.text)
			return
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nCorrelation-Id: %s\r\nContent-Length: %d\r\n\r\n%s",
			req.Header.Get("Correlation-Id"), len(oneVM), oneVM)
	}
}

// TestReadsAreRepeatedByUsAlone shows that net/http doesn't send a GET again and again after a
// reset, and that each one counts.
func TestReadsAreRepeatedByUsAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		faults int // resets before an answer
		opts   []call.Option
		want   int
		fails  bool
	}{
		{"one reset", 1, nil, 2, false},
		{"resets without end", 1 << 30, nil, 4, true},
		{"resets without end, twice at most", 1 << 30, []call.Option{call.Retry(call.RetryPolicy{Attempts: 2})}, 2, true},
		{"NoRetry", 1, []call.Option{call.NoRetry()}, 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int64
			s, cfg := newFrameServer(t, func(w *frameConn, stream uint32) {
				if n.Add(1) <= int64(tt.faults) {
					w.reset(stream, 1)
					return
				}
				w.answer(stream, oneVM)
			})
			c := closing(t, cfg)
			var result call.Response
			_, err := vmService(c).Get(t.Context(), nil, append(tt.opts, call.Result(&result))...)
			if (err != nil) != tt.fails || s.requests() != tt.want || result.Attempts != tt.want {
				t.Errorf("error is %v after %d requests, of which the result says %d, want %d", err, s.requests(), result.Attempts, tt.want)
			}
			if err != nil && (!errors.Is(err, sdk.ErrConnection) || err.(*sdk.Error).MaybeExecuted) {
				t.Errorf("error is %v, want ErrConnection", err)
			}
		})
	}
}

// TestDeadConnectionsCountAsAttempts has a server drop each kept connection when the next request
// comes over it.
func TestDeadConnectionsCountAsAttempts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		opts  []call.Option
		want  int
		fails bool
	}{
		{"repeated", nil, 2, false},
		{"NoRetry", []call.Option{call.NoRetry()}, 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var reads atomic.Int64
			e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
				if reads.Add(1) == 2 {
					panic(http.ErrAbortHandler)
				}
				answer(200, oneVM)(w, r)
			})
			c := e.connect()
			if _, err := vmService(c).Get(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			var result call.Response
			_, err := vmService(c).Get(t.Context(), nil, append(tt.opts, call.Result(&result))...)
			if (err != nil) != tt.fails || result.Attempts != tt.want || reads.Load() != int64(tt.want+1) {
				t.Errorf("error is %v after %d requests; attempts are %d, want %d", err, reads.Load()-1, result.Attempts, tt.want)
			}
		})
	}
}

func TestRetryUnsafeRepeatsAfterAReset(t *testing.T) {
	t.Parallel()
	s, cfg := newFrameServer(t, func(w *frameConn, stream uint32) { w.reset(stream, 1) })
	err := vmService(closing(t, cfg)).Start(t.Context(), nil, call.RetryUnsafe())
	if failure, ok := err.(*sdk.Error); !ok || !failure.MaybeExecuted || failure.Attempts != 4 || s.requests() != 4 {
		t.Errorf("error is %v after %d requests, want 4", err, s.requests())
	}
}

func TestLoginsEndAfterResets(t *testing.T) {
	t.Parallel()
	s, cfg := newFrameServer(t, func(w *frameConn, stream uint32) { w.reset(stream, 1) })
	cfg.Token, cfg.Username, cfg.Password = "", user, password
	_, err := closing(t, cfg).Token(t.Context())
	if !errors.Is(err, sdk.ErrConnection) || s.requests() != 4 {
		t.Errorf("error is %v after %d requests, want ErrConnection after 4", err, s.requests())
	}
}
