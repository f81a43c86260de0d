package simulator_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/model/description"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestStatusWithoutDocument(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for _, tt := range []struct {
		name, method, path string
		status             int
	}{
		{"missing object", "GET", "/vms/00000000-0000-4000-9000-000000000001", 404},
		{"missing parent", "GET", "/vms/00000000-0000-4000-9000-000000000001/cdroms", 404},
		{"method that the service lacks", "PUT", "/clusterlevels/4.7", 405},
		{"add to a collection that can't", "POST", "/clusterlevels", 405},
		{"remove of a collection", "DELETE", "/vms", 405},
		{"get of an action", "GET", vm + "/start", 405},
		{"verb of no service", "PATCH", vm, 405},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.want(tt.status, tt.method, tt.path, "")
			if a.body != "" || a.header.Get("Content-Type") != "" || a.header.Get("Content-Length") != "0" {
				t.Errorf("body %q, header %v", a.body, a.header)
			}
			if a.header.Get("Correlation-Id") == "" {
				t.Error("no correlation id")
			}
		})
	}
}

// TestAddressesOfNothing states what an engine answers, in words of our own: a page, where no resource
// has the address.
func TestAddressesOfNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for _, path := range []string{"/moons", vm + "/moons", "/options"} {
		a := e.want(404, "GET", path, "")
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || !strings.HasSuffix(a.body, path) {
			t.Errorf("%s: %s %q", path, a.header.Get("Content-Type"), a.body)
		}
	}
	for _, path := range []string{"//vms", "/./vms", "/vms/", vm + "//nics"} {
		e.want(200, "GET", path, "") // What leads nowhere is left out.
	}
	expect(t, "NICs of nothing", e.get("/vms/00000000-0000-4000-9000-000000000001/nics"), declared("<nics/>\n"))
	a := e.want(404, "GET", "/hosts/00000000-0000-4000-9000-000000000001/nics", "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "Entity not found: Host")
	if doc := e.get("/vms/00000000-0000-4000-9000-000000000001/permissions"); !strings.Contains(doc, "<permission ") {
		t.Errorf("permissions of nothing lack those on the system:\n%s", doc)
	}
}

// TestVerbsOfResources states what an engine answers.
func TestVerbsOfResources(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for path, want := range map[string]string{
		"/vms": "HEAD, POST, GET, OPTIONS", vm: "HEAD, DELETE, GET, OPTIONS, PUT", vm + "/start": "POST, OPTIONS",
		"": "HEAD, GET, OPTIONS", "/icons": "HEAD, GET, OPTIONS",
	} {
		a := e.want(200, "OPTIONS", path, "")
		expect(t, "body for "+path, a.body, want)
		expect(t, "Allow for "+path, a.header.Get("Allow"), want)
		a = e.want(405, "PATCH", path, "")
		expect(t, "Allow of a refusal for "+path, a.header.Get("Allow"), want)
	}
	a := e.want(405, "TRACE", "/vms", "")
	if a.header.Get("Allow") != "" || a.header.Get("Correlation-Id") != "" {
		t.Errorf("TRACE: %v", a.header)
	}
}

func TestMalformedID(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, verb := range []string{"GET", "PUT", "DELETE"} {
		if a := e.want(404, verb, "/vms/moon", ""); a.body != "" {
			t.Errorf("%s: the body is %q", verb, a.body)
		}
	}
	a := e.want(400, "GET", "/events/moon", "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), `For input string: "moon"`)
}

func TestContentTypeOfARequest(t *testing.T) {
	t.Parallel()
	e := start(t)
	for media, status := range map[string]int{
		"application/xml": 201, "application/xml; charset=utf-8": 201, "text/plain": 415, "moon": 415, "application/json": 400,
		"text/xml": 415, "APPLICATION/XML": 201, "": 415,
	} {
		name := regexp.MustCompile(`\W`).ReplaceAllString(media, "")
		if a := e.do("POST", "/tags", "<tag><name>"+name+"</name></tag>", "Content-Type", media); a.status != status {
			t.Errorf("%s: status %d, want %d", media, a.status, status)
		}
	}
}

func TestFormatIsNegotiated(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		accept, path string
		status       int
		json         bool
	}{
		{"", "/tags", 200, false},
		{"*/*", "/tags", 200, false},
		{"application/xml", "/tags", 200, false},
		{"application/json", "/tags", 200, true},
		{"application/xml;q=0.5, application/json", "/tags", 200, true},
		{"application/json;q=0.1,application/xml;q=0.2", "/tags", 200, false},
		{"text/html,application/xhtml+xml,*/*;q=0.8", "/tags", 200, false},
		{"application/xml", "/tags?accept=application/json", 200, false},
		{"application/json", "/tags?accept=application/xml", 200, true},
		{"application/xml;q=0", "/tags", 200, false},
		{"text/xml", "/tags", 406, false},
		{"nonsense", "/tags", 400, false},
		{"application/xml", "/tags?accept=json", 500, false},
		{"image/png", "/tags", 406, false},
	} {
		a := e.do("GET", tt.path, "", "Accept", tt.accept)
		if a.status != tt.status {
			t.Errorf("%s %s: status %d, want %d", tt.accept, tt.path, a.status, tt.status)
		}
		if got := strings.HasPrefix(a.body, "{"); got != tt.json {
			t.Errorf("%s %s: JSON %t, want %t", tt.accept, tt.path, got, tt.json)
		}
	}
}

