package simulator_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestSearchesOfWhatEnginesCantFind states what engines of model 4.6.1 answer to searches that their
// parser or their database can't read: an empty list, or 400.
func TestSearchesOfWhatEnginesCantFind(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	e.want(201, "POST", "/tags", "<tag><name>a</name></tag>") // which leaves an event
	for _, tt := range []struct {
		name, path, search string
		status             int
		found              string // found is whether anything was: some, none, or "" with a fault.
	}{
		{"a field that isn't completed", "/hosts", "sortby id", 200, "none"},
		{"a field that isn't completed, of templates", "/templates", "sortby _vmt_id desc", 200, "none"},
		{"a field that isn't completed, of events", "/events", "sortby usrid", 200, "none"},
		{"a field that isn't completed, compared", "/events", "_event_vm_id!=x", 200, "some"},
		{"a field without relations", "/events", "usrid!=x", 200, "none"},
		{"a field without relations, of storage", "/events", "_event_storage_id!=x", 200, "none"},
		{"a field that no other kind reaches", "/vms", "host.id=" + e.Engine.IDs("/hosts")[0], 200, "none"},
		{"a system that engines know", "/templates", "os=other", 200, "some"},
		{"no such system", "/templates", "os!=x", 200, "none"},
		{"a pattern of systems", "/templates", "os=oth*", 200, "none"},
		{"a boolean that only the database looks at", "/templates", "sealed=x", 400, ""},
		{"such a boolean", "/templates", "sealed=false", 200, "some"},
		{"the data center of the installation, which isn't said to be shared", "/datacenters", "local=false", 200, "none"},
		{"a text in instance types", "/instancetypes", "Small", 400, ""},
		{"a field of instance types", "/instancetypes", "name=Small", 200, "some"},
		{"a text in the hosts of events", "/events", "host=x", 400, ""},
		{"a field of hosts in the plural", "/events", "hosts.name=x", 400, ""},
		{"a field of hosts", "/events", "host.name=x", 200, "none"},
		{"no field of hosts", "/events", "hosts.moon=x", 200, "none"},
		{"a text in the NICs of templates", "/templates", "vnic=x", 400, ""},
		{"a text in the templates of hosts", "/hosts", "template=x", 200, "none"},
		{"a field of the templates of hosts", "/hosts", "template.name=x", 400, ""},
		{"no field of the templates of users", "/users", "template.moon=x", 200, "none"},
		{"a data center of clusters", "/clusters", "datacenter=Default", 200, "some"},
		{"data centers in the plural", "/clusters", "datacenters.name=Default", 200, "none"},
		{"the clusters of networks", "/networks", "cluster_network.cluster_name=Default", 200, "some"},
		{"the clusters of networks with a dash", "/networks", "cluster-network.cluster_name=Default", 200, "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.want(tt.status, "GET", tt.path+"?search="+url.QueryEscape(tt.search), "")
			if found := strings.Contains(a.body, " id="); tt.status == 200 && found != (tt.found == "some") {
				t.Errorf("found %s:\n%s", tt.found, a.body)
			}
		})
	}
}
