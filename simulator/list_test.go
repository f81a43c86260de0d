package simulator_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// inventory of ten VMs in two clusters on two hosts
func ten(o *simulator.Options) {
	o.Inventory = &simulator.Inventory{
		DataCenters: 1, Clusters: 2, Hosts: 2, StorageDomains: 1, Templates: 1, VMs: 10, DisksPerVM: 1, NICsPerVM: 1,
	}
}

var nameLine = regexp.MustCompile(`(?m)^        <name>(.*)</name>$`)

// names returns the names of the objects in a list.
func names(doc string) string {
	var out []string
	for _, m := range nameLine.FindAllStringSubmatch(doc, -1) {
		out = append(out, strings.TrimLeft(strings.TrimPrefix(m[1], "vm-"), "0"))
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	const all = "1 2 3 4 5 6 7 8 9 10"
	if err := e.Engine.Put("/vms/"+e.Engine.IDs("/vms")[3], "<vm><memory>2147483648</memory><description>the fourth</description><status>powering_up</status></vm>"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ search, want string }{
		{"", all},
		{"name=vm-00003", "3"},
		{"name = VM-00003", "3"},
		{"name=vm-0000*", "1 2 3 4 5 6 7 8 9"},
		{"name=*0", "10"},
		{"name!=vm-0000*", "10"},
		{`description="the fourth"`, "4"},
		{"fourth", "4"},
		{"vm-00001", "1"},
		{"name=vm-00001 or name=vm-00002", "1 2"},
		{"name=vm-00001 name=vm-00002", ""},
		{"name=vm-0000* and memory>1024", "4"},
		{"memory>=1024 memory<2048", "1 2 3 5 6 7 8 9 10"},
		{"status=up", "1 5 9"},
		{"status=poweringup", "4"},
		{"status=powering_up", ""},
		{"status!=down", "1 4 5 9"},
		{"cluster=Default", "1 3 5 7 9"},
		{"cluster=cluster-002", "2 4 6 8 10"},
		{"datacenter=Default", all},
		{"host=*", "1 5 9"},
		{"host.name=host-001", "1 5 9"},
		{"hosts.status=up", "1 5 9"},
		{"template=Blank name=*1", "1"},
		{"storage.name=data-001", all},
		{"Storage.name=moon", ""},
		{"vnic.network_name=ovirtmgmt name=*7", "7"},
		{"vnic.mac=56:6f:* name=*7", "7"},
		{"template=Blank name=*2", "2"},
		{"template=moon", ""},
		{"template!=moon name=*2", "2"},
		{"sortby name desc", "10 9 8 7 6 5 4 3 2 1"},
		{"Default", all}, // the data center's name
		{"cluster-002", "2 4 6 8 10"},
		{"name=vm-00001 or name=vm-00002 and memory>1024", "1"},
		{"name=vm-00001 and memory>1024 or name=vm-00002", "2"},
		{"type=server", all},
		{"uptime<0:01", all},
		{"uptime>1:00:00", ""},
		{"quota=Default name=*2", "2"},
		{"quota=null", ""},
		{"id=" + e.Engine.IDs("/vms")[4], "5"},
		{"datacenters.name=Default", ""},
		{"sortby memory desc", "4 1 2 3 5 6 7 8 9 10"},
		{"name=vm-0000* sortby name desc", "9 8 7 6 5 4 3 2 1"},
		{"creationdate>2026-05-03", ""}, // engines read no such dates here
		{"creationdate>5/3/2026", all},
		{"creationdate<5/3/2026", ""},
		{`creationdate>"May 4, 2026"`, all},
		{"next_run_config_exists=false name=*2", "2"},
		{"vcpus=1 name=*2", "2"},
		// Behind a condition the parser takes the shortest field that a word begins with.
		{"hosts.name=host-001 and name=vm*", "1 5 9"},
		{"name=vm* and hosts.name=host-001", ""},
		{"name=vm* or hosts.name=host-001", ""},
		{"name=vm* hosts.name=host-001", ""},
		{"namespace!=x", all},
		{"name=vm-00001 or namespace!=x", ""},
		{"name=vm-00001 and hostile", ""},
		{"name=vm-00001 and type=server", "1"},
		{"name=vm-00001 and vnic.network_name=ovirtmgmt", "1"},
		// What isn't a query returns an empty list, not an error.
		{"moon=1", ""},
		{"moon.name=1", ""},
		{"host.moon=1", ""},
		{"name=vm-00001 or host.moon=1", ""},
		{"cluster.name=Default", ""},     // a field, and no relation
		{"stateless=false", ""},          // a member, and no field
		{"status=moon", ""},              // no status
		{"status!=powering_up", ""},      // none of the engine's names
		{"memory=many", ""},              // no number
		{"memory=1*", ""},                // no number either
		{"name>a", ""},                   // texts have no order
		{"creationdate=today", ""},       // only earlier and later
		{"creationdate>moon", ""},        // no date
		{"next_run_config_exists=1", ""}, // neither true nor false
		{"vm-0000 vm-00001", ""},         // one free text at most
		{"sortby host.name", ""},
		{"name=", ""},
		{"=x", ""},
		{"name=vm-00001 or", ""},
		{"and name=vm-00001", ""},
		{"(name=vm-00001)", ""},
		{"name='vm-00001'", ""},
		{`name="vm-00001`, ""},
		{"sortby", ""},
		{"sortby moon", ""},
		{"sortby name page 1", ""},
		{"page 2", ""},
		{"page 1", all},
		{"page 1 name=vm-00001", ""},
	} {
		t.Run(tt.search, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			expect(t, "names", names(e.get("/vms?search="+url.QueryEscape(tt.search))), tt.want)
		})
	}
}

