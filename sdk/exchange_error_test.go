package sdk_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const page503 = "<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1>try &amp; wait</body></html>"

// TestFailuresAreClassifiedByStatus also shows that the engine's words survive, wherever they are.
func TestFailuresAreClassifiedByStatus(t *testing.T) {
	t.Parallel()
	fault := &types.Fault{Detail: new("[Cannot run VM. VM is running.]"), Reason: new("Operation Failed")}
	const bare = "<fault><detail>[Cannot run VM. VM is running.]</detail><reason>Operation Failed</reason></fault>"
	const words = "[Cannot run VM. VM is running.] (Operation Failed)"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		class  error
		fault  *types.Fault
		maybe  bool
		want   string
	}{
		{"bare fault", 409, bare, sdk.ErrConflict, fault, false, "409: " + words},
		{"fault with a declaration", 409, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + bare + "\n",
			sdk.ErrConflict, fault, false, "409: " + words},
		{"fault inside an action", 409, "<action><status>failed</status>" + bare + "</action>", sdk.ErrConflict, fault, false, "409: " + words},
		{"JSON fault", 409, `{"detail":"[Cannot run VM. VM is running.]","reason":"Operation Failed"}`, sdk.ErrConflict, fault, false,
			"409: " + words},
		{"JSON fault inside an action", 409,
			`{"status":"failed","fault":{"reason":"Operation Failed","detail":"[Cannot run VM. VM is running.]"}}`,
			sdk.ErrConflict, fault, false, "409: " + words},
		{"fault with 400", 400, bare, sdk.ErrInvalid, fault, false, "400: " + words},
		{"fault with 403", 403, bare, sdk.ErrAuth, fault, false, "403: " + words},
		{"fault with 404", 404, bare, sdk.ErrNotFound, fault, false, "404: " + words},
		{"fault with 500", 500, bare, sdk.ErrAction, fault, false, "500: " + words},
		{"reason alone", 409, "<fault><reason>both asked</reason></fault>", sdk.ErrConflict, &types.Fault{Reason: new("both asked")},
			false, "409: both asked"},
		{"fault in a 200", 200, bare, sdk.ErrAction, fault, false, "200: " + words},
		{"fault inside an action in a 200", 200, "<action>" + bare + "<status>failed</status></action>", sdk.ErrAction, fault, false,
			"200: " + words},
		{"failed without a fault in a 200", 200, "<action><status>failed</status></action>", sdk.ErrAction, nil, false,
			"200: the action ended as failed, without an explanation"},
		{"failed without a fault", 409, "<action><status>failed</status></action>", sdk.ErrConflict, nil, false,
			"409: the action ended as failed, without an explanation"},
		{"empty 404", 404, "", sdk.ErrNotFound, nil, false, "404: not found"},
		{"empty 405", 405, "", sdk.ErrMethodNotAllowed, nil, false, "405: method not allowed"},
		{"empty 500", 500, "", sdk.ErrUnexpected, nil, true, "500: empty answer"},
		{"empty 200", 200, "", sdk.ErrUnexpected, nil, true, "200: empty answer"},
		{"page with 503", 503, page503, sdk.ErrUnavailable, nil, false,
			`503: HTML page "503 Service Unavailable": Service Unavailable try & wait`},
		{"page with 502", 502, "<html><body>bad</body></html>", sdk.ErrUnavailable, nil, true, `502: HTML page: bad`},
		{"page with 504", 504, "<html></html>", sdk.ErrUnavailable, nil, true, `504: HTML page without text`},
		{"page with 404", 404, "<!DOCTYPE html><title>gone", sdk.ErrNotFound, nil, false, `404: HTML page: gone`},
		{"plain text", 400, "No such user: x", sdk.ErrInvalid, nil, false, `400: text "No such user: x"`},
		{"plain text with 500", 500, "oops\nhere", sdk.ErrUnexpected, nil, true, `500: text "oops here"`},
		{"damaged fault", 409, "<fault><reason>no", sdk.ErrConflict, nil, false, `409: text "<fault><reason>no"`},
		{"415", 415, "", sdk.ErrInvalid, nil, false, "415: invalid request"},
		{"429", 429, "", sdk.ErrUnavailable, nil, false, "429: too many requests at once"},
		{"empty 401", 401, "", sdk.ErrAuth, nil, false, "401: check Username and Password, or Token, which may have expired (attempt 2)"},
		{"empty 403", 403, "", sdk.ErrAuth, nil, false, "403: the user may lack a permission"},
		{"page with 403", 403, "<html><title>Forbidden</title>", sdk.ErrAuth, nil, false,
			`403: HTML page "Forbidden"; the user may lack a permission`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(tt.status, tt.body))
			c := e.connect(correlated)
			var result call.Response
			err := vmService(c).Start(t.Context(), nil, call.Result(&result))
			failure, ok := err.(*sdk.Error)
			if !ok {
				t.Fatalf("error is %v", err)
			}
			want := "VmService.Start: POST /vms/1/start: " + tt.want
			if tt.maybe {
				want += "; the engine may have carried it out"
			}
			if failure.Error() != want {
				t.Errorf("error is\n%s\nwant\n%s", failure, want)
			}
			if !errors.Is(err, tt.class) || failure.Class != tt.class {
				t.Errorf("class is %v, want %v", failure.Class, tt.class)
			}
			if diff := cmp.Diff(tt.fault, failure.Fault); diff != "" {
				t.Errorf("fault differs (-want +got):\n%s", diff)
			}
			if failure.MaybeExecuted != tt.maybe {
				t.Errorf("MaybeExecuted is %v", failure.MaybeExecuted)
			}
			if failure.Op != "VmService.Start" || failure.Method != "POST" || failure.Path != "/vms/1/start" ||
				failure.Status != tt.status || failure.CorrelationID != "corr-1" {
				t.Errorf("fields are %+v", *failure)
			}
			if result.Status != tt.status || result.CorrelationID != "corr-1" || result.Header == nil {
				t.Errorf("result is %+v", result)
			}
		})
	}
}

func TestUnusableAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, contentType, body string
		format                  sdk.Format
		class                   error
		want                    string
	}{
		{"page", "text/html", "<html><title>Welcome</title></html>", sdk.XML, sdk.ErrUnexpected,
			`HTML page "Welcome" instead of XML; is URL the address of the API?`},
		{"page with another type", "application/xml", "<!DOCTYPE html><html><title>Welcome</title></html>", sdk.XML, sdk.ErrUnexpected,
			`HTML page "Welcome" instead of XML; is URL the address of the API?`},
		{"page for JSON", "", "<html><title>Welcome</title></html>", sdk.JSON, sdk.ErrUnexpected,
			`HTML page "Welcome" instead of JSON; is URL the address of the API?`},
		{"text", "text/plain", "hello", sdk.XML, sdk.ErrUnexpected, `text "hello" instead of XML; is URL the address of the API?`},
		{"other root", "", "<host/>", sdk.XML, sdk.ErrUnexpected, `read document: XML offset 0: root is <host>, want <vm>`},
		{"action", "", "<action/>", sdk.XML, sdk.ErrUnexpected, `read document: XML offset 0: root is <action>, want <vm>`},
		{"list", "", "<vms/>", sdk.XML, sdk.ErrUnexpected, `read document: XML offset 0: root is <vms>, want <vm>`},
		{"JSON for XML", "application/json", "{}", sdk.XML, sdk.ErrUnexpected, `read document: XML offset 0: a JSON document`},
		{"XML for JSON", "application/xml", "<vm/>", sdk.JSON, sdk.ErrUnexpected, `read document: JSON offset 0: an XML document`},
		{"empty", "application/xml", "", sdk.XML, sdk.ErrUnexpected, "empty answer"},
		{"cut off", "", "<vm><name>a", sdk.XML, sdk.ErrParse, `read vm/name: XML offset 11: document is cut off: unexpected EOF`},
		{"cut off JSON", "", `{"name":"a`, sdk.JSON, sdk.ErrParse, `read vm: JSON offset 10: document is cut off: unexpected EOF`},
		{"second root", "", "<vm/><vm/>", sdk.XML, sdk.ErrParse, `read document: XML offset 5: second root at "<v"`},
		{"bad value", "", "<vm><memory>12x</memory></vm>", sdk.XML, sdk.ErrParse,
			`read vm/memory: XML offset 12: "12x" is not an integer`},
		{"bad value in JSON", "", `{"memory":"12x"}`, sdk.JSON, sdk.ErrParse, `read vm/memory: JSON offset 10: "12x" is not an integer`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) { say(w, 200, tt.contentType, tt.body) })
			c := e.connect(func(cfg *sdk.Config) { cfg.Format = tt.format })
			vm, err := vmService(c).Get(t.Context(), nil)
			if vm != nil || err == nil {
				t.Fatalf("Get gave %v, %v", vm, err)
			}
			want := "VmService.Get: GET /vms/1: 200: " + strings.Replace(tt.want, "URL", e.URL+"/ovirt-engine/api", 1)
			if err.Error() != want {
				t.Errorf("error is\n%s\nwant\n%s", err, want)
			}
			if !errors.Is(err, tt.class) {
				t.Errorf("class is %v, want %v", err.(*sdk.Error).Class, tt.class)
			}
			if e := err.(*sdk.Error); e.Body != tt.body || e.MaybeExecuted {
				t.Errorf("Body is %q, MaybeExecuted is %v", e.Body, e.MaybeExecuted)
			}
			if _, ok := errors.AsType[*sdk.ParseError](err); ok != (tt.class == sdk.ErrParse) {
				t.Errorf("ParseError is there: %v", ok)
			}
		})
	}
}

