package sdk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// vmAt returns the VM that a path names.
func vmAt(path string) string {
	_, id, _ := strings.Cut(path, "/vms/")
	return `<vm id="` + id + `"><name>` + id + `</name></vm>`
}

// outOfStep answers each request over HTTP/1.1, and now and then answers one twice, as a proxy does
// that has got out of step: the second answer is taken for one to the next request. It returns an
// address of an API.
func outOfStep(t *testing.T, echo bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	serve := func(conn net.Conn) {
		defer conn.Close()
		in := bufio.NewReader(conn)
		owed := "" // the second answer, which goes out with the next one
		for n := 0; ; n++ {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, req.Body)
			body := vmAt(req.URL.Path)
			head := "HTTP/1.1 200 OK\r\n"
			if echo {
				head += "Correlation-Id: " + req.Header.Get("Correlation-Id") + "\r\n"
			}
			if req.Method == http.MethodPost {
				body = "<action><status>complete</status></action>"
			}
			answer := head + "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
			if owed != "" {
				_, _ = io.WriteString(conn, owed)
			}
			_, _ = io.WriteString(conn, answer)
			if owed = ""; n%5 == 3 {
				owed = answer
			}
		}
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return "http://" + listener.Addr().String() + "/ovirt-engine/api"
}

// TestAnswersToOtherRequestsAreFound reads VMs from a server that answers every fifth request
// twice, with 8 goroutines. Each answer is the right one, or an error.
func TestAnswersToOtherRequestsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		echo bool
	}{{"correlation IDs come back", true}, {"by the object's ID alone", false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := closing(t, sdk.Config{URL: outOfStep(t, tt.echo), Token: "t", Proxy: "direct"})
			vms := c.SystemService().VmsService()
			var found atomic.Int64
			var all sync.WaitGroup
			for worker := range 8 {
				all.Go(func() {
					for n := range 250 {
						id := strconv.Itoa(1000*worker + n)
						vm, err := vms.VmService(id).Get(t.Context(), nil)
						switch {
						case errors.Is(err, sdk.ErrUnexpected) && strings.Contains(err.Error(), "another request"):
							found.Add(1)
						case err != nil:
							t.Errorf("VM %s: %v", id, err)
						case sdk.Value(vm.ID) != id:
							t.Errorf("instead of VM %s came %s", id, sdk.Value(vm.ID))
						}
					}
				})
			}
			all.Wait()
			if found.Load() == 0 {
				t.Error("no answer was out of step, so nothing was found")
			}
			t.Logf("%d of 2000 answers were to another request, and all were found", found.Load())
		})
	}
}

func TestAnswerToAnotherRequestLeavesAChangeInDoubt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		call func(context.Context, *sdk.Connection) error
	}{
		{"action", func(ctx context.Context, c *sdk.Connection) error { return vmService(c).Start(ctx, nil) }},
		{"update", func(ctx context.Context, c *sdk.Connection) error {
			_, err := vmService(c).Update(ctx, &types.Vm{Name: new("a")}, nil)
			return err
		}},
		{"remove", func(ctx context.Context, c *sdk.Connection) error { return vmService(c).Remove(ctx, nil) }},
		{"raw", func(ctx context.Context, c *sdk.Connection) error {
			_, err := c.Do(ctx, sdk.RawRequest{Method: "POST", Path: "vms/1/start", Body: []byte("<action/>")})
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Correlation-Id", "3f2b9c44-7f0e-4f4c-8f4c-6f4b8d1f3a10")
				answer(200, "<action/>")(w, nil)
			})
			err := tt.call(t.Context(), e.connect())
			failure, ok := err.(*sdk.Error)
			if !ok || failure.Class != sdk.ErrUnexpected || !failure.MaybeExecuted || failure.Attempts != 1 || failure.Status != 0 {
				t.Fatalf("error is %#v", err)
			}
			if len(failure.CorrelationID) != 36 || strings.HasPrefix(failure.CorrelationID, "3f2b9c44") {
				t.Errorf("the correlation ID of the error is %s, not that of the call", failure.CorrelationID)
			}
		})
	}
	t.Run("object of another ID after an update", func(t *testing.T) {
		t.Parallel()
		_, err := vmService(newEngine(t, answer(200, `<vm id="2"/>`)).connect()).Update(t.Context(), &types.Vm{Name: new("a")}, nil)
		if failure, ok := err.(*sdk.Error); !ok || failure.Class != sdk.ErrUnexpected || !failure.MaybeExecuted {
			t.Errorf("error is %v", err)
		}
	})
}

