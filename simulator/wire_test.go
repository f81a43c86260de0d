package simulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/xsd"
)

// TestEntryPointLinks compares the header Link with the links of the document, for GET and HEAD.
func TestEntryPointLinks(t *testing.T) {
	t.Parallel()
	e := start(t, empty)
	doc := e.get("")
	host := strings.TrimSuffix(e.URL, "/ovirt-engine/api")
	var want []string
	for part := range strings.SplitSeq(doc, "<link ") {
		if strings.HasPrefix(part, "href=") {
			want = append(want, "<"+host+between(t, part, `href="`, `"`)+">; rel="+between(t, part, `rel="`, `"`))
		}
	}
	slices.Sort(want)
	if len(want) < 50 {
		t.Errorf("only %d links:\n%s", len(want), doc)
	}
	for _, method := range []string{"GET", "HEAD"} {
		expect(t, method, e.want(200, method, "", "").header.Get("Link"), strings.Join(want, ","))
	}
	for _, searched := range []string{
		"clusters", "datacenters", "hosts", "networks", "storagedomains", "templates", "instancetypes", "users", "groups", "vmpools", "vms", "disks",
	} {
		if link := `<link href="/ovirt-engine/api/` + searched + `?search={query}" rel="` + searched + `/search"/>`; !strings.Contains(doc, link) {
			t.Errorf("%s isn't in the document", link)
		}
	}
}

func TestSchemaIsServed(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	e := start(t, empty)
	for _, path := range []string{"?schema", ";schema", "/v4?schema=", "?schema&accept=application/json"} {
		a := e.want(200, "GET", path, "")
		expect(t, "schema", a.body, string(xsd.New(m)))
		expect(t, "content type", a.header.Get("Content-Type"), "application/octet-stream")
		expect(t, "disposition", a.header.Get("Content-Disposition"), "attachment; filename = ovirt-engine-api-schema.xsd")
	}
	if a := e.want(200, "HEAD", "?schema", ""); a.header.Get("Link") == "" {
		t.Error("HEAD is always that of the entry point itself")
	}
	if a := e.want(200, "GET", "/tags?schema", ""); !strings.Contains(a.body, "<tags>") {
		t.Errorf("other resources have no schema of their own:\n%s", a.body)
	}
}

func TestPathsInAllTheirSpellings(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	doc := e.get(vm)
	for _, path := range []string{vm + "/", vm + ";x=y", vm + "?x=y&z", strings.Replace(vm, "/vms/", "/vms;max=0/", 1), strings.Replace(vm, "-", "%2D", 1)} {
		expect(t, path, e.get(path), doc)
	}
	expect(t, "with the version", e.get("/v4"+vm), strings.ReplaceAll(doc, "/ovirt-engine/api/", "/ovirt-engine/api/v4/"))
	e.want(200, "GET", "/", "")
	e.want(200, "GET", "/v4/", "")
	e.want(200, "GET", "/v4", "")
	for _, path := range []string{"/VMs", "/vms/%", "/vms/%zz", vm + "/nics/x/y", vm + "/start/a/b/c", "/moons/1"} {
		r := e.request("GET", e.URL, "")
		r.SetBasicAuth("admin@internal", "password")
		r.URL.Opaque = "/ovirt-engine/api" + path
		if a := e.send(r); a.status != 404 && a.status != 400 {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}

func TestVersionOfThePathWins(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		path, version string
		status        int
	}{
		{"/tags", "4", 200},
		{"/tags", "3", 405},
		{"/tags", "04", 400},
		{"/tags", "moon", 400},
		{"/tags", "4.5", 400},
		{"/v4/tags", "3", 200},
		{"/v3/tags", "4", 405},
		{"/../api/tags", "", 405},
		{"/v5/tags", "", 400},
		{"/v04/tags", "", 400},
		{"/v4x/tags", "", 404},
	} {
		a := e.do("GET", tt.path, "", "Version", tt.version)
		if a.status != tt.status {
			t.Errorf("%s, header %q: status %d, want %d", tt.path, tt.version, a.status, tt.status)
		}
		if a.status == 400 && !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("%s, header %q: content type %s", tt.path, tt.version, a.header.Get("Content-Type"))
		}
	}
}

