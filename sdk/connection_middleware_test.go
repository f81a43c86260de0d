package sdk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestMiddlewareStandsWhereItIsNamed(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex // guards seen
	var seen []string
	note := func(name string) func(http.RoundTripper) http.RoundTripper {
		return func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				info, ok := sdk.CallOf(req.Context())
				resp, err := next.RoundTrip(req)
				status := 0
				if resp != nil {
					status = resp.StatusCode
				}
				token := req.Header.Get("Authorization") != ""
				mu.Lock()
				defer mu.Unlock()
				seen = append(seen, fmt.Sprintf("%s %s %d %v: %d token=%v", name, info.Op, info.Attempt, ok, status, token && name != "first call"))
				return resp, err
			})
		}
	}
	e := newEngine(t, flaky(1, answer(503, ""), answer(200, oneVM)))
	c := e.connect(func(cfg *sdk.Config) {
		cfg.Middleware = []sdk.Middleware{
			{Call: note("first call"), Attempt: note("first attempt")},
			{Attempt: note("second attempt")},
			{Attempt: func(http.RoundTripper) http.RoundTripper { return nil }},
			{},
		}
	})
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"second attempt login 1 true: 200 token=false",
		"first attempt login 1 true: 200 token=false",
		"second attempt VmService.Get 1 true: 503 token=true",
		"first attempt VmService.Get 1 true: 503 token=true",
		"second attempt VmService.Get 2 true: 200 token=true",
		"first attempt VmService.Get 2 true: 200 token=true",
		"first call VmService.Get 0 true: 200 token=false",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("seen were\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
	if _, ok := sdk.CallOf(t.Context()); ok {
		t.Error("a context of others leads to a call")
	}
}

// TestMiddlewareMayAnswer has a link that answers for the engine, and one that fails before
// anything is sent.
func TestMiddlewareMayAnswer(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	mine := errors.New("mine")
	c := e.connect(func(cfg *sdk.Config) {
		cfg.Middleware = []sdk.Middleware{{Call: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				if req.Method == "POST" {
					return nil, mine
				}
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`<vm id="cached"/>`))}, nil
			})
		}}}
	})
	vm, err := vmService(c).Get(t.Context(), nil)
	if err != nil || *vm.ID != "cached" {
		t.Errorf("Get gave %v, %v", vm, err)
	}
	err = vmService(c).Start(t.Context(), nil)
	if failure, ok := err.(*sdk.Error); !ok || !errors.Is(err, mine) || failure.MaybeExecuted || failure.Attempts != 0 {
		t.Errorf("Start gave %+v", err)
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}

var times = regexp.MustCompile(`duration=\S+`)

func TestRecordsOfACall(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/start") {
			answer(409, "<fault><detail>runs</detail></fault>")(w, r)
			return
		}
		answer(200, oneVM)(w, r)
	})
	c := e.connect(func(cfg *sdk.Config) {
		cfg.Logger = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug,
			ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			}}))
	}, correlated)
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	_, _ = vmService(c).Get(t.Context(), nil)
	_ = vmService(c).Start(t.Context(), nil)
	want := fmt.Sprintf(`level=DEBUG msg=request op=VmService.Get method=GET path=/ovirt-engine/api/vms/1 duration=D attempt=1 status=200 correlation_id=corr-1
level=DEBUG msg=call op=VmService.Get method=GET path=/ovirt-engine/api/vms/1 status=200 duration=D attempts=1 sent=0 received=%d correlation_id=corr-1
level=DEBUG msg=request op=VmService.Start method=POST path=/ovirt-engine/api/vms/1/start duration=D attempt=1 status=409 correlation_id=corr-1
level=DEBUG msg=call op=VmService.Start method=POST path=/ovirt-engine/api/vms/1/start status=409 duration=D attempts=1 sent=9 received=36 correlation_id=corr-1 error=runs
`, len(oneVM))
	if got := times.ReplaceAllString(out.String(), "duration=D"); got != want {
		t.Errorf("the log is\n%s\nwant\n%s", got, want)
	}
}

func TestResultSumsTheCallUp(t *testing.T) {
	t.Parallel()
	e := newEngine(t, flaky(1, answer(503, ""), answer(200, oneVM)))
	c := e.connect(correlated)
	var r call.Response
	if _, err := vmService(c).Get(t.Context(), nil, call.Result(&r)); err != nil {
		t.Fatal(err)
	}
	if r.Duration <= 0 || r.Received != int64(len(oneVM)) || r.Sent != 0 || r.Attempts != 2 {
		t.Errorf("result is %+v", r)
	}
	r.Duration = 35 * time.Millisecond
	if got, want := r.RequestSummary(), "GET /vms/1"; got != want {
		t.Errorf("the request is %q, want %q", got, want)
	}
	want := fmt.Sprintf("200 OK, %d bytes, after 35ms, 2 attempts, correlation id corr-1", len(oneVM))
	if got := r.ResponseSummary(); got != want {
		t.Errorf("the answer is %q, want %q", got, want)
	}
	e.Server.Close()
	_, _ = vmService(c).Update(t.Context(), &types.Vm{Name: new("a")}, nil, call.Result(&r), call.NoRetry())
	r.Duration = 0
	if got, want := r.RequestSummary()+"|"+r.ResponseSummary(), "PUT /vms/1, 23 bytes|no answer, after 0s, 1 attempt, correlation id corr-1"; got != want {
		t.Errorf("sum is %q, want %q", got, want)
	}
	var none context.Context
	_, _ = vmService(c).Get(none, nil, call.Result(&r))
	if got := r.RequestSummary() + r.ResponseSummary(); got != "" {
		t.Errorf("a call that wasn't begun is %q", got)
	}
}

func TestErrorsInStructuredLogs(t *testing.T) {
	t.Parallel()
	cause := errors.New("one\ntwo")
	for _, tt := range []struct {
		name string
		err  *sdk.Error
		want string
	}{
		{"fault", &sdk.Error{Op: "VmService.Start", Method: "POST", Path: "/vms/1/start", Status: 409, CorrelationID: "c", Class: sdk.ErrConflict,
			Fault: &types.Fault{Reason: new("r"), Detail: new("d")}, Attempts: 1, Body: "anything"},
			`err.op=VmService.Start err.method=POST err.path=/vms/1/start err.status=409 err.correlation_id=c err.class=conflict ` +
				`err.reason=r err.detail=d err.attempts=1`},
		{"cause", &sdk.Error{Op: "VmService.Start", Method: "POST", Path: "/x", Class: sdk.ErrConnection, Err: cause, Attempts: 2, MaybeExecuted: true},
			`err.op=VmService.Start err.method=POST err.path=/x err.class="connection failed" err.cause="one; two" err.attempts=2 ` +
				`err.maybe_executed=true`},
		{"mistake", &sdk.Error{Op: "New", Class: sdk.ErrInvalid}, `err.op=New err.class="invalid request"`},
	} {
		var out bytes.Buffer
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "err", tt.err)
		if _, got, _ := strings.Cut(strings.TrimSpace(out.String()), "msg=x "); got != tt.want {
			t.Errorf("%s: the record is\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}
