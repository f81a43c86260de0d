package simulator_test

import (
	"encoding/json"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator"
)

// controlled returns an engine whose control endpoint is on, and a function that uses it. It returns the answer with its blanks taken away.
func controlled(t *testing.T) (*engine, func(method, path, body string, header ...string) (status int, answer string)) {
	t.Helper()
	e := start(t, func(o *simulator.Options) { o.Control = true })
	front := strings.TrimSuffix(e.URL, "/ovirt-engine/api") + "/ovirt-simulator"
	return e, func(method, path, body string, header ...string) (int, string) {
		t.Helper()
		a := e.send(e.request(method, front+path, body, header...))
		if a.header.Get("Content-Type") != "application/json;charset=UTF-8" {
			return a.status, a.body
		}
		var v any
		if err := json.Unmarshal([]byte(a.body), &v); err != nil {
			t.Fatalf("%s %s: %v\n%s", method, path, err, a.body)
		}
		compact, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return a.status, string(compact)
	}
}

// exchange is a request to the control endpoint with what it must be answered.
type exchange struct {
	method, path, body string
	status             int
	want               string
}

func TestControlOfRules(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	for _, x := range []exchange{
		{"GET", "/rules", "", 200, `[]`},
		{"POST", "/rules", `[{"op":"VmsService.List","status":503},{"drop":true,"nth":7}]`, 201,
			`[{"hits":0,"id":1,"rule":{"op":"VmsService.List","status":503},"seen":0},{"hits":0,"id":2,"rule":{"drop":true,"nth":7},"seen":0}]`},
		{"POST", "/rules", "op=TagsService.Add,status=500", 201, `[{"hits":0,"id":3,"rule":{"op":"TagsService.Add","status":500},"seen":0}]`},
		{"POST", "/rules", `[{"status":503},{"op":"MoonService.Add"}]`, 400, `{"error":"rule 2: no operation is called MoonService.Add"}`},
		{"POST", "/rules", `{"nth":-1}`, 400, `{"error":"skip, times and nth can't be negative"}`},
		{"POST", "/rules", "moon", 400, ""},
		{"POST", "/rules", "", 400, `{"error":"the document has no rule"}`},
		{"DELETE", "/rules/2", "", 200, `{"hits":0,"id":2,"rule":{"drop":true,"nth":7},"seen":0}`},
		{"DELETE", "/rules/2", "", 404, `{"error":"rule 2: there is no such rule"}`},
		{"GET", "/rules/moon", "", 404, `{"error":"rule moon: there is no such rule"}`},
	} {
		status, got := control(x.method, x.path, x.body)
		if status != x.status || x.want != "" && got != x.want {
			t.Errorf("%s %s: %d %s\nwant %d %s", x.method, x.path, status, got, x.status, x.want)
		}
	}
	if a := e.do("GET", "/vms", ""); a.status != 503 {
		t.Errorf("status %d", a.status)
	}
	if _, got := control("GET", "/rules/1", ""); got != `{"hits":1,"id":1,"rule":{"op":"VmsService.List","status":503},"seen":1}` {
		t.Errorf("rule 1 is %s", got)
	}
	control("DELETE", "/rules", "")
	if _, got := control("GET", "/rules", ""); got != "[]" {
		t.Errorf("rules %s", got)
	}
	if a := e.do("GET", "/vms", ""); a.status != 200 {
		t.Errorf("status %d", a.status)
	}
}