// TestSearchesThatEnginesFailAt has the statuses that a real engine answered with.
func TestSearchesThatEnginesFailAt(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		status         int
		path, question string
	}{
		{400, "/vms", "page 0"},
		{400, "/vms", "id=x"},
		{400, "/vms", "sortby tag asc"},
		{400, "/vms", "migration_progress_percent=5"},
		{400, "/hosts", "template.name=x"},
		{400, "/events", "hosts.name=x"},
		{400, "/users", "pool=x"},
		{400, "/users", "host.name=x"},
		{400, "/templates", "_vmt_id=x"},
		{500, "/vms", "creationdate>Today"},
		{500, "/disks", "last_modified<Yesterday"},
		{500, "/disks", "creation_date>Monday"},
	} {
		e.want(tt.status, "GET", tt.path+"?search="+url.QueryEscape(tt.question), "")
	}
	for _, path := range []string{
		"/users?search=page+1", "/users?search=sortby+name+asc", "/groups?search=page+1", "/groups?search=sortby+name",
		"/vnicprofiles?search=name%3D*", "/vms?search=sortby+host+asc", "/disks?search=page+2&max=1",
	} {
		if body := e.get(path); strings.Contains(body, " id=\"") {
			t.Errorf("GET %s lists something, want nothing: %s", path, body)
		}
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	for _, tt := range []struct{ query, want string }{
		{"?max=3", "1 2 3"},
		{";max=3", "1 2 3"},
		{"?max=0", ""},
		{"?max=99", "1 2 3 4 5 6 7 8 9 10"},
		{"?max=moon", "1 2 3 4 5 6 7 8 9 10"},
		{"?max=4&search=page+1", "1 2 3 4"},
		{"?max=4&search=page+2", "5 6 7 8"},
		{"?max=4&search=page+3", "9 10"},
		{"?max=4&search=page+4", ""},
		{"?max=4&search=sortby+name+desc+page+2", "6 5 4 3"},
		{"?max=4&search=page+9223372036854775807", ""},
		{"?search=name%3DVM-00001&case_sensitive=true", ""},
		{"?search=name%3Dvm-00001&case_sensitive=true", "1"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			expect(t, "names", names(e.get("/vms"+tt.query)), tt.want)
		})
	}
	a := e.want(400, "GET", "/vms?max=-1", "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "illegal max count value for query : -1")
	if n := strings.Count(e.get("/tags?max=-1"), "<tag "); n != 1 {
		t.Errorf("%d tags, want all of a list without search", n)
	}
}

