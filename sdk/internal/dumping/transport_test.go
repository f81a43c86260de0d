package dumping_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/internal/dumping"
)

// buffer keeps what is written to it.
type buffer struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// serve starts a server whose answers have no headers but those of the handler.
func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header()["Date"] = nil
		handler(w, req)
	}))
	t.Cleanup(server.Close)
	return server
}

func request(t *testing.T, method, address string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// once returns a reader that can't be read again.
func once(text string) io.Reader { return io.MultiReader(strings.NewReader(text)) }

func TestExchangesAreShown(t *testing.T) {
	t.Parallel()
	const vm = `<vm><name>a</name><root_password>sEcReT</root_password></vm>`
	for _, tt := range []struct {
		name   string
		body   io.Reader
		header http.Header
		answer func(w http.ResponseWriter)
		want   string
	}{
		{
			"XML", strings.NewReader(vm), http.Header{"Content-Type": {"application/xml"}, "Authorization": {"Bearer sEcReT"}},
			func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/xml")
				w.Header().Set("Set-Cookie", "JSESSIONID=sEcReT; path=/")
				w.WriteHeader(http.StatusCreated)
				io.WriteString(w, vm)
			},
			`Authorization: Bearer ***
Content-Type: application/xml

<vm>
    <name>a</name>
    <root_password>***</root_password>
</vm>

HTTP 201 Created
Content-Length: 60
Content-Type: application/xml
Set-Cookie: JSESSIONID=***; path=/

<vm>
    <name>a</name>
    <root_password>***</root_password>
</vm>
`,
		},
		{
			"body that is read only once", once("grant_type=password&password=sEcReT"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
			func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, `{"access_token":"sEcReT"}`)
			},
			`Content-Type: application/x-www-form-urlencoded

grant_type=password&password=***

HTTP 200 OK
Content-Length: 25
Content-Type: application/json

{
    "access_token": "***"
}
`,
		},
		{
			"compressed", nil, http.Header{"Accept-Encoding": {"gzip"}},
			func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/xml")
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				io.WriteString(z, "<vms/>")
				z.Close()
			},
			`Accept-Encoding: gzip

HTTP 200 OK
Content-Encoding: gzip
Content-Length: 30
Content-Type: application/xml

<vms/>
`,
		},
		{
			"no text", nil, nil,
			func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/octet-stream")
				w.Write([]byte("sEcReT"))
			},
			`
HTTP 200 OK
Content-Length: 6
Content-Type: application/octet-stream

[6 bytes of application/octet-stream]
`,
		},
		{"nothing", nil, nil, func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, "\nHTTP 404 Not Found\nContent-Length: 0\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var received string
			server := serve(t, func(w http.ResponseWriter, req *http.Request) {
				body, err := io.ReadAll(req.Body)
				if err != nil {
					t.Error(err)
				}
				received = string(body)
				tt.answer(w)
			})
			var out buffer
			wanted := ""
			if tt.body != nil {
				kept, err := io.ReadAll(tt.body)
				if err != nil {
					t.Fatal(err)
				}
				wanted = string(kept)
				if _, again := tt.body.(*strings.Reader); again {
					tt.body = strings.NewReader(wanted)
				} else {
					tt.body = once(wanted)
				}
			}
			req := request(t, "POST", server.URL+"/ovirt-engine/api/vms?token=sEcReT", tt.body)
			for name, values := range tt.header {
				req.Header[name] = values
			}
			resp, err := dumping.New(http.DefaultTransport, dump.Writer(&out), dump.Options{}).RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(resp.Body); err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if received != wanted {
				t.Errorf("the server got %q, want %q", received, wanted)
			}
			want := "=== 1\nPOST " + server.URL + "/ovirt-engine/api/vms?token=***\n" + tt.want + "\n"
			if got := out.String(); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestErrorsAreShownAndKept(t *testing.T) {
	t.Parallel()
	var out buffer
	cause := errors.New("proxy http://u:sEcReT@h: no")
	tr := dumping.New(roundTripper(func(*http.Request) (*http.Response, error) { return nil, cause }), dump.Writer(&out), dump.Options{})
	if _, err := tr.RoundTrip(request(t, "GET", "http://h/", nil)); err != cause {
		t.Errorf("got %v", err)
	}
	if got, want := out.String(), "=== 1\nGET http://h/\n\nERROR proxy http://u:***@h: no\n\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// answer returns a RoundTripper with one answer.
func answer(body io.ReadCloser) http.RoundTripper {
	return roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body}, nil
	})
}