// TestCorrelationIDs shows what is sent, and which answers count as answers to it. The facts are
// those of the engine's filter: it takes the header before the parameter, drops all but letters,
// digits, - and _, cuts to 36 characters, and answers with the rest.
func TestCorrelationIDs(t *testing.T) {
	t.Parallel()
	const long = "deployment-of-the-web-servers-of-spring-2026"
	for _, tt := range []struct {
		name     string
		config   string // Correlation-Id of Config.Header; - for none
		opts     []call.Option
		sent     string // what the engine sees in the header; random for a UUID
		answered []string
		fails    bool
	}{
		{"random", "-", nil, "random", nil, false},
		{"cleaned", "-", []call.Option{call.Header("Correlation-Id", "web 1/start")}, "web 1/start", []string{"web1start"}, false},
		{"cut to 36", "-", []call.Option{call.Header("Correlation-Id", long)}, long, []string{long[:36]}, false},
		{"as it was sent", "-", []call.Option{call.Header("Correlation-Id", long)}, long, []string{long}, false},
		{"nothing is left of it", "-", []call.Option{call.Header("Correlation-Id", "///")}, "///", []string{"d7a9"}, false},
		{"another", "-", []call.Option{call.CorrelationID("web-1")}, "web-1", []string{"web-2"}, true},
		{"another one that begins like it", "-", []call.Option{call.CorrelationID("web-12")}, "web-12", []string{"web-1"}, true},
		{"another instead of a random one", "-", nil, "random", []string{"web-1"}, true},
		{"beside that of a gateway", "-", []call.Option{call.CorrelationID("a")}, "a", []string{"gateway-7", "a"}, false},
		{"in one line with that of a gateway", "-", []call.Option{call.CorrelationID("a")}, "a", []string{"gateway-7, a"}, false},
		{"empty", "-", nil, "random", []string{""}, false},
		{"header of the call", "-", []call.Option{call.Header("correlation-id", "mine")}, "mine", []string{"mine"}, false},
		{"header of the call, another", "-", []call.Option{call.Header("correlation-id", "mine")}, "mine", []string{"m"}, true},
		{"header of the connection", "mine", nil, "mine", []string{"mine"}, false},
		{"header of the connection, another", "mine", nil, "mine", []string{"yours"}, true},
		{"parameter", "-", []call.Option{call.Query("correlation_id", "p&1")}, "", []string{"p1"}, false},
		{"parameter, another", "-", []call.Option{call.Query("correlation_id", "p1")}, "", []string{"p2"}, true},
		{"none wanted by the call", "-", []call.Option{call.Header("Correlation-Id", "")}, "", []string{"any"}, false},
		{"none wanted by the connection", "", nil, "", []string{"any"}, false},
		{"none wanted by the connection, but by the call", "", []call.Option{call.CorrelationID("a")}, "a", []string{"b"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var sent string
			var named bool
			e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
				sent = r.Header.Get("Correlation-Id")
				_, named = r.Header["Correlation-Id"]
				if tt.answered != nil {
					w.Header()["Correlation-Id"] = tt.answered
				}
				answer(200, oneVM)(w, r)
			})
			c := e.connect(func(cfg *sdk.Config) {
				if tt.config != "-" {
					cfg.Header = http.Header{"Correlation-Id": {tt.config}}
				}
			})
			var result call.Response
			_, err := vmService(c).Get(t.Context(), nil, append(slices.Clone(tt.opts), call.Result(&result))...)
			if tt.fails != errors.Is(err, sdk.ErrUnexpected) || !tt.fails && err != nil {
				t.Fatalf("error is %v", err)
			}
			if tt.sent == "random" && len(sent) != 36 || tt.sent != "random" && sent != tt.sent || named != (tt.sent != "") {
				t.Errorf("%q was sent, want %s", sent, tt.sent)
			}
			if err == nil && len(tt.answered) > 0 && tt.answered[0] != "" && result.CorrelationID != tt.answered[0] {
				t.Errorf("the result says %q", result.CorrelationID)
			}
			if failure, ok := err.(*sdk.Error); ok && tt.sent != "random" && tt.sent != "" && failure.CorrelationID != tt.sent {
				t.Errorf("the error says %q", failure.CorrelationID)
			}
		})
	}
}

func TestAttemptsHaveOneCorrelationID(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]int{}
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.Header.Get("Correlation-Id")]++
		mu.Unlock()
		answer(503, "")(w, r)
	})
	c := e.connect()
	for range 2 {
		_, err := vmService(c).Get(t.Context(), nil)
		if failure, ok := err.(*sdk.Error); !ok || seen[failure.CorrelationID] != 4 {
			t.Errorf("error is %v; the engine saw %v", err, seen)
		}
	}
	if len(seen) != 2 {
		t.Errorf("the engine saw %v, want an ID per call", seen)
	}
}

// silent is another HTTP stack: it sends requests, and tells no trace.
type silent struct{ sent atomic.Int64 }

func (s *silent) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		req.Body.Close()
	}
	s.sent.Add(1)
	return nil, io.ErrUnexpectedEOF
}

// TestSilentTransportsSendOnce shows that nobody takes a request for unsent because the transport
// says nothing about it.
func TestSilentTransportsSendOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"RoundTripper", "registered protocol"} {
		for _, change := range changes {
			t.Run(fmt.Sprint(name, "/", change.name), func(t *testing.T) {
				t.Parallel()
				s := new(silent)
				var transport http.RoundTripper = s
				if name != "RoundTripper" {
					own := new(http.Transport)
					own.RegisterProtocol("https", s)
					transport = own
				}
				c := closing(t, sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t", Transport: transport})
				err := change.do(t.Context(), c)
				if failure, ok := err.(*sdk.Error); !ok || !failure.MaybeExecuted || s.sent.Load() != 1 {
					t.Errorf("error is %v after %d requests", err, s.sent.Load())
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				if err := change.do(ctx, c); err.(*sdk.Error).MaybeExecuted || s.sent.Load() != 1 {
					t.Errorf("a call that had ended before: %v after %d requests", err, s.sent.Load())
				}
			})
		}
	}
}
