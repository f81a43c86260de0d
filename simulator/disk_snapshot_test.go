package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestDiskSnapshotsIncludeWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1}
	})
	a := e.want(202, "POST", "/vms", "<vm><name>vm</name><cluster><name>Default</name></cluster><template><name>template-001</name></template></vm>")
	vm := "/vms/" + idOf(t, a.body)
	e.clock.Advance(time.Second)
	disk := "/disks/" + between(t, e.get(vm+"/diskattachments"), `<disk href="/ovirt-engine/api/disks/`, `"`)
	e.snapshot(vm, "first")
	base := "/disks/" + between(t, e.get("/templates/"+e.idIn("/templates", "template-001")+"/diskattachments"), `<disk href="/ovirt-engine/api/disks/`, `"`)
	count := func(path string) int {
		t.Helper()
		return strings.Count(e.get(path), "<disk_snapshot ")
	}
	active := between(t, e.get(disk), "<image_id>", "<")
	templates := between(t, e.get(base), "<image_id>", "<")
	for _, tt := range []struct {
		query string
		want  int
		has   []string
	}{
		{"", 1, []string{"<description>first<", `/disksnapshots/` + templates + `" id="` + templates + `"/>`}},
		{"?include_active=true", 2, []string{`id="` + active + `"`, "<description>Active VM<"}},
		{"?include_template=true", 2, []string{` id="` + templates + `">`}},
		{"?include_active=true&include_template=true", 3, nil},
		{"?include_active=false&include_template=no", 1, nil},
	} {
		if n := count(disk + "/disksnapshots" + tt.query); n != tt.want {
			t.Errorf("%q: %d images, want %d", tt.query, n, tt.want)
		}
		e.has(disk+"/disksnapshots"+tt.query, tt.has...)
	}
	sd := "/storagedomains/" + e.Engine.IDs("/storagedomains")[0] + "/disksnapshots"
	if one, two := count(sd), count(sd+"?include_active=true"); one != 1 || two != 3 {
		t.Errorf("%d images of snapshots and %d with active ones in the domain", one, two)
	}
	e.has(disk+"/disksnapshots/"+active, "<status>ok<")
	e.denied("DELETE", disk+"/disksnapshots/"+active, "", "Cannot remove Disk Snapshot. The following disk snapshot(s) is active: "+active+".")
}
