package simulator_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// names returns the names of the objects in a list.
func (e *engine) names(user, path string, header ...string) []string {
	e.t.Helper()
	a := e.as(user, "GET", path, "", header...)
	if a.status != 200 {
		e.t.Fatalf("GET %s as %s: status %d\n%s", path, user, a.status, a.body)
	}
	out := []string{}
	for _, m := range regexp.MustCompile(`\n        <name>([^<]*)</name>`).FindAllStringSubmatch(a.body, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return out
}

func two(o *simulator.Options) {
	o.Inventory = &simulator.Inventory{DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 2, VMs: 2, DisksPerVM: 1, NICsPerVM: 1}
}

func TestUsersSeeWhatTheyHavePermissionsOn(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "", "joe": "UserRole", "boss": "ClusterAdmin"}, two)
	e.give("jane", "UserVmManager", "/vms/"+e.idIn("/vms", "vm-00001"))
	for _, tt := range []struct {
		user, path string
		want       string
	}{
		{"jane", "/vms", "vm-00001"},
		{"jane", "/vms?search=name%3Dvm-*", "vm-00001"},
		{"jane", "/vms?search=name%3Dvm-00002", ""},
		{"jane", "/vms?max=1", "vm-00001"},
		// Everybody may edit his profile, which is a permission on the system, and such ones show these.
		{"jane", "/clusters", "Default cluster-002"},
		{"jane", "/datacenters", "Default dc-002"},
		{"jane", "/storagedomains", "data-001 data-002"},
		{"jane", "/hosts", "host-001 host-002"},
		{"jane", "/templates", "Blank"},
		{"jane", "/disks", "vm-00001_Disk1"},
		{"jane", "/vnicprofiles", "ovirtmgmt"}, // everybody may use the one that engines are installed with
		{"jane", "/networks", "ovirtmgmt"},
		{"joe", "/vms", "vm-00001 vm-00002"},
		{"joe", "/hosts", "host-001 host-002"},
		{"joe", "/clusters", "Default cluster-002"},
		{"joe", "/templates", "Blank template-001 template-002"},
		{"boss", "/vms", "vm-00001 vm-00002"},
		{"boss", "/tags", "root"},
	} {
		if got := strings.Join(e.names(tt.user, tt.path), " "); got != tt.want {
			t.Errorf("%s: %s shows %q, want %q", tt.user, tt.path, got, tt.want)
		}
	}
	if got := e.names("boss", "/vms", "Filter", "true"); len(got) != 0 {
		t.Errorf("administrative permissions count in a filtered list: %q", got)
	}
}

// idIn returns the id of the object with that name in a list.
func (e *engine) idIn(path, name string) string {
	e.t.Helper()
	doc := e.get(path)
	at := strings.Index(doc, "\n        <name>"+name+"</name>")
	if at < 0 {
		e.t.Fatalf("no %s in %s", name, path)
	}
	opened := strings.LastIndex(doc[:at], "\n    <")
	return between(e.t, doc[opened:], ` id="`, `"`)
}

func TestHiddenObjectsAreNotFound(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": ""}, two)
	mine, other := "/vms/"+e.idIn("/vms", "vm-00001"), "/vms/"+e.idIn("/vms", "vm-00002")
	e.give("jane", "UserVmManager", mine)
	for path, want := range map[string]int{
		mine: 200, mine + "/nics": 200, mine + "/diskattachments": 200, other: 404, other + "/nics": 404,
		"/clusters/" + e.idIn("/clusters", "cluster-002"): 200, "/templates/" + e.idIn("/templates", "template-001"): 404,
		"/disks/" + e.idIn("/disks", "vm-00001_Disk1"): 200, "/disks/" + e.idIn("/disks", "vm-00002_Disk1"): 404,
	} {
		if a := e.as("jane", "GET", path, ""); a.status != want || want == 404 && a.body != "" {
			t.Errorf("GET %s: status %d, want %d\n%s", path, a.status, want, a.body)
		}
	}
	if a := e.as("jane", "DELETE", other, ""); a.status != 404 {
		t.Errorf("DELETE of a hidden VM: status %d, want 404", a.status)
	}
	if a := e.as("jane", "POST", other+"/start", "<action/>"); a.status != 403 {
		t.Errorf("start of a hidden VM: status %d, want 403", a.status)
	}
	e.get(other)
}