func TestSearchesOfOtherKinds(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	for _, tt := range []struct {
		path, search string
		want         int
	}{
		{"/hosts", "status=up cluster=Default", 1},
		{"/hosts", "vms.name=vm-00001", 1},
		{"/hosts", "address=host-00*", 2},
		{"/disks", "alias=vm-00003*", 1},
		{"/disks", "storage.name=data-001 provisioned_size>9", 11},
		{"/disks", "provisioned_size>=10", 0}, // only less and greater
		{"/disks", "number_of_vms=1 vm_names=vm-00003", 1},
		{"/disks", "allocation_policy=sparse or allocation_policy=preallocated", 11},
		{"/disks", "datacenter.name=Default", 11},
		{"/disks", "disk_content_type=data", 11},
		{"/templates", "name=Blank", 1},
		{"/templates", "vm.name=vm-00001", 1},
		{"/clusters", "datacenter.name=Default", 2},
		{"/clusters", "datacenters.name=Default", 0}, // no relation has that plural
		{"/clusters", "compatibility_level=4.8", 2},
		{"/datacenters", "status=up", 1},
		{"/datacenters", "storage.name=data-001", 1},
		{"/storagedomains", "type=nfs status=active free_size>100", 1},
		{"/storagedomains", "type=data", 0}, // the type of the storage is meant
		{"/storagedomains", "shared_status=active hosts.name=host-001", 1},
		{"/storagedomains", "datacenter=moon", 0},
		{"/networks", "vmnetwork=true", 1},
		{"/networks", "cluster_network.cluster_name=cluster-002", 1},
		{"/networks", "cluster-network.network_name=moon", 0},
		{"/clusters", "cluster_network.network_name=ovirtmgmt", 2},
		{"/instancetypes", "name=Tiny", 1},
		{"/instancetypes", "mem>=8192", 2},
		{"/users", "usrname=admin@internal-authz", 1},
		{"/users", "usrname=root@internal-authz", 0},
		{"/users", "usrname=admin*", 1},
		{"/users", "vm.name=vm-00001", 1},
		{"/groups", "grpname=Everyone", 1},
	} {
		t.Run(tt.path+" "+tt.search, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			doc := e.get(tt.path + "?search=" + url.QueryEscape(tt.search))
			if n := strings.Count(doc, "\n    </"); n != tt.want {
				t.Errorf("%d objects, want %d:\n%s", n, tt.want, doc)
			}
		})
	}
}

func TestTagsFindWhatTheirChildrenMark(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	parent := idOf(t, e.want(201, "POST", "/tags", "<tag><name>parent</name></tag>").body)
	e.want(201, "POST", "/tags", `<tag><name>child</name><parent id="`+parent+`"/></tag>`)
	vm := "/vms/" + e.Engine.IDs("/vms")[4]
	a := e.want(201, "POST", vm+"/tags", "<tag><name>child</name></tag>")
	if !strings.Contains(a.body, `<tag href="/ovirt-engine/api`+vm+"/tags/") {
		t.Errorf("the tag isn't shown under the VM:\n%s", a.body)
	}
	for _, tag := range []string{"child", "parent"} {
		expect(t, tag, names(e.get("/vms?search=tag%3D"+tag)), "5")
	}
	e.want(200, "DELETE", vm+"/tags/"+idOf(t, a.body), "")
	expect(t, "without tag", names(e.get("/vms?search=tag%3Dparent")), "")
	e.want(200, "GET", "/tags/"+parent, "")
}

func TestFollow(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	vm := "/vms/" + e.Engine.IDs("/vms")[0]
	doc := e.get(vm + "?follow=nics,disk_attachments.disk,Cluster,tags")
	for _, want := range []string{
		`rel="nics"/>`, // the link stays
		"\n    <nics>\n        <nic href=", "<name>nic1</name>",
		"\n    <disk_attachments>\n        <disk_attachment href=", "<alias>vm-00001_Disk1</alias>",
		"\n    <cluster href=", "\n        <name>Default</name>", "\n    <tags/>",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if n := strings.Count(e.get("/vms?max=2&follow=diskattachments"), "<disk_attachment "); n != 2 {
		t.Errorf("%d attachments in the list, want one for each of 2 VMs", n)
	}
	if n := strings.Count(e.get("/vms/"+e.Engine.IDs("/vms")[1]+"?follow=statistics"), "<statistic "); n != 16 {
		t.Errorf("%d statistics followed, want 16", n)
	}
	for _, follow := range []string{"bios", "moon", "name", "nics.moon", "instance_type", "permissions.group"} {
		if a := e.do("GET", vm+"?follow="+follow, ""); a.status != 500 {
			t.Errorf("follow=%s: status %d, want 500", follow, a.status)
		}
	}
	a := e.want(200, "GET", vm+"?follow=nics", "", "Accept", "application/json")
	if !strings.Contains(a.body, `"nics" : {`+"\n    "+`"nic" : [ {`) {
		t.Errorf("JSON:\n%s", a.body)
	}
}

func TestEventsAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>", "Correlation-Id", "corr1")
	e.clock.Advance(2 * time.Second)
	doc := e.get("/events")
	var codes []string
	for _, m := range regexp.MustCompile(`<code>(\d+)<`).FindAllStringSubmatch(doc, -1) {
		codes = append(codes, m[1])
	}
	expect(t, "codes", strings.Join(codes, " "), "32 153 53 34")
	first := between(t, doc, "<event ", "</event>")
	for _, want := range []string{
		`href="/ovirt-engine/api/events/4" id="4"`, "<correlation_id>corr1<", "<custom_id>-1<", "<flood_rate>0<", "<index>4<", "<origin>oVirt<",
		"<severity>normal<", "<time>2026-05-04T10:30:02.000Z<", "<name>myvm</name>",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("%s isn't in the newest event:\n%s", want, first)
		}
	}
	for _, tt := range []struct {
		query string
		want  int
	}{{"?from=1", 3}, {";from=2", 2}, {"?from=4", 0}, {"?search=severity%3Dnormal+event_vm%3Dmyvm", 4}, {"?search=correlation_id%3Dcorr1", 2}, {"?max=1", 1}} {
		if n := strings.Count(e.get("/events"+tt.query), "<event "); n != tt.want {
			t.Errorf("%s: %d events, want %d", tt.query, n, tt.want)
		}
	}
	a := e.want(201, "POST", "/events", `<event><custom_id>7</custom_id><description>mine</description><origin>test</origin><severity>warning</severity></event>`)
	expect(t, "id", idOf(t, a.body), "5")
}

