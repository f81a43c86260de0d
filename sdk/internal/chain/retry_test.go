package chain

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/call"
)

// script is the end of a chain that answers one thing after the other: a status, or an error. The last one stays.
type script struct {
	steps  []any
	header http.Header
	write  bool // whether requests reach the engine even where an error comes of it
	bodies []string
	times  []time.Duration
	begun  time.Time
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	if s.begun.IsZero() {
		s.begun = time.Now()
	}
	s.times = append(s.times, time.Since(s.begun))
	body := ""
	if req.Body != nil {
		b, _ := io.ReadAll(req.Body)
		body = string(b)
		req.Body.Close()
	}
	step := s.steps[min(len(s.bodies), len(s.steps)-1)]
	s.bodies = append(s.bodies, body)
	if s.write {
		CallOf(req.Context()).Wrote()
	}
	switch step := step.(type) {
	case int:
		resp := response(step, "page")
		for name, values := range s.header {
			resp.Header[name] = values
		}
		return resp, nil
	case error:
		return nil, step
	}
	panic(fmt.Sprint("no step: ", step))
}

// forever is an error that says itself that it stays.
type forever struct{}

func (forever) Error() string   { return "forever" }
func (forever) Permanent() bool { return true }

// whole is chance that always takes the whole bound.
func whole(bound time.Duration) time.Duration { return bound }

func send(ctx context.Context, t *testing.T, r *Retry, c *Call, method string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(&Context{ctx, c}, method, "https://h/x", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	return r.RoundTrip(req)
}

func TestRetryRepeatsOnlyWhatIsSafe(t *testing.T) {
	t.Parallel()
	reset := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	late := &net.OpError{Op: "dial", Err: fmt.Errorf("i/o timeout: %w", context.DeadlineExceeded)}
	limit := fmt.Errorf("rate limit: %w", context.DeadlineExceeded)
	untrusted := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	unknown := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h", IsNotFound: true}}
	for _, tt := range []struct {
		name    string
		method  string
		step    any
		written bool
		opts    call.Options
		policy  call.RetryPolicy
		want    int // attempts
		doubt   bool
	}{
		{"GET 502", "GET", 502, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET 503", "GET", 503, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET 504", "GET", 504, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET 429", "GET", 429, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"HEAD 503", "HEAD", 503, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET 500", "GET", 500, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET 404", "GET", 404, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET 409", "GET", 409, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET 200", "GET", 200, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET that breaks", "GET", reset, true, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET without an engine", "GET", refused, false, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET without a host", "GET", unknown, false, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET that isn't connected in time", "GET", late, false, call.Options{}, call.RetryPolicy{}, 4, false},
		{"GET that a limit holds back", "GET", limit, false, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET from a stranger", "GET", fmt.Errorf("x: %w", untrusted), false, call.Options{}, call.RetryPolicy{}, 1, false},
		{"GET that fails for good", "GET", forever{}, false, call.Options{}, call.RetryPolicy{}, 1, false},
		{"POST without an engine", "POST", refused, false, call.Options{}, call.RetryPolicy{}, 4, false},
		{"POST that breaks", "POST", reset, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"POST 503", "POST", 503, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"POST 429", "POST", 429, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"PUT 502", "PUT", 502, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"DELETE that breaks", "DELETE", reset, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"POST 409", "POST", 409, true, call.Options{}, call.RetryPolicy{}, 1, false},
		{"POST 409 by policy", "POST", 409, true, call.Options{}, call.RetryPolicy{Conflicts: true}, 4, false},
		{"POST 409 by option", "POST", 409, true, call.Options{RetryConflicts: true}, call.RetryPolicy{}, 4, false},
		{"POST 503 where conflicts are repeated", "POST", 503, true, call.Options{RetryConflicts: true}, call.RetryPolicy{}, 1, false},
		{"unsafe POST 503", "POST", 503, true, call.Options{RetryUnsafe: true}, call.RetryPolicy{}, 4, true},
		{"unsafe POST that breaks", "POST", reset, true, call.Options{RetryUnsafe: true}, call.RetryPolicy{}, 4, true},
		{"unsafe POST 500", "POST", 500, true, call.Options{RetryUnsafe: true}, call.RetryPolicy{}, 1, false},
		{"policy of the call", "GET", 503, true, call.Options{Retry: &call.RetryPolicy{Attempts: 2}}, call.RetryPolicy{Attempts: 7}, 2, false},
		{"switched off", "GET", 503, true, call.Options{}, call.RetryPolicy{Attempts: 1}, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				end := &script{steps: []any{tt.step}, write: tt.written}
				r := &Retry{Policy: tt.policy, Next: end}
				c := &Call{Policy: tt.opts.Retry, Conflicts: tt.opts.RetryConflicts, Unsafe: tt.opts.RetryUnsafe}
				resp, err := send(t.Context(), t, r, c, tt.method)
				if status, ok := tt.step.(int); ok && (err != nil || resp.StatusCode != status) || !ok && err != tt.step {
					t.Errorf("got %v, %v", resp, err)
				}
				if resp != nil {
					if body, _ := io.ReadAll(resp.Body); string(body) != "page" {
						t.Errorf("the body of the last answer is %q", body)
					}
				}
				if len(end.bodies) != tt.want || c.Attempts() != tt.want {
					t.Errorf("%d requests and %d attempts, want %d", len(end.bodies), c.Attempts(), tt.want)
				}
				for _, body := range end.bodies {
					if body != "hello" {
						t.Errorf("a body was %q", body)
					}
				}
				if c.Doubted() != tt.doubt {
					t.Errorf("doubt is %v", c.Doubted())
				}
			})
		})
	}
}