func TestParseErrorNamesThePlace(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, "<vm><memory>12x</memory></vm>"))
	_, err := vmService(e.connect()).Get(t.Context(), nil)
	place, ok := errors.AsType[*sdk.ParseError](err)
	if !ok {
		t.Fatalf("error is %v", err)
	}
	if place.Path != "vm/memory" || place.Offset != 12 || place.Text != "12x" {
		t.Errorf("place is %+v", *place)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://elsewhere/vms")
		w.WriteHeader(302)
	})
	_, err := vmService(e.connect()).Get(t.Context(), nil)
	want := `VmService.Get: GET /vms/1: 302: redirected to "https://elsewhere/vms", which is not followed`
	if err == nil || err.Error() != want || !errors.Is(err, sdk.ErrUnexpected) {
		t.Errorf("error is %v, want %s", err, want)
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) { cfg.Username, cfg.Password, cfg.Token = "", "", "t" })
	e.Server.Close()
	err := vmService(c).Start(t.Context(), nil)
	failure, ok := err.(*sdk.Error)
	if !ok || failure.Class != sdk.ErrConnection || failure.Status != 0 {
		t.Fatalf("error is %v, want ErrConnection", err)
	}
	if failure.MaybeExecuted {
		t.Error("MaybeExecuted, though nothing was sent")
	}
}

// TestBrokenConnections shows what a call knows when the engine goes away in its midst.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	hang := func(w http.ResponseWriter, after string) {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = buffer.WriteString(after)
		buffer.Flush()
		conn.Close()
	}
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
	for _, tt := range []struct {
		name, after string
		status      int
	}{
		{"before the answer", "", 0},
		{"within the header", "HTTP/1.1 200 OK\r\nConte", 0},
		{"within the body", head + "Content-Length: 100\r\n\r\n<action><status>complete</sta", 200},
		{"after a whole document that should be longer", head + "Content-Length: 100\r\n\r\n<action><status>complete</status></action>", 200},
		{"within a chunk", head + "Transfer-Encoding: chunked\r\n\r\nff\r\n<action><status>com", 200},
		{"between chunks", head + "Transfer-Encoding: chunked\r\n\r\n8\r\n<action>\r\n", 200},
		{"before the last chunk", head + "Transfer-Encoding: chunked\r\n\r\n9\r\n<action/>\r\n", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				hang(w, tt.after)
			})
			c := e.connect()
			err := vmService(c).Start(t.Context(), nil)
			failure, ok := err.(*sdk.Error)
			if !ok || failure.Class != sdk.ErrConnection || failure.Status != tt.status {
				t.Fatalf("error is %v, want ErrConnection with status %d", err, tt.status)
			}
			if !failure.MaybeExecuted {
				t.Error("MaybeExecuted isn't set")
			}
			if calls := e.requests(); len(calls) != 1 {
				t.Errorf("calls were %q: a POST was sent twice", calls)
			}
			_, err = vmService(c).Get(t.Context(), nil)
			if failure, ok := err.(*sdk.Error); !ok || failure.MaybeExecuted {
				t.Errorf("error of a GET is %v", err)
			}
		})
	}
}