func TestAnswersStream(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	var out buffer
	resp, err := dumping.New(answer(r), dump.Writer(&out), dump.Options{}).RoundTrip(request(t, "GET", "http://h/", nil))
	if err != nil {
		t.Fatal(err)
	}
	go w.Write([]byte("<vms><vm/>"))
	p := make([]byte, 10)
	if _, err := io.ReadFull(resp.Body, p); err != nil || out.String() != "" {
		t.Fatalf("%v, %q is shown before the end", err, out.String())
	}
	resp.Body.Close()
	resp.Body.Close()
	want := "=== 1\nGET http://h/\n\nHTTP 200 OK\n\n<vms><vm/>\n\n[10 bytes were read, there may be more]\n\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLongBodiesAreCutInTheDumpAlone(t *testing.T) {
	t.Parallel()
	long := "<a><password>" + strings.Repeat("s", 100) + "</password></a>"
	var out buffer
	tr := dumping.New(roundTripper(func(req *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(req.Body)
		if string(body) != long {
			t.Errorf("sent is %q and %v", body, err)
		}
		return answer(io.NopCloser(strings.NewReader(long))).RoundTrip(req)
	}), dump.Writer(&out), dump.Options{Limit: 20})
	resp, err := tr.RoundTrip(request(t, "PUT", "http://h/", strings.NewReader(long)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(resp.Body); string(got) != long {
		t.Errorf("the call gets %q and %v", got, err)
	}
	want := "=== 1\nPUT http://h/\n\n<a><password>***\n\n[20 bytes are shown, there are more]\n\n" +
		"HTTP 200 OK\n\n<a><password>***\n\n[20 of 128 bytes are shown]\n\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestErrorsWhileReadingAreShownAndKept(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	cause := errors.New("reset")
	go func() {
		w.Write([]byte("<vms>"))
		w.CloseWithError(cause)
	}()
	var out buffer
	resp, err := dumping.New(answer(r), dump.Writer(&out), dump.Options{}).RoundTrip(request(t, "GET", "http://h/", nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); err != cause {
		t.Errorf("got %v", err)
	}
	if got := out.String(); !strings.Contains(got, "\n<vms>\n\n[the body breaks off after 5 bytes: reset]\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestCancelledCallsFailAsWithoutADump(t *testing.T) {
	t.Parallel()
	server := serve(t, func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	var out buffer
	_, err := dumping.New(nil, dump.Writer(&out), dump.Options{}).RoundTrip(request(t, "GET", server.URL, nil).WithContext(ctx))
	if !errors.Is(err, context.Canceled) || !strings.Contains(out.String(), "ERROR context canceled") {
		t.Errorf("got %v and\n%s", err, out.String())
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestErrorsOfTheTargetAreReported(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok") })
	var reported []error
	onError := func(err error) { reported = append(reported, err) }
	tr := dumping.New(nil, dump.Writer(failing{}), dump.Options{OnError: onError})
	for range 3 {
		resp, err := tr.RoundTrip(request(t, "GET", server.URL, nil))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); string(body) != "ok" || err != nil {
			t.Errorf("got %q and %v", body, err)
		}
		resp.Body.Close()
	}
	if len(reported) != 3 || reported[0].Error() != "disk full" {
		t.Errorf("reported is %v", reported)
	}
}

func TestExchangesOfManyGoroutinesAreNotMixed(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		w.Write(body)
	})
	var out buffer
	folder := filepath.Join(t.TempDir(), "new")
	toWriter := dumping.New(nil, dump.Writer(&out), dump.Options{})
	tr := dumping.New(toWriter, dump.Dir(folder), dump.Options{})
	const calls = 32
	var wg sync.WaitGroup
	for i := range calls {
		wg.Go(func() {
			text := fmt.Sprintf("<a%d/>", i)
			resp, err := tr.RoundTrip(request(t, "POST", server.URL+"/ovirt-engine/api/vms/123/start", once(text)))
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if body, err := io.ReadAll(resp.Body); string(body) != text {
				t.Errorf("got %q and %v", body, err)
			}
		})
	}
	wg.Wait()
	parts := strings.Split(out.String(), "=== ")[1:]
	if len(parts) != calls {
		t.Errorf("%d exchanges are written", len(parts))
	}
	for _, part := range parts {
		if _, after, _ := strings.Cut(part, "<a"); strings.Count(part, "<a"+after[:strings.Index(after, "/")]+"/>") != 2 {
			t.Errorf("mixed:\n%s", part)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != calls {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has mode %v, %v", file.Name(), info.Mode(), err)
		}
		if !strings.HasSuffix(file.Name(), "-POST-start.txt") {
			t.Errorf("a file is called %s", file.Name())
		}
	}
}

func TestFilesAreNeverOverwritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	target := dump.Dir(folder)
	x := dump.Exchange{Number: 7, Start: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), Method: "GET", Path: "/images/***", Text: []byte("x")}
	for range 2 {
		if err := target.Dump(x); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"20260102T030405.000006-000007-GET-images.txt", "20260102T030405.000006-000007-GET-images-2.txt"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	if err := dump.Dir(filepath.Join(folder, "none\x00")).Dump(x); err == nil {
		t.Error("a directory that can't be made returns no error")
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"", "0", "false", " OFF "} {
		if dump.Open(setting) != nil {
			t.Errorf("%q switches the dump on", setting)
		}
	}
	if got, want := dump.Open("some/where"), dump.Dir("some/where"); got != want {
		t.Errorf("got %v", got)
	}
	if dump.Open("1") == nil || dump.Open("stderr") == dump.Dir("stderr") {
		t.Error("the standard error stream isn't opened")
	}
}

func TestWithoutTargetNothingIsTouched(t *testing.T) {
	t.Parallel()
	req := request(t, "GET", "http://h/", once("x"))
	tr := dumping.New(roundTripper(func(got *http.Request) (*http.Response, error) {
		if got != req {
			t.Error("the request is another one")
		}
		return nil, io.EOF
	}), nil, dump.Options{})
	if _, err := tr.RoundTrip(req); err != io.EOF {
		t.Errorf("got %v", err)
	}
}