func TestAdministratorsQueriesAreRefused(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"joe": "UserRole"})
	const want = "query execution failed due to insufficient permissions."
	for _, tt := range []struct {
		path   string
		header []string
		status int
	}{
		{"/vms", nil, 200}, {"/vms", []string{"Filter", "true"}, 200}, {"/vms", []string{"Filter", "false"}, 400}, {"/vms?filter=false", nil, 400},
		{"/vms;filter=false", nil, 400}, {"/vms?filter=moon", nil, 200},
		{"/tags", nil, 400}, {"/macpools", nil, 400}, {"/permissions", nil, 200}, {"/permissions", []string{"Filter", "false"}, 400}, {"/hosts/" + e.Engine.IDs("/hosts")[0], nil, 400},
		{"/roles", nil, 200}, {"/users", nil, 200}, {"/icons", nil, 200}, {"/operatingsystems", nil, 200}, {"", []string{"Filter", "false"}, 400},
	} {
		a := e.as("joe", "GET", tt.path, "", tt.header...)
		if a.status != tt.status {
			t.Errorf("GET %s %q: status %d, want %d", tt.path, tt.header, a.status, tt.status)
			continue
		}
		if tt.status == 400 {
			expect(t, tt.path, between(t, a.body, "<detail>", "<"), want)
		}
	}
	if a := e.do("GET", "/tags", "", "Filter", "true"); a.status != 400 {
		t.Errorf("an administrator who filters gets %d, want 400", a.status)
	}
}

func TestEntryPointTellsUsersNoSummary(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"joe": "UserRole"})
	for _, tt := range []struct {
		user, filter string
		summary      bool
	}{{"joe", "", false}, {"joe", "true", false}, {"", "", true}, {"", "true", false}} {
		var header []string
		if tt.filter != "" {
			header = []string{"Filter", tt.filter}
		}
		var a answer
		if tt.user == "" {
			a = e.do("GET", "", "", header...)
		} else {
			a = e.as(tt.user, "GET", "", "", header...)
		}
		if a.status != 200 || strings.Contains(a.body, "<summary>") != tt.summary {
			t.Errorf("%q with filter %q: status %d, summary %t", tt.user, tt.filter, a.status, !tt.summary)
		}
	}
	doc := e.as("joe", "GET", "", "").body
	if id := e.user("joe"); !strings.Contains(doc, `<authenticated_user href="/ovirt-engine/api/users/`+id+`" id="`+id+`"/>`) {
		t.Errorf("the user isn't told:\n%s", doc)
	}
}

func TestFilteredVMsHideWhereTheyRun(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"joe": "UserRole"})
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.clock.Advance(time.Minute)
	for _, path := range []string{vm, "/vms"} {
		doc := e.get(path)
		if !strings.Contains(doc, "<host ") || !strings.Contains(doc, "<placement_policy>") {
			t.Fatalf("%s doesn't show an administrator the host", path)
		}
		doc = e.as("joe", "GET", path, "").body
		if strings.Contains(doc, "<host ") || strings.Contains(doc, "<placement_policy>") || !strings.Contains(doc, "<name>myvm</name>") {
			t.Errorf("%s as a user:\n%s", path, doc)
		}
	}
}

