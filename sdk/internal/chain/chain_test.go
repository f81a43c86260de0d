package chain

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/internal/sso"
)

// next is the end of a chain under test.
type next func(*http.Request) (*http.Response, error)

func (f next) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func request(t *testing.T, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", "https://h/x%2Fy?q=1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func response(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(strings.NewReader(body))}
}

// closing is a body that notes when it is closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func tokensOf(texts ...string) *sso.Tokens {
	var mu sync.Mutex // guards texts
	return sso.NewTokens(&sso.Client{Username: "u@p", Transport: next(func(*http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		if len(texts) == 0 {
			return response(400, `{"error":"no more"}`), nil
		}
		text := texts[0]
		texts = texts[1:]
		return response(200, `{"access_token":"`+text+`"}`), nil
	})}, 0)
}

func TestAuthRepeatsOnceAfter401(t *testing.T) {
	t.Parallel()
	var got []string
	refused := &closing{Reader: strings.NewReader("page")}
	auth := &Auth{Tokens: tokensOf("one", "two", "three"), Next: next(func(req *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(req.Body)
		got = append(got, req.Header.Get("Authorization")+" "+string(body))
		resp := response(401, "")
		if len(got) == 1 {
			resp.Body = refused
		}
		return resp, nil
	})}
	resp, err := auth.RoundTrip(request(t, "hello"))
	if err != nil || resp.StatusCode != 401 {
		t.Fatalf("got %v, %v", resp, err)
	}
	if want := "Bearer one hello|Bearer two hello"; strings.Join(got, "|") != want {
		t.Errorf("sent %q, want %q", got, want)
	}
	if rest, _ := io.ReadAll(refused); len(rest) != 0 || !refused.closed {
		t.Error("the refused answer wasn't read to its end and closed")
	}
}

func TestAuthGivesUp(t *testing.T) {
	t.Parallel()
	always401 := next(func(*http.Request) (*http.Response, error) { return response(401, "page"), nil })
	for _, tt := range []struct {
		name   string
		tokens *sso.Tokens
		change func(*http.Request)
		err    string
	}{
		{"borrowed token", sso.Borrowed("t"), func(*http.Request) {}, ""},
		{"body that can't be sent again", tokensOf("one", "two"), func(req *http.Request) { req.GetBody = nil }, ""},
		{"authorization of the caller's", tokensOf("one", "two"), func(req *http.Request) { req.Header.Set("Authorization", "x") }, ""},
		{"login that fails then", tokensOf("one"), func(*http.Request) {}, "login as u@p: 400: no more"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			req := request(t, "x")
			tt.change(req)
			resp, err := (&Auth{Tokens: tt.tokens, Next: always401}).RoundTrip(req)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("error is %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 401 || string(body) != "page" {
				t.Errorf("answer is %d %q", resp.StatusCode, body)
			}
		})
	}
}

func TestAuthClosesTheBodyOfWhatIsNotSent(t *testing.T) {
	t.Parallel()
	req := request(t, "")
	body := &closing{Reader: strings.NewReader("x")}
	req.Body = body
	if _, err := (&Auth{Tokens: tokensOf()}).RoundTrip(req); err == nil || !body.closed {
		t.Errorf("error is %v, closed is %v", err, body.closed)
	}
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	z.Close()
	return b.String()
}

func TestGzipInflates(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("some text ", 10_000)
	for _, tt := range []struct {
		name, encoding, body, want string
		length                     int64
		err                        error
	}{
		{"compressed", "gzip", zipped(text), text, 100, nil},
		{"in capitals", "GZIP", zipped(text), text, -1, nil},
		{"plain", "", text, text, int64(len(text)), nil},
		{"empty", "gzip", "", "", 0, nil},
		{"two members", "gzip", zipped("a") + zipped("b"), "ab", -1, nil},
		{"no gzip", "gzip", "not compressed at all", "", -1, gzip.ErrHeader},
		{"cut off", "gzip", zipped(text)[:40], "", -1, io.ErrUnexpectedEOF},
		{"nothing where something is due", "gzip", "", "", -1, io.EOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := &closing{Reader: strings.NewReader(tt.body)}
			link := &Gzip{Next: next(func(req *http.Request) (*http.Response, error) {
				if got := req.Header.Get("Accept-Encoding"); got != "gzip" {
					t.Errorf("asked for %q", got)
				}
				resp := response(200, "")
				resp.Body, resp.ContentLength = src, tt.length
				resp.Header.Set("Content-Encoding", tt.encoding)
				return resp, nil
			})}
			resp, err := link.RoundTrip(request(t, ""))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if tt.err == nil && string(body) != tt.want {
				t.Errorf("body has %d bytes, want %d", len(body), len(tt.want))
			}
			if tt.err != io.EOF && !errors.Is(err, tt.err) {
				t.Errorf("error is %v, want %v", err, tt.err)
			}
			if err := resp.Body.Close(); err != nil || !src.closed {
				t.Errorf("Close gave %v, closed is %v", err, src.closed)
			}
			if n, err := resp.Body.Read(make([]byte, 1)); tt.encoding != "" && tt.length != 0 && (n != 0 || err == nil) {
				t.Errorf("Read after Close gave %d, %v", n, err)
			}
		})
	}
}

func TestLogNamesTheCall(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		resp *http.Response
		err  error
		want []string
	}{
		{"answer", &http.Response{StatusCode: 200, Header: http.Header{"Correlation-Id": {"c"}}}, nil,
			[]string{"level=DEBUG msg=request op=A.B method=POST path=/x%2Fy duration=", " status=200 correlation_id=c\n"}},
		{"error", nil, errors.New("broken"), []string{`level=DEBUG msg="request failed" op=A.B`, " error=broken\n"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
			link := &Log{Logger: logger, Next: next(func(*http.Request) (*http.Response, error) { return tt.resp, tt.err })}
			req := request(t, "body")
			resp, err := link.RoundTrip(req.WithContext(WithOp(req.Context(), "A.B")))
			if resp != tt.resp || err != tt.err {
				t.Errorf("got %v, %v", resp, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("the record is %s\nwant %s", out.String(), want)
				}
			}
			if strings.Contains(out.String(), "q=1") || strings.Contains(out.String(), "body") {
				t.Errorf("the record is %s", out.String())
			}
		})
	}
	link := &Log{Logger: slog.New(slog.DiscardHandler), Next: next(func(*http.Request) (*http.Response, error) { return nil, io.EOF })}
	if _, err := link.RoundTrip(request(t, "")); err != io.EOF {
		t.Errorf("a silent logger gave %v", err)
	}
}