func TestControlOfClockAndTokens(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	token := e.token()
	for _, x := range []exchange{
		{"GET", "/clock", "", 200, `{"now":"2026-05-04T10:30:00Z"}`},
		{"POST", "/clock?advance=90m", "", 200, `{"now":"2026-05-04T12:00:00Z"}`},
		{"POST", "/clock", "", 400, `{"error":"advance is missing, as in clock?advance=10m"}`},
		{"POST", "/clock?advance=0s", "", 200, `{"now":"2026-05-04T12:00:00Z"}`},
		{"POST", "/clock?advance=soon", "", 400, `{"error":"advance \"soon\" is no duration such as 10m"}`},
		{"POST", "/clock?advance=-1s", "", 400, `{"error":"advance \"-1s\" is no duration such as 10m"}`},
		{"GET", "/moon", "", 404, ""},
		{"PUT", "/clock", "", 405, ""},
	} {
		status, got := control(x.method, x.path, x.body)
		if status != x.status || x.want != "" && got != x.want {
			t.Errorf("%s %s: %d %s\nwant %d %s", x.method, x.path, status, got, x.status, x.want)
		}
	}
	if a := e.do("GET", "/tags", "", "Authorization", "Bearer "+token); a.status != 401 {
		t.Errorf("a token that was idle for 90 minutes: status %d", a.status)
	}
	token = e.token()
	if _, got := control("POST", "/tokens/expire", ""); got != `{"expired":1}` {
		t.Errorf("answer %s", got)
	}
	if a := e.do("GET", "/tags", "", "Authorization", "Bearer "+token); a.status != 401 {
		t.Errorf("status %d", a.status)
	}
}

