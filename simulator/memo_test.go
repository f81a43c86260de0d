package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestListsShowWhatObjectsAre compares lists, whose items may be remembered from earlier ones, with the objects themselves, before and after changes.
func TestListsShowWhatObjectsAre(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	get := func(path, format string) string {
		r := httptest.NewRequest(http.MethodGet, "/ovirt-engine/api"+path, nil)
		r.Header.Set("Accept", format)
		r.SetBasicAuth("admin@internal", "password")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w.Body.String()
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	vms := e.IDs("/vms")
	for _, change := range []func(){
		func() {},
		func() {},
		func() { ask(e, "PUT", "/vms/"+vms[3], "<vm><comment>changed</comment></vm>") },
		func() { ask(e, "POST", "/vms/"+vms[3]+"/start", "<action/>") },
		func() { clock.Advance(1e10) },
		func() { ask(e, "DELETE", "/vms/"+vms[6], "") },
	} {
		change()
		for _, format := range []string{"application/xml", "application/json"} {
			for _, path := range []string{"/vms", "/v4/vms", "/disks", "/hosts", "/vms/" + vms[1] + "/nics", "/datacenters"} {
				list := squeeze(get(path, format))
				for _, id := range e.IDs(strings.TrimPrefix(path, "/v4")) {
					one := get(path+"/"+id, format)
					if format == "application/xml" {
						_, one, _ = strings.Cut(one, "?>")
					}
					if !strings.Contains(list, squeeze(one)) {
						t.Errorf("%s %s lacks %s", format, path, one)
					}
				}
			}
		}
	}
	if list := get("/vms", "application/xml"); strings.Contains(list, vms[6]) {
		t.Errorf("the list has %s, which was removed", vms[6])
	}
}
