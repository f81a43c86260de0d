package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestOddTextsOfRequests puts characters that no document can hold, and bytes that are no text,
// wherever a request has a text: an answer is that of an engine, and never says what went wrong
// within the simulator.
func TestOddTextsOfRequests(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{Inventory: &simulator.Inventory{
		DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 1, DisksPerVM: 1, NICsPerVM: 1,
	}})
	if err != nil {
		t.Fatal(err)
	}
	vm, host, domain := "/vms/"+e.IDs("/vms")[0], "/hosts/"+e.IDs("/hosts")[0], "/storagedomains/"+e.IDs("/storagedomains")[0]
	var paths []string
	for _, place := range append(collections(e),
		vm, vm+"/nics", vm+"/tags", vm+"/creation_status", vm+"/hostdevices", vm+"/graphicsconsoles", vm+"/statistics", host,
		host+"/devices", host+"/nics", host+"/storage", domain+"/files", domain+"/disks", "/vms/moon/nics", "/moons") {
		paths = append(paths, place+"/ODD", place+"/ODD/permissions")
	}
	paths = append(paths, "/ODD", vm+"/start/ODD")
	queries := []string{
		"/vms?search=ODD", "/vms?search=name%3DODD", "/vms?max=ODD", "/vms;max=ODD", "/vms;ODD=1", "/vms?ODD=1", "/vms?follow=ODD",
		"/vms?correlation_id=ODD", "/events?from=ODD", "/events;from=ODD", "/vms?all_content=ODD", "/vms?filter=ODD", "/users?search=ODD",
		vm + "?next_run=ODD", "/hosts?sortby=ODD", "/vms?accept=ODD",
	}
	headers := []string{"Accept", "Correlation-Id", "Filter", "All-Content", "Version", "Content-Type", "Prefer", "X-Ovirt-Expect", "Accept-Language"}
	for _, odd := range []string{
		"%00", "%01", "%08", "%0a", "%0d%0aX:%20y", "%1f", "%7f", "%C2%85", "%ff", "%c0%ae%c0%ae", "%ED%A0%80", "%EF%BF%BE", "%EF%BF%BF", "a%00b",
		"..%2f..", "%2e%2e", "a%5cb",
	} {
		for _, method := range []string{"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"} {
			for _, path := range paths {
				w := sendOdd(t, e, method, strings.ReplaceAll(path, "ODD", odd), "<action/>", nil)
				known := method == "OPTIONS" && w.Code == 200 // Engines know the resource by its pattern.
				if (retired(path) || hexadecimal.MatchString(path)) && tripped(w.Code, w.Body.String()) {
					continue
				}
				if w.Code != 400 && w.Code != 404 && w.Code != 405 && !(w.Code == 301 && method != "POST") && !known {
					t.Errorf("%s %s with %s: status %d: %.200q", method, path, odd, w.Code, w.Body)
				}
			}
			for _, path := range queries {
				sendOdd(t, e, method, strings.ReplaceAll(path, "ODD", odd), "<action/>", nil)
			}
		}
	}
	for _, odd := range []string{"\x01", "\xff", "a\x7fb", "\u0085", "\ufffe"} {
		for _, name := range headers {
			sendOdd(t, e, "GET", "/vms", "", http.Header{name: {odd}})
			sendOdd(t, e, "POST", "/tags", "<tag><name>x</name></tag>", http.Header{name: {odd}})
		}
	}
	for _, body := range []string{
		`{"name":"a\u0000b"}`, `{"name":"\ud800"}`, `{"name":"\ufffe"}`, "{\"name\":\"\x01\"}", "{\"name\":\"\xff\"}", `{"\u0000":"a"}`, `{"id":"\u0000"}`,
		`{"parent":{"name":"\u0001"}}`, `{"parent":{"id":"\u0001"}}`,
	} {
		for _, request := range []string{"POST /tags", "POST /vms", "PUT " + vm, "POST /disks", "POST /networks", "POST " + vm + "/stop", "POST /events"} {
			method, path, _ := strings.Cut(request, " ")
			w := sendOdd(t, e, method, path, body, http.Header{"Content-Type": {"application/json"}})
			if w.Code >= 500 {
				t.Errorf("%s %s %s: status %d: %.200q", method, path, body, w.Code, w.Body)
			}
		}
	}
}

// hexadecimal are the collections whose IDs engines decode, and trip if they can't.
var hexadecimal = regexp.MustCompile("/(katelloerrata|hostdevices|devices)/")

// collections returns the paths of all collections that the entry point links to.
func collections(e http.Handler) []string {
	_, doc := ask(e, http.MethodGet, "", "")
	var all []string
	for _, href := range hrefs(doc) {
		if path, _, _ := strings.Cut(href, "?"); strings.Count(path, "/") == 1 && !strings.ContainsAny(path, ";") {
			all = append(all, path)
		}
	}
	return all
}

// sendOdd sends a request as it would come over the network, and fails if the answer shows an error
// of the simulator's own code.
func sendOdd(t *testing.T, e http.Handler, method, path, body string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	r, err := http.NewRequest(method, "http://h/ovirt-engine/api"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.RequestURI, r.RemoteAddr = "/ovirt-engine/api"+path, "127.0.0.1:1"
	r.Header.Set("Content-Type", "application/xml")
	for name, values := range header {
		r.Header[name] = values
	}
	r.SetBasicAuth("admin@internal", "password")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	for _, own := range []string{"text has a", "text is not", "not UTF-8", "write ", "runtime error", "strconv", "[state", "parsing"} {
		if strings.Contains(w.Body.String(), own) {
			t.Errorf("%s %s %.60q %v: the answer is %d with %q: %.300q", method, path, body, header, w.Code, own, w.Body)
		}
	}
	if w.Code >= 500 && !tripped(w.Code, w.Body.String()) && method != "HEAD" {
		t.Errorf("%s %s %.60q %v: status %d: %.300q", method, path, body, header, w.Code, w.Body)
	}
	return w
}
