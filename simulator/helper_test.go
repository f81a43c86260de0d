package simulator_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// began is when the clocks of the tests start.
var began = time.Date(2026, 5, 4, 10, 30, 0, 0, time.UTC)

// engine is a simulated engine with the clients and the clock of one test.
type engine struct {
	*simtest.Server
	t     *testing.T
	http  *http.Client
	clock *simulator.ManualClock
}

// start returns an engine with counted ids and a clock that stands.
func start(t *testing.T, change ...func(*simulator.Options)) *engine {
	t.Helper()
	clock := simulator.NewClock(began)
	o := simulator.Options{Clock: clock, DeterministicIDs: true, Step: time.Second}
	for _, f := range change {
		f(&o)
	}
	s := simtest.New(t, o)
	e := &engine{Server: s, t: t, http: s.Client(), clock: clock}
	e.needNoDisk()
	return e
}

// needNoDisk lets VMs of the template Blank try the network when they find no disk, so that tests
// about something else may start VMs without one.
func (e *engine) needNoDisk() {
	e.t.Helper()
	const blank = "/templates/00000000-0000-0000-0000-000000000000"
	err := e.Engine.Put(blank, "<template><os><boot><devices><device>hd</device><device>network</device></devices></boot></os></template>")
	if err != nil && !errors.Is(err, simulator.ErrNotFound) {
		e.t.Fatal(err)
	}
}

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
}

// do sends a request with the credentials of the user. Headers are given as name and value in turn.
func (e *engine) do(method, path, body string, header ...string) answer {
	e.t.Helper()
	r := e.request(method, e.URL+path, body, header...)
	if r.Header.Get("Authorization") == "" {
		r.SetBasicAuth(simtest.User, simtest.Password)
	}
	return e.send(r)
}

func (e *engine) request(method, url, body string, header ...string) *http.Request {
	e.t.Helper()
	r, err := http.NewRequestWithContext(e.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		e.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/xml")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func (e *engine) send(r *http.Request) answer {
	e.t.Helper()
	resp, err := e.http.Do(r)
	if err != nil {
		e.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

// want sends a request and demands a status.
func (e *engine) want(status int, method, path, body string, header ...string) answer {
	e.t.Helper()
	a := e.do(method, path, body, header...)
	if a.status != status {
		e.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, a.status, status, a.body)
	}
	return a
}

// get demands 200 and returns the document.
func (e *engine) get(path string) string {
	e.t.Helper()
	return e.want(200, "GET", path, "").body
}

// between cuts out what stands behind a text and before another.
func between(t *testing.T, s, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, before)
	if !ok {
		t.Fatalf("%q isn't in\n%s", before, s)
	}
	out, _, ok := strings.Cut(rest, after)
	if !ok {
		t.Fatalf("%q doesn't follow %q in\n%s", after, before, s)
	}
	return out
}

// idOf returns the id of the root element of an XML document.
func idOf(t *testing.T, doc string) string {
	t.Helper()
	_, root, _ := strings.Cut(doc, "?>\n<")
	tag, _, _ := strings.Cut(root, ">")
	return between(t, tag, ` id="`, `"`)
}

// expect compares two texts.
func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s differs\n got: %s\nwant: %s", what, got, want)
	}
}