func TestCorrelationID(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct{ name, header, query, want string }{
		{"header", "abc-1_2", "", "abc-1_2"},
		{"query", "", "?correlation_id=q1", "q1"},
		{"header wins", "h", "?correlation_id=q1", "h"},
		{"odd characters are dropped", "a b;c/d", "", "abcd"},
		{"long ones are cut", strings.Repeat("x", 40), "", strings.Repeat("x", 36)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			expect(t, "id", e.want(200, "GET", "/tags"+tt.query, "", "Correlation-Id", tt.header).header.Get("Correlation-Id"), tt.want)
		})
	}
	made := e.want(200, "GET", "/tags", "", "Correlation-Id", "///").header.Get("Correlation-Id")
	if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(made) {
		t.Errorf("made id %q is no UUID", made)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.want(200, "GET", "/v4/tags", "")
	e.want(200, "GET", "/tags", "", "Version", "4")
	for _, a := range []answer{e.do("GET", "/v3/tags", ""), e.do("GET", "/tags", "", "Version", "3")} {
		if a.status != 405 || !strings.Contains(a.body, "<html>") {
			t.Errorf("unsupported version: %d %s", a.status, a.body)
		}
	}
	e.want(404, "GET", "/vtags", "")
}

func TestAnswersAreCompressedWhenAsked(t *testing.T) {
	t.Parallel()
	e := start(t)
	plain := e.get("/roles")
	r := e.request("GET", e.URL+"/roles", "", "Accept-Encoding", "gzip")
	r.SetBasicAuth("admin@internal", "password")
	resp, err := e.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	expect(t, "encoding", resp.Header.Get("Content-Encoding"), "gzip")
	z, err := gzip.NewReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "document", string(body), plain)
}

func TestEntryPoint(t *testing.T) {
	t.Parallel()
	e := start(t, empty)
	a := e.want(200, "GET", "", "")
	for _, want := range []string{
		`    <link href="/ovirt-engine/api/vms" rel="vms"/>`,
		`    <link href="/ovirt-engine/api/vms?search={query}" rel="vms/search"/>`,
		`    <link href="/ovirt-engine/api/events;from={event_id}?search={query}" rel="events/search"/>`,
		"<full_version>4.5.7-1.el9</full_version>", "<name>oVirt Engine</name>",
		`<blank_template href="/ovirt-engine/api/templates/00000000-0000-0000-0000-000000000000" id="00000000-0000-0000-0000-000000000000"/>`,
		"        <vms>\n            <active>0</active>\n            <total>0</total>\n        </vms>",
		`    <authenticated_user href="/ovirt-engine/api/users/`,
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s isn't in\n%s", want, a.body)
		}
	}
	if !strings.Contains(a.header.Get("Link"), "/ovirt-engine/api/vms>; rel=vms") {
		t.Errorf("header Link: %s", a.header.Get("Link"))
	}
	if strings.Contains(e.get("?filter=true"), "<summary>") {
		t.Error("filtered users see the summary")
	}
	if a := e.want(200, "HEAD", "", ""); a.body != "" || a.header.Get("Link") == "" {
		t.Errorf("HEAD: %q %v", a.body, a.header)
	}
}