func TestRetryEndsWithSuccess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := &script{steps: []any{503, errors.New("broken"), 200}}
		c := new(Call)
		resp, err := send(t.Context(), t, &Retry{Next: end}, c, "GET")
		if err != nil || resp.StatusCode != 200 || c.Attempts() != 3 {
			t.Errorf("got %v, %v after %d attempts", resp, err, c.Attempts())
		}
	})
}

func TestRetryPauses(t *testing.T) {
	t.Parallel()
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	const ms = time.Millisecond
	for _, tt := range []struct {
		name   string
		policy call.RetryPolicy
		header func() http.Header
		want   []time.Duration // from the first attempt
	}{
		{"doubled", call.RetryPolicy{}, nil, []time.Duration{0, 200 * ms, 600 * ms, 1400 * ms}},
		{"capped", call.RetryPolicy{Attempts: 6, FirstPause: 100 * ms, LastPause: 300 * ms}, nil,
			[]time.Duration{0, 100 * ms, 300 * ms, 600 * ms, 900 * ms, 1200 * ms}},
		{"cap below the first", call.RetryPolicy{Attempts: 3, FirstPause: time.Second, LastPause: 10 * ms}, nil,
			[]time.Duration{0, 10 * ms, 20 * ms}},
		{"seconds", call.RetryPolicy{Attempts: 2, FirstPause: 1}, func() http.Header { return http.Header{"Retry-After": {"7"}} },
			[]time.Duration{0, 7*time.Second + 1}},
		{"date", call.RetryPolicy{Attempts: 2, FirstPause: 1}, func() http.Header { return http.Header{"Retry-After": {date(9 * time.Second)}} },
			[]time.Duration{0, 9*time.Second + 1}},
		{"date by the clock of the engine", call.RetryPolicy{Attempts: 2, FirstPause: 1},
			func() http.Header {
				return http.Header{"Retry-After": {date(time.Hour + 3*time.Second)}, "Date": {date(time.Hour)}}
			}, []time.Duration{0, 3*time.Second + 1}},
		{"date in the past", call.RetryPolicy{Attempts: 2, FirstPause: 1}, func() http.Header { return http.Header{"Retry-After": {date(-time.Hour)}} },
			[]time.Duration{0, 1}},
		{"negative", call.RetryPolicy{Attempts: 2, FirstPause: 1}, func() http.Header { return http.Header{"Retry-After": {"-3"}} },
			[]time.Duration{0, 1}},
		{"nonsense", call.RetryPolicy{Attempts: 2}, func() http.Header { return http.Header{"Retry-After": {"soon"}} },
			[]time.Duration{0, 200 * ms}},
		{"more than is waited", call.RetryPolicy{}, func() http.Header { return http.Header{"Retry-After": {"31"}} }, []time.Duration{0}},
		{"more than any clock holds", call.RetryPolicy{}, func() http.Header { return http.Header{"Retry-After": {"9000000000000000000"}} },
			[]time.Duration{0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				end := &script{steps: []any{503}}
				if tt.header != nil {
					end.header = tt.header()
				}
				_, _ = send(t.Context(), t, &Retry{Policy: tt.policy, Next: end, pause: whole}, new(Call), "GET")
				if diff := cmp.Diff(tt.want, end.times); diff != "" {
					t.Errorf("times differ (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestRetryPausesAreByChance(t *testing.T) {
	t.Parallel()
	r := new(Retry)
	var sum time.Duration
	for range 1000 {
		pause := r.chance(time.Second)
		if pause < 0 || pause > time.Second {
			t.Fatalf("a pause is %v", pause)
		}
		sum += pause
	}
	if mean := sum / 1000; mean < 400*time.Millisecond || mean > 600*time.Millisecond {
		t.Errorf("the mean of the pauses is %v, want about half a second", mean)
	}
}

func TestRetryEndsWithTheContext(t *testing.T) {
	t.Parallel()
	t.Run("cancelled within a pause", func(t *testing.T) {
		t.Parallel()
		for _, tt := range []struct {
			name string
			step any
			want string
		}{
			{"answer", 503, "context canceled before another attempt after status 503"},
			{"error", io.ErrUnexpectedEOF, "context canceled before another attempt after: unexpected EOF"},
		} {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(150*time.Millisecond, cancel)
				end := &script{steps: []any{tt.step}}
				begin := time.Now()
				_, err := send(ctx, t, &Retry{Next: end, pause: whole}, new(Call), "GET")
				if err == nil || err.Error() != tt.want || !errors.Is(err, context.Canceled) {
					t.Errorf("%s: error is %v, want %s", tt.name, err, tt.want)
				}
				if took := time.Since(begin); took != 150*time.Millisecond || len(end.bodies) != 1 {
					t.Errorf("%s: took %v and %d requests", tt.name, took, len(end.bodies))
				}
			})
		}
	})
	t.Run("a pause that the deadline cuts isn't begun", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			end := &script{steps: []any{503}}
			begin := time.Now()
			resp, err := send(ctx, t, &Retry{Next: end, pause: whole}, new(Call), "GET")
			if err != nil || resp.StatusCode != 503 {
				t.Fatalf("got %v, %v, want the answer at hand", resp, err)
			}
			if took := time.Since(begin); took != 200*time.Millisecond || len(end.bodies) != 2 {
				t.Errorf("took %v and %d requests", took, len(end.bodies))
			}
		})
	})
}

func TestRetryBudgetIsForAllCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := &script{steps: []any{503}}
		r := &Retry{Policy: call.RetryPolicy{Attempts: 3}, Budget: NewBudget(5), Next: end}
		for range 10 {
			_, _ = send(t.Context(), t, r, new(Call), "GET")
		}
		if want := 10 + 5; len(end.bodies) != want {
			t.Errorf("%d requests, want %d", len(end.bodies), want)
		}
		end.steps = []any{200}
		for range 20 { // Ten give back one repetition.
			_, _ = send(t.Context(), t, r, new(Call), "GET")
		}
		end.steps, end.bodies = []any{503}, nil
		for range 10 {
			_, _ = send(t.Context(), t, r, new(Call), "GET")
		}
		if want := 10 + 2; len(end.bodies) != want {
			t.Errorf("%d requests after 20 successes, want %d", len(end.bodies), want)
		}
	})
}

func TestRetrySuccessGivesTheBudgetBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(3)
		for range 10 {
			resp, err := send(t.Context(), t, &Retry{Budget: b, Next: &script{steps: []any{503, 503, 200}}}, new(Call), "GET")
			if err != nil || resp.StatusCode != 200 {
				t.Fatalf("got %v, %v", resp, err)
			}
		}
		if spent := b.spent.Load(); spent != 0 {
			t.Errorf("%d tenths are spent", spent)
		}
	})
}

func TestLoginsAreRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := &script{steps: []any{503, io.EOF, 200}}
		resp, err := (&Retry{Op: "login", Always: true, Next: end}).RoundTrip(request(t, "form"))
		if err != nil || resp.StatusCode != 200 || strings.Join(end.bodies, " ") != "form form form" {
			t.Errorf("got %v, %v, bodies %q", resp, err, end.bodies)
		}
	})
}

func TestBodyThatCannotBeSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := &script{steps: []any{503}}
		req := request(t, "form")
		req.Method, req.GetBody = "GET", nil
		resp, err := (&Retry{Next: end}).RoundTrip(req)
		if err != nil || resp.StatusCode != 503 || len(end.bodies) != 1 {
			t.Errorf("got %v, %v after %d requests", resp, err, len(end.bodies))
		}
	})
}

// TestRepeatedRequestsAreInflated shows that a request which asked for compression itself the first time is still decompressed.
func TestRepeatedRequestsAreInflated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		end := next(func(*http.Request) (*http.Response, error) {
			n++
			status := map[int]int{1: 401, 2: 503, 3: 200}[n]
			resp := response(status, zipped("hello"))
			resp.Header.Set("Content-Encoding", "gzip")
			return resp, nil
		})
		link := &Auth{Tokens: tokensOf("one", "two"), Next: &Retry{Next: &Gzip{Next: end}}}
		req := request(t, "")
		req.Method = "GET"
		resp, err := link.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "hello" || n != 3 {
			t.Errorf("body is %q, %v after %d requests", body, err, n)
		}
	})
}