func TestJobsTellWhatHappened(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(200, "POST", vm+"/start", "<action/>", "Correlation-Id", "corr1")
	job := between(t, a.body, `<job href="/ovirt-engine/api`, `"`)
	doc := e.get(job)
	for _, want := range []string{"<status>finished</status>", "<description>Launching VM myvm</description>", "<owner "} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if n := strings.Count(e.get(job+"/steps"), "<status>finished</status>"); n != 2 {
		t.Errorf("%d steps finished, want 2: an engine has no Finalizing where nothing goes on", n)
	}
	if doc := e.get("/jobs?search=correlation_id%3Dcorr1"); strings.Count(doc, "<job ") != 1 {
		t.Errorf("jobs of the correlation id:\n%s", doc)
	}
	e.want(409, "POST", vm+"/start", "<action/>", "Correlation-Id", "corr2")
	if doc := e.get("/jobs?search=correlation_id%3Dcorr2"); !strings.Contains(doc, "<status>failed</status>") {
		t.Errorf("the refused one:\n%s", doc)
	}
	e.clock.Advance(11 * time.Minute)
	if doc := e.get("/jobs"); strings.Count(doc, "<job ") != 1 || !strings.Contains(doc, "<status>failed</status>") {
		t.Errorf("engines list what failed for an hour, and what ended well for ten minutes:\n%s", doc)
	}
	e.clock.Advance(time.Hour)
	if doc := e.get("/jobs"); doc != declared("<jobs/>\n") {
		t.Errorf("old jobs are still there:\n%s", doc)
	}
}

func TestManyObjectsAreListedWhole(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 300}
	})
	for _, accept := range []string{"application/xml", "application/json"} {
		body := e.want(200, "GET", "/vms", "", "Accept", accept).body
		for _, i := range []int{1, 150, 300} {
			if !strings.Contains(body, fmt.Sprintf("vm-%05d", i)) {
				t.Errorf("VM %d isn't in the list", i)
			}
		}
	}
}

func TestSearchEndsWithItsClient(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(ctx, "GET", "/ovirt-engine/api/vms?search=name%3Dvm*", nil)
	r.SetBasicAuth(simtest.User, simtest.Password)
	e.Engine.ServeHTTP(w, r)
	if w.Code != 500 || !strings.Contains(w.Body.String(), "<detail>[context canceled]</detail>") {
		t.Errorf("status %d\n%s", w.Code, w.Body)
	}
}

// TestNetworksAreListedByDataCenter states that networks of one name stand in the order of the names
// of their data centers, whatever the IDs are: an engine lists that of Default before that of tw-dc.
func TestNetworksAreListedByDataCenter(t *testing.T) {
	t.Parallel()
	e := start(t)
	center := make(map[string]string) // name by ID
	for _, name := range []string{"zz", "aa", "Zulu", "mm", "Abel"} {
		a := e.want(201, "POST", "/datacenters", "<data_center><name>"+name+"</name><local>false</local></data_center>")
		center[idOf(t, a.body)] = name
	}
	var got []string
	for _, id := range e.Engine.IDs("/datacenters") {
		if center[id] == "" {
			center[id] = "Default"
		}
	}
	owner := regexp.MustCompile(`<data_center href="[^"]*" id="([^"]*)"`)
	for _, m := range owner.FindAllStringSubmatch(e.want(200, "GET", "/networks?search=name%3Dovirtmgmt", "").body, -1) {
		got = append(got, center[m[1]])
	}
	expect(t, "data centers of the networks", strings.Join(got, " "), "Abel Default Zulu aa mm zz")
}