// TestHeadIsGetWithoutBody compares the headers of both for all kinds of documents. The entry point
// answers HEAD with its links alone.
func TestHeadIsGetWithoutBody(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for _, path := range []string{"", "/vms", vm, "/model.json", "/vms/00000000-0000-4000-9000-00000000000f", "/moons", "/vms/moon"} {
		plain := []string{"Accept-Encoding", "identity"}
		get, head := e.do("GET", path, "", plain...), e.do("HEAD", path, "", plain...)
		if get.status != head.status || head.body != "" {
			t.Errorf("%s: GET %d, HEAD %d %q", path, get.status, head.status, head.body)
		}
		for _, name := range []string{"Content-Type", "Content-Length", "Link"} {
			if path == "" && name != "Link" {
				continue
			}
			if g, h := get.header.Get(name), head.header.Get(name); g != h {
				t.Errorf("%s: %s of GET %q, of HEAD %q", path, name, g, h)
			}
		}
	}
}

// TestParametersMayComeInThreeWays: in the query, in the last segment of the path, and two of them as headers.
func TestParametersMayComeInThreeWays(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	for _, tt := range []struct {
		path   string
		header []string
		want   string
	}{
		{"/vms?max=2", nil, "1 2"},
		{"/vms;max=2", nil, "1 2"},
		{"/vms;max=2?max=3", nil, "1 2 3"},
		{"/vms;max=2;search=name%3D*5", nil, "5"},
		{"/vms;search=name=*5", nil, "5"},
		{"/vms;follow=nics;max=1?search=name%3D*5", nil, "5"},
		{"/vms?max=2&max=5", nil, "1 2"},
		{"/vms?max=%zz&search=name%3D*5", nil, "5"},
		{"/vms?search=name%3Dvm-00001;x", nil, ""}, // a semicolon makes the search invalid, and doesn't end it
		{"/vms?max=2&moon=1&detail=%2Bsize", nil, "1 2"},
		{"/vms?max", nil, "1 2 3 4 5 6 7 8 9 10"},
		{"/vms", []string{"Max", "2"}, "1 2 3 4 5 6 7 8 9 10"},
	} {
		expect(t, tt.path, names(e.want(200, "GET", tt.path, "", tt.header...).body), tt.want)
	}
	vm := "/vms/" + e.Engine.IDs("/vms")[0]
	const ovf = "<configuration>"
	for _, tt := range []struct {
		query  string
		header []string
		want   bool
	}{
		{"", nil, false},
		{"?all_content=true", nil, true},
		{"?all_content", nil, true},
		{"?all_content=T", nil, true},
		{"?all_content=YES", nil, true},
		{"?all_content=1", nil, true},
		{"?all_content=no", nil, false},
		{"?all_content=F", nil, false},
		{"?all_content=moon", nil, false},
		{";all_content=true", nil, true},
		{"", []string{"All-Content", "true"}, true},
		{"?all_content=false", []string{"All-Content", "true"}, false},
	} {
		if got := strings.Contains(e.want(200, "GET", vm+tt.query, "", tt.header...).body, ovf); got != tt.want {
			t.Errorf("%s %v: all content %t, want %t", tt.query, tt.header, got, tt.want)
		}
	}
}