// TestTruncatedAnswers cuts documents at each byte. Nothing but the whole is taken for an answer.
func TestTruncatedAnswers(t *testing.T) {
	t.Parallel()
	action := func(ctx context.Context, c *sdk.Connection) error { return vmService(c).Start(ctx, nil) }
	get := func(ctx context.Context, c *sdk.Connection) error {
		_, err := vmService(c).Get(ctx, nil)
		return err
	}
	list := func(ctx context.Context, c *sdk.Connection) error {
		_, err := c.SystemService().VmsService().List(ctx, nil)
		return err
	}
	for _, tt := range []struct {
		name   string
		format sdk.Format
		doc    string
		call   func(context.Context, *sdk.Connection) error
	}{
		{"object", sdk.XML, `<vm href="/ovirt-engine/api/vms/1" id="1"><auto_pinning_policy>disabled</auto_pinning_policy><name>a</name></vm>`, get},
		{"list", sdk.XML, `<vms><size>1</size><vm id="1"><name>a &amp; b</name><nics><nic/></nics></vm></vms>`, list},
		{"action", sdk.XML, `<?xml version="1.0"?><action><job id="1"/><status>complete</status></action>`, action},
		{"JSON object", sdk.JSON, `{"id":"1","name":"a\u00e4","nics":{"nic":[{}]}}`, get},
		{"JSON list", sdk.JSON, `{"vm":[{"id":"1"},{"name":"x"}]}`, list},
		{"JSON action", sdk.JSON, `{"job":{"id":"1"},"status":"complete"}`, action},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var cut int
			var short bool
			e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				if short {
					w.Header().Set("Content-Length", strconv.Itoa(len(tt.doc)))
				}
				say(w, 200, "", tt.doc[:cut])
				if short {
					panic(http.ErrAbortHandler)
				}
			})
			c := e.connect(func(cfg *sdk.Config) { cfg.Format = tt.format })
			for cut = range len(tt.doc) {
				short = false
				err := tt.call(t.Context(), c)
				class := sdk.ErrParse
				if cut == 0 {
					class = sdk.ErrUnexpected
				}
				// What begins like nothing known is no document; which byte decides is the reader's
				// matter.
				if !errors.Is(err, class) && !(cut < 6 && errors.Is(err, sdk.ErrUnexpected)) {
					t.Fatalf("after %d bytes: error is %v, want %v", cut, err, class)
				}
				if cut%7 != 0 {
					continue // New connections are slow.
				}
				short = true
				if err := tt.call(t.Context(), c); !errors.Is(err, sdk.ErrConnection) {
					t.Fatalf("after %d bytes of a longer body: error is %v, want ErrConnection", cut, err)
				}
			}
			cut, short = len(tt.doc), false
			if err := tt.call(t.Context(), c); err != nil {
				t.Errorf("the whole document: %v", err)
			}
		})
	}
}

func TestMistakesInIdsSendNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	vms := c.SystemService().VmsService()
	for _, tt := range []struct{ name, id, want string }{
		{"empty", "", `VmService.Remove: DELETE /vms/: VmsService.VmService: "" is not an id`},
		{"dot", ".", `VmService.Remove: DELETE /vms/.: VmsService.VmService: "." is not an id`},
		{"two dots", "..", `VmService.Remove: DELETE /vms/..: VmsService.VmService: ".." is not an id`},
		{"upwards", "../../sso", `VmService.Remove: DELETE /vms/..%2F..%2Fsso: VmsService.VmService: "../../sso" is not an id: ` +
			"it contains a slash or a backslash"},
		{"upwards, escaped", "%2e%2E", `VmService.Remove: DELETE /vms/%252e%252E: VmsService.VmService: "%2e%2E" is not an id: ` +
			"it leads to another place"},
		{"a line end", "a\r\nHost: x", `VmService.Remove: DELETE /vms/a%0D%0AHost:%20x: VmsService.VmService: "a\r\nHost: x" ` +
			"is not an id: it contains a control character"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := vms.VmService(tt.id).Remove(t.Context(), nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) || err.(*sdk.Error).Status != 0 {
				t.Error("class isn't ErrInvalid without a status")
			}
		})
	}
	for _, id := range []string{
		"../../sso", "..", ".", "", "..%2fx", "%2e%2e%2fx", "%252e%252e", "%25252e.", "..;x=1", ".;", "..%3b", ".. ", "/", "a/b", "/etc",
		`..\..\sso`, `a\b`, "a%5cb", "a%2fb", "a%252fb", "a\x00", "%00", "a\nb", "\x7f", "\u0085", "%0d%0a", "\xff", "%ff", "\xc0\xae\xc0\xae",
		"%c0%ae%c0%ae", "%" + strings.Repeat("25", 30) + "2e", strings.Repeat("x", 5000),
	} {
		_, err := vms.VmService(id).Get(t.Context(), nil)
		if !errors.Is(err, sdk.ErrInvalid) || err.(*sdk.Error).MaybeExecuted || len(err.Error()) > 600 {
			t.Errorf("%q: %v", id, err)
		}
		if _, err := vms.VmService(id).NicsService().NicService("1").Get(t.Context(), nil); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("below %q: %v", id, err)
		}
		if err := vms.VmService("1").NicsService().NicService(id).Remove(t.Context(), nil); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("at the end, %q: %v", id, err)
		}
		for _, err := range vms.VmService(id).NicsService().All(t.Context(), nil) {
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("All below %q: %v", id, err)
			}
		}
	}
	for _, path := range []string{
		"vms//nics", "vms///", "//vms", "vms/%00", "vms/a%0Ab", "vms/%ff", "vms/..;x/sso", "vms/%252e%252e/sso", "vms/%2e%2e%5csso",
		"vms/a%2f..%2f..%2fsso",
	} {
		if _, err := c.Do(t.Context(), sdk.RawRequest{Path: path}); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("path %q: %v", path, err)
		}
		href := "/ovirt-engine/api/" + path
		if _, err := sdk.Follow(t.Context(), c, &types.Vm{Href: &href}); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("href %q: %v", href, err)
		}
		if _, err := sdk.FollowAll(t.Context(), c, &types.Vm{Href: &href}, rel.VmNics); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("NICs of href %q: %v", href, err)
		}
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}

func TestIdsAreEscaped(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	vms := e.connect().SystemService().VmsService()
	for _, tt := range []struct{ id, want string }{
		{"a?x=1#f", "GET /vms/a%3Fx=1%23f"},
		{"a b%20c", "GET /vms/a%20b%2520c"},
		{"..hosts", "GET /vms/..hosts"},
		{"...", "GET /vms/..."},
		{"100%", "GET /vms/100%25"},
		{"ä;x,y", "GET /vms/%C3%A4%3Bx%2Cy"},
	} {
		if _, err := vms.VmService(tt.id).Get(t.Context(), nil); err != nil {
			t.Errorf("%q: %v", tt.id, err)
		}
		if calls := e.requests(); calls[len(calls)-1] != tt.want {
			t.Errorf("%q was asked for as %s, want %s", tt.id, calls[len(calls)-1], tt.want)
		}
	}
}

func TestUnwritableTextSendsNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	_, err := vmService(e.connect()).Update(t.Context(), &types.Vm{Name: new("a\x00b")}, nil)
	if !errors.Is(err, sdk.ErrInvalid) || !strings.HasPrefix(err.Error(), "VmService.Update: PUT /vms/1: write vm/name: ") {
		t.Errorf("error is %v", err)
	}
	_, err = e.connect().SystemService().VmsService().Add(t.Context(), &types.Vm{Nics: []*types.Nic{nil}}, &services.VmsAddParams{})
	if !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error of a nil item is %v", err)
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}
