package sdk_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

func TestDoSendsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	type seen struct{ method, uri, accept, contentType, body, extra string }
	var got seen
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = seen{r.Method, strings.TrimPrefix(r.RequestURI, "/ovirt-engine/api"), r.Header.Get("Accept"), r.Header.Get("Content-Type"),
			string(body), r.Header.Get("X-Extra")}
		w.Header().Set("X-Answer", "yes")
		say(w, 202, "application/x-virt-viewer", "[virt-viewer]\n")
	})
	c := e.connect(correlated)
	for _, tt := range []struct {
		name string
		raw  sdk.RawRequest
		opts []call.Option
		want seen
	}{
		{"the API itself", sdk.RawRequest{}, nil, seen{method: "GET", accept: "application/xml"}},
		{"relative", sdk.RawRequest{Path: "vms/1"}, nil, seen{method: "GET", uri: "/vms/1", accept: "application/xml"}},
		{"from the root of the API", sdk.RawRequest{Path: "/vms/a%2Fb"}, nil, seen{method: "GET", uri: "/vms/a%2Fb", accept: "application/xml"}},
		{"href", sdk.RawRequest{Path: "/ovirt-engine/api/vms/1"}, nil, seen{method: "GET", uri: "/vms/1", accept: "application/xml"}},
		{"whole address", sdk.RawRequest{Path: e.URL + "/ovirt-engine/api/vms"}, nil, seen{method: "GET", uri: "/vms", accept: "application/xml"}},
		{"query", sdk.RawRequest{Path: "vms?max=1", Query: url.Values{"search": {"a b", "c"}}}, []call.Option{call.Query("x", "y")},
			seen{method: "GET", uri: "/vms?max=1&search=a%20b&search=c&x=y", accept: "application/xml"}},
		{"body", sdk.RawRequest{Method: "POST", Path: "vms/1/start", Body: []byte("<action/>")}, nil,
			seen{"POST", "/vms/1/start", "application/xml", "application/xml", "<action/>", ""}},
		{"types of the caller's", sdk.RawRequest{Method: "PUT", Path: "vms/1", Body: []byte("{}"), ContentType: "application/json",
			Accept: "application/x-virt-viewer"}, []call.Option{call.Header("X-Extra", "e")},
			seen{"PUT", "/vms/1", "application/x-virt-viewer", "application/json", "{}", "e"}},
		{"options win", sdk.RawRequest{Path: "vms", Accept: "a/b"}, []call.Option{call.Header("Accept", "c/d")},
			seen{method: "GET", uri: "/vms", accept: "c/d"}},
	} {
		answer, err := c.Do(t.Context(), tt.raw, tt.opts...)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got != tt.want {
			t.Errorf("%s: the engine saw %+v, want %+v", tt.name, got, tt.want)
		}
		if answer.Status != 202 || string(answer.Body) != "[virt-viewer]\n" || answer.Header.Get("X-Answer") != "yes" ||
			answer.CorrelationID != "corr-1" || answer.Attempts < 1 {
			t.Errorf("%s: answer is %+v", tt.name, *answer)
		}
	}
}

func TestDoRefusesWhatLeadsElsewhere(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	outside := func(href string) string {
		return `Connection.Do: GET /: href "` + href + `" leads out of ` + e.URL + `/ovirt-engine/api`
	}
	for _, tt := range []struct {
		name string
		raw  sdk.RawRequest
		want string
	}{
		{"another host", sdk.RawRequest{Path: "https://elsewhere/ovirt-engine/api/vms"}, outside("https://elsewhere/ovirt-engine/api/vms")},
		{"upwards", sdk.RawRequest{Path: "../sso/status"}, outside("/ovirt-engine/api/../sso/status")},
		{"upwards, escaped", sdk.RawRequest{Path: "vms/%2e%2e/%2e%2e/sso"}, outside("/ovirt-engine/api/vms/%2e%2e/%2e%2e/sso")},
		{"no address", sdk.RawRequest{Path: "vms/%zz"}, `Connection.Do: GET /: href "/ovirt-engine/api/vms/%zz" is not an address`},
		{"no method", sdk.RawRequest{Method: "GET\r\n"}, `Connection.Do: "GET\r\n" /: "GET\r\n" is not a method`},
		{"no limit", sdk.RawRequest{MaxBody: -1}, "Connection.Do: GET /: MaxBody is -1"},
	} {
		_, err := c.Do(t.Context(), tt.raw)
		if err == nil || err.Error() != tt.want || !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("%s: error is %v\nwant %s", tt.name, err, tt.want)
		}
	}
	var none *sdk.Connection
	if _, err := none.Do(t.Context(), sdk.RawRequest{}); !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("a nil connection gave %v", err)
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}