func TestControlOfAClockThatCannotBeMoved(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) { o.Control, o.Clock = true, nil })
	a := e.send(e.request("POST", strings.TrimSuffix(e.URL, "/ovirt-engine/api")+"/ovirt-simulator/clock?advance=1m", ""))
	if a.status != 409 || !strings.Contains(a.body, `"error": "this clock can't be moved"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestControlOfObjects(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	status, got := control("POST", "/objects/vms", "<vm><name>seeded</name><status>up</status><cluster><name>Default</name></cluster></vm>")
	if status != 200 {
		t.Fatalf("%d %s", status, got)
	}
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(got), &made); err != nil {
		t.Fatal(err)
	}
	if doc := e.get("/vms/" + made.ID); !strings.Contains(doc, "<status>up</status>") {
		t.Errorf("seeded VM\n%s", doc)
	}
	if status, got := control("PUT", "/objects/vms/"+made.ID, "<vm><status>paused</status></vm>"); status != 200 || !strings.Contains(got, "<status>paused</status>") {
		t.Errorf("%d %s", status, got)
	}
	if doc := e.get("/vms/" + made.ID); !strings.Contains(doc, "<status>paused</status>") {
		t.Errorf("changed VM\n%s", doc)
	}
	if status, got := control("GET", "/objects/vmpools", ""); status != 200 || got != "[]" {
		t.Errorf("an empty collection: status %d, %s", status, got)
	}
	if _, got := control("GET", "/objects/vms", ""); got != `["`+made.ID+`"]` {
		t.Errorf("ids %s", got)
	}
	if status, got := control("GET", "/objects/vms/"+made.ID, ""); status != 200 || !strings.Contains(got, "<name>seeded</name>") {
		t.Errorf("%d %s", status, got)
	}
	if _, got := control("GET", "/inventory", ""); !strings.Contains(got, `"vms":1`) || !strings.Contains(got, `"hosts":1`) {
		t.Errorf("inventory %s", got)
	}
	if status, _ := control("DELETE", "/objects/vms/"+made.ID, ""); status != 200 {
		t.Errorf("status %d", status)
	}
	for _, x := range []exchange{
		{"GET", "/objects/vms/" + made.ID, "", 404, ""},
		{"DELETE", "/objects/vms/" + made.ID, "", 404, ""},
		{"PUT", "/objects/vms/" + made.ID, "<vm/>", 404, ""},
		{"POST", "/objects/vms", "<moon/>", 400, ""},
		{"POST", "/objects/moon", "<vm/>", 400, ""},
		{"PUT", "/objects/clusters/x", "<vm", 404, ""},
	} {
		if status, got := control(x.method, x.path, x.body); status != x.status || !strings.Contains(got, `"error":`) {
			t.Errorf("%s %s: %d %s, want %d", x.method, x.path, status, got, x.status)
		}
	}
}

func TestControlShowsRequests(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	e.get("/tags")
	e.do("GET", "/moon", "")
	e.get("/vms?max=1")
	queries := func(path string) (out []string) {
		_, got := control("GET", path, "")
		var list []simulator.Request
		if err := json.Unmarshal([]byte(got), &list); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
		for _, r := range list {
			out = append(out, r.Method+" "+strings.TrimPrefix(r.Path, "/ovirt-engine/api")+" "+r.Operation)
		}
		return out
	}
	all := []string{"GET /tags TagsService.List", "GET /moon ", "GET /vms VmsService.List"}
	for _, tt := range []struct {
		path string
		want []string
	}{
		{"/requests", all}, {"/requests?op=Vms*", all[2:]}, {"/requests?status=404", all[1:2]}, {"/requests?limit=1", all[2:]},
		{"/requests?limit=0", nil}, {"/requests?limit=9", all},
	} {
		if diff := cmp.Diff(tt.want, queries(tt.path)); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", tt.path, diff)
		}
	}
	if status, got := control("GET", "/requests?limit=x", ""); status != 400 || got != `{"error":"limit \"x\" is no number"}` {
		t.Errorf("%d %s", status, got)
	}
	control("DELETE", "/requests", "")
	if got := queries("/requests"); got != nil {
		t.Errorf("requests %v", got)
	}
	if _, got := control("GET", "/stats", ""); !strings.Contains(got, `"requests":3`) {
		t.Errorf("stats %s", got)
	}
}

func TestControlOfOutages(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	for _, x := range []exchange{
		{"GET", "/outage", "", 200, `{"outage":""}`},
		{"POST", "/outage?outage=moon", "", 400, `{"error":"outage \"moon\" is neither refused nor unavailable"}`},
		{"POST", "/outage?outage=refused", "", 400, `{"error":"for is missing: while connections are refused nobody can end the outage"}`},
		{"POST", "/outage", "", 200, `{"outage":"unavailable"}`},
	} {
		if status, got := control(x.method, x.path, x.body); status != x.status || got != x.want {
			t.Errorf("%s %s: %d %s\nwant %d %s", x.method, x.path, status, got, x.status, x.want)
		}
	}
	if a := e.do("GET", "/tags", ""); a.status != 503 {
		t.Errorf("status %d", a.status)
	}
	if status, got := control("DELETE", "/outage", ""); status != 200 || got != `{"outage":""}` {
		t.Errorf("%d %s", status, got)
	}
	e.get("/tags")

	control("POST", "/outage?outage=refused&for=300ms", "")
	refused := false
	for deadline := time.Now().Add(20 * time.Second); ; {
		a := attempt(t, e.http, "GET", e.URL+"/tags", "")
		refused = refused || errors.Is(a.err, syscall.ECONNREFUSED)
		if refused && a.status == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("refused: %t; last %+v", refused, a)
		}
	}
}

func TestControlIsOffUnlessAskedFor(t *testing.T) {
	t.Parallel()
	e := start(t)
	front := strings.TrimSuffix(e.URL, "/ovirt-engine/api") + "/ovirt-simulator"
	for _, r := range []struct{ method, path string }{
		{"GET", "/rules"}, {"POST", "/rules"}, {"POST", "/clock"}, {"POST", "/tokens/expire"}, {"GET", "/requests"}, {"POST", "/outage"}, {"DELETE", "/objects/vms/1"},
	} {
		if a := e.send(e.request(r.method, front+r.path, "")); a.status != 404 {
			t.Errorf("%s %s: status %d, want 404", r.method, r.path, a.status)
		}
	}
}

func TestPagesOfOtherSitesHaveNoControl(t *testing.T) {
	t.Parallel()
	e, control := controlled(t)
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example.com"}} {
		if status, _ := control("POST", "/rules", "status=500", header...); status != 403 {
			t.Errorf("%v: status %d, want 403", header, status)
		}
	}
	if n := len(e.Engine.Rules()); n != 0 {
		t.Errorf("%d rules", n)
	}
}