func TestViewerFilesAreForConsolesOnly(t *testing.T) {
	t.Parallel()
	const viewer = "application/x-virt-viewer"
	e := start(t)
	vm := e.addVM("myvm")
	console := vm + "/graphicsconsoles/766e63"
	if a := e.want(409, "GET", console, "", "Accept", viewer); !strings.Contains(a.body, "<reason>Vm myvm is not running.</reason>") {
		t.Errorf("there is nothing to see of a VM that is down:\n%s", a.body)
	}
	e.run(vm)
	a := e.want(200, "GET", console, "", "Accept", viewer)
	if !strings.HasPrefix(a.body, "[virt-viewer]\ntype=vnc\n") || a.header.Get("Content-Type") != viewer {
		t.Errorf("%s: %s", a.header.Get("Content-Type"), a.body)
	}
	e.want(406, "GET", vm, "", "Accept", viewer)
	if a := e.want(200, "GET", vm, "", "Accept", viewer+", application/json"); !strings.HasPrefix(a.body, "{") {
		t.Errorf("the other type that the client takes is JSON:\n%s", a.body)
	}
	e.want(200, "GET", vm+"?accept=text/plain", "", "Accept", "application/xml") // The header wins.
}

func TestAddAndRemoveCodes(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	size := "<disk><alias>a</alias><provisioned_size>1048576</provisioned_size><format>cow</format><storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains></disk>"
	a := e.want(202, "POST", "/disks", size)
	if a.header.Get("Location") != "" {
		t.Errorf("an add that goes on has a location: %s", a.header.Get("Location"))
	}
	link := "/disks/" + idOf(t, a.body) + "/creation_status/" + between(t, a.body, `/creation_status/`, `" rel="creation_status"/>`)
	doc := e.get(link)
	for _, want := range []string{"<creation href=", "<status>in_progress</status>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	e.want(405, "POST", link, "<creation/>")
	if doc := e.get(link[:strings.LastIndexByte(link, '/')] + "/00000000-0000-4000-9000-00000000000f"); !strings.Contains(doc, "<status>complete</status>") {
		t.Errorf("ids that nobody knows count as complete:\n%s", doc)
	}
	a = e.want(201, "POST", "/disks", size, "X-Ovirt-Expect", "201-created")
	if !strings.HasSuffix(a.header.Get("Location"), "/ovirt-engine/api/disks/"+idOf(t, a.body)) {
		t.Errorf("location %q", a.header.Get("Location"))
	}
	if a := e.want(202, "DELETE", vm, "", "X-Ovirt-Expect", "202-accepted"); a.body != "" {
		t.Errorf("body of a removal that isn't waited for: %s", a.body)
	}
	if a := e.want(404, "DELETE", vm, ""); a.body != "" || a.header.Get("Content-Type") != "" {
		t.Errorf("second removal: %s", a.body)
	}
	other := e.addVM("other")
	a = e.want(200, "DELETE", other, "")
	if !strings.Contains(a.body, "<status>complete</status>") || !strings.Contains(a.body, `<job href="/ovirt-engine/api/jobs/`) {
		t.Errorf("removal:\n%s", a.body)
	}
}

func TestAddressOfAnActionLeadsBack(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	client := *e.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r := e.request("GET", e.URL+vm+"/start/00000000-0000-4000-9000-00000000000f", "")
	r.SetBasicAuth("admin@internal", "password")
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 301 || !strings.HasSuffix(resp.Header.Get("Location"), vm) {
		t.Errorf("%d %s", resp.StatusCode, resp.Header.Get("Location"))
	}
}

func TestEntryPointOfAdministrators(t *testing.T) {
	t.Parallel()
	e := start(t, empty)
	at := -1
	doc := e.get("")
	for _, member := range []string{
		"<link ", "<engine_backup/>", "<product_info>", "<special_objects>", "<summary>", "<time>", "<authenticated_user ", "<effective_user ",
	} {
		next := strings.Index(doc, "\n    "+member)
		if next <= at {
			t.Errorf("%s is missing or stands too early in\n%s", member, doc)
		}
		at = next
	}
	doc = e.get("?filter=true")
	for _, hidden := range []string{"<engine_backup", "<summary"} {
		if strings.Contains(doc, hidden) {
			t.Errorf("filtered users see %s", hidden)
		}
	}
}