func TestDoHasTheErrorsOfAllCalls(t *testing.T) {
	t.Parallel()
	const fault = "<fault><reason>r</reason><detail>d</detail></fault>"
	for _, tt := range []struct {
		name, method string
		status       int
		body         string
		class        error
		want         string
	}{
		{"fault", "GET", 404, fault, sdk.ErrNotFound, "404: d (r)"},
		{"fault in a 200", "GET", 200, fault, sdk.ErrAction, "200: d (r)"},
		{"action with a fault in a 200", "POST", 200, "<action>" + fault + "<status>failed</status></action>", sdk.ErrAction, "200: d (r)"},
		{"failed action in a 200", "POST", 200, "<action><status>failed</status></action>", sdk.ErrAction,
			"200: the action ended as failed, without an explanation"},
		{"failed action in JSON", "POST", 200, `{"status":"failed","fault":{"reason":"r","detail":"d"}}`, sdk.ErrAction, "200: d (r)"},
		{"page", "GET", 200, "<html><title>Web</title></html>", sdk.ErrUnexpected, `200: HTML page "Web" instead of XML; is URL the address of the API?`},
		{"job that failed", "GET", 200, "<job><status>failed</status></job>", nil, ""},
		{"job that failed, in JSON", "GET", 200, `{"id":"1","status":"failed"}`, nil, ""},
		{"nothing", "DELETE", 200, "", nil, ""},
		{"text", "GET", 200, "anything", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(tt.status, tt.body))
			got, err := e.connect().Do(t.Context(), sdk.RawRequest{Method: tt.method, Path: "x"})
			if tt.class == nil {
				if err != nil || string(got.Body) != tt.body {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			want := "Connection.Do: " + tt.method + " /x: " + strings.Replace(tt.want, "URL", e.URL+"/ovirt-engine/api", 1)
			if err == nil || err.Error() != want || !errors.Is(err, tt.class) {
				t.Errorf("error is %v\nwant %s", err, want)
			}
		})
	}
}

func TestDoIsRepeatedAndRenewsTheToken(t *testing.T) {
	t.Parallel()
	e := newEngine(t, flaky(1, answer(503, ""), answer(200, "fine")))
	c := e.connect()
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.expire()
	got, err := c.Do(t.Context(), sdk.RawRequest{Path: "vms"})
	if err != nil || string(got.Body) != "fine" || got.Attempts != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestPing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		body   string
		format sdk.Format
		class  error
	}{
		{"engine", 200, "<api><product_info/></api>", sdk.XML, nil},
		{"engine in JSON", 200, `{"product_info":{}}`, sdk.JSON, nil},
		{"something else", 200, "<vms/>", sdk.XML, sdk.ErrUnexpected},
		{"page", 200, "<html/>", sdk.JSON, sdk.ErrUnexpected},
		{"no permission", 403, "", sdk.XML, sdk.ErrAuth},
		{"engine that is starting", 503, page503, sdk.XML, sdk.ErrUnavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(tt.status, tt.body))
			err := e.connect(func(cfg *sdk.Config) { cfg.Format = tt.format }).Ping(t.Context())
			if !errors.Is(err, tt.class) {
				t.Errorf("error is %v, want %v", err, tt.class)
			}
			if calls := e.requests(); calls[0] != "GET " {
				t.Errorf("calls were %q", calls)
			}
		})
	}
}