func TestModelIsServed(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	e := start(t, empty, func(o *simulator.Options) { o.Model = m })
	a := e.want(200, "GET", "/model.json", "")
	got, _, err := description.Decode("model.json", []byte(a.body), m.Version, m)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Services) != len(m.Services) || len(got.Structs) != len(m.Structs) {
		t.Errorf("%d services and %d structs, want %d and %d", len(got.Services), len(got.Structs), len(m.Services), len(m.Structs))
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	e := start(t)
	status := func(method, path string) int { e.t.Helper(); return e.do(method, path, "").status }

	e.Engine.Fail(simulator.Rule{Method: "GET", Path: "*/api/tags", Skip: 1, Times: 2, Status: 503, Body: "<html>busy</html>"})
	for i, want := range []int{200, 503, 503, 200} {
		if got := status("GET", "/tags"); got != want {
			t.Errorf("request %d: status %d, want %d", i, got, want)
		}
	}
	if got := status("GET", "/roles"); got != 200 {
		t.Errorf("another path: status %d", got)
	}

	rule := e.Engine.Fail(simulator.Rule{Path: "*/roles*", Status: 502, Body: `{"a":1}`, ContentType: "application/json", Header: http.Header{"retry-after": {"7"}}})
	a := e.do("GET", "/roles", "")
	if a.status != 502 || a.body != `{"a":1}` || a.header.Get("Content-Type") != "application/json" || a.header.Get("Retry-After") != "7" {
		t.Errorf("answer %+v", a)
	}
	rule.Remove()
	rule.Remove()
	if got := status("GET", "/roles"); got != 200 {
		t.Errorf("after the rule was removed: status %d", got)
	}

	e.Engine.Fail(simulator.Rule{Path: "*/bookmarks", Drop: true, Times: 1})
	r := e.request("POST", e.URL+"/bookmarks", "<bookmark/>")
	r.SetBasicAuth("admin@internal", "password")
	if resp, err := e.http.Do(r); err == nil {
		resp.Body.Close()
		t.Errorf("a dropped request got status %d", resp.StatusCode)
	}

	e.Engine.Fail(simulator.Rule{Path: "*/tags", Delay: time.Millisecond, Times: 1})
	if got := status("GET", "/tags"); got != 200 {
		t.Errorf("a delayed request got status %d", got)
	}
}

func TestStatsCountConnections(t *testing.T) {
	t.Parallel()
	e := start(t)
	for range 3 {
		e.get("/tags")
	}
	if s := e.Engine.Stats(); s.Requests != 3 || s.Connections != 1 || s.Open != 1 {
		t.Errorf("stats %+v, want 3 requests over one connection", s)
	}
}

func TestInventoryCanBeReached(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	doc, err := e.Engine.Document(vm)
	if err != nil || !strings.Contains(doc, "<name>myvm</name>") || strings.Contains(doc, "<link ") {
		t.Errorf("document %v\n%s", err, doc)
	}
	if err := e.Engine.Drop(vm); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{e.Engine.Drop(vm), e.Engine.Put(vm, "<vm/>"), second(e.Engine.Document(vm)), e.Engine.Put("/vms", "<vm/>")} {
		if err == nil || !strings.HasSuffix(err.Error(), "not in the inventory") {
			t.Errorf("error %v", err)
		}
	}
	for _, tt := range []struct{ path, doc, want string }{
		{"/moons", "<vm/>", "seed /moons: /moons: no such collection"},
		{"/vms", "<moon/>", "seed /vms: read document: no type of the model is called <moon>"},
		{"/vms", "<host/>", "seed /vms: /vms is no collection of <host>"},
		{"/vms", "<vm><cluster><name>moon</name></cluster></vm>", "seed /vms: Operation Failed: Entity not found: Cluster: name=moon"},
	} {
		if _, err := e.Engine.Seed(tt.path, tt.doc); err == nil || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
	e.Engine.Log(1200, "alert", "Storage is full.")
	expect(t, "event", between(t, e.get("/events?max=1"), "<description>", "<"), "Storage is full.")
}

func second[T any](_ T, err error) error { return err }

func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.want(200, "GET", "/vms?search="+strings.Repeat("x", 60<<10), "")
	e.want(431, "GET", "/vms?search="+strings.Repeat("x", 80<<10), "")
	if n := len(e.Engine.Requests()); n != 1 {
		t.Errorf("%d requests are remembered, want 1", n)
	}
}