func TestFollowedLinksAreFiltered(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": ""}, two)
	mine := "/vms/" + e.idIn("/vms", "vm-00001")
	e.give("jane", "UserRole", mine)
	doc := e.as("jane", "GET", mine+"?follow=permissions,cluster", "").body
	if n := strings.Count(doc, "<permission "); n != 2 || strings.Contains(doc, "00000000-0000-0000-0000-000000000001") {
		t.Errorf("%d permissions, want her own and that of everybody\n%s", n, doc)
	}
	if !strings.Contains(between(t, doc, "<cluster ", "</cluster>"), "<name>Default</name>") {
		t.Errorf("the cluster isn't followed:\n%s", doc)
	}
	cluster := "/clusters/" + e.idIn("/clusters", "Default")
	if doc := e.as("jane", "GET", cluster+"/permissions", "").body; strings.Count(doc, "<permission ") != 1 || strings.Contains(doc, "<user ") {
		t.Errorf("permissions of others:\n%s", doc)
	}
}

func TestCreatorsOwnWhatTheyAdd(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"power": "PowerUserRole"})
	domain := "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
	if got := e.names("power", "/vms"); len(got) != 0 {
		t.Fatalf("VMs at first: %q", got)
	}
	a := e.as("power", "POST", "/vms", "<vm><name>mine</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>")
	vm := "/vms/" + idOf(t, a.body)
	e.addVM("other")
	if got := e.names("power", "/vms"); strings.Join(got, " ") != "mine" {
		t.Errorf("VMs: %q", got)
	}
	for _, step := range []struct{ method, path, body string }{
		{"PUT", vm, "<vm><description>x</description></vm>"}, {"POST", vm + "/start", "<action/>"}, {"POST", vm + "/stop", "<action/>"},
	} {
		if a := e.as("power", step.method, step.path, step.body); a.status != 200 {
			t.Errorf("%s %s: status %d\n%s", step.method, step.path, a.status, a.body)
		}
		e.clock.Advance(time.Minute)
	}
	a = e.as("power", "POST", "/disks", `<disk><alias>d</alias><format>raw</format><provisioned_size>1</provisioned_size><storage_domains><storage_domain id="`+
		strings.TrimPrefix(domain, "/storagedomains/")+`"/></storage_domains></disk>`)
	e.clock.Advance(time.Minute)
	disk := "/disks/" + idOf(t, a.body)
	if doc := e.get(disk + "/permissions"); !strings.Contains(doc, "def0000a-0000-0000-0000-def00000000b") {
		t.Errorf("permissions of the disk:\n%s", doc)
	}
	if a := e.as("power", "DELETE", disk, ""); a.status != 200 {
		t.Errorf("the owner can't remove the disk: %d\n%s", a.status, a.body)
	}
}

func TestPermissionsChangeWhileTheyAreUsed(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "", "joe": "UserRole"}, two)
	vm := "/vms/" + e.idIn("/vms", "vm-00001")
	jane := e.user("jane")
	var wg sync.WaitGroup
	ask := func(user, path string, good ...int) {
		wg.Go(func() {
			for range 20 {
				r, err := http.NewRequestWithContext(t.Context(), "GET", e.URL+path, nil)
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Authorization", basic(user+"@internal", "x"))
				resp, err := e.http.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				resp.Body.Close()
				if !slices.Contains(good, resp.StatusCode) {
					t.Errorf("%s: GET %s: status %d", user, path, resp.StatusCode)
				}
			}
		})
	}
	ask("jane", "/vms?follow=permissions", 200, 401)
	ask("jane", vm, 200, 401, 404)
	ask("joe", "/vms?follow=permissions,cluster", 200)
	ask("joe", vm+"/permissions", 200)
	for range 20 {
		a := e.want(201, "POST", vm+"/permissions", `<permission><role><name>UserRole</name></role><user id="`+jane+`"/></permission>`)
		e.want(200, "DELETE", vm+"/permissions/"+idOf(t, a.body), "")
	}
	wg.Wait()
	if got := e.as("jane", "GET", "/vms", "").status; got != 401 {
		t.Errorf("status %d at the end, want 401", got)
	}
}
