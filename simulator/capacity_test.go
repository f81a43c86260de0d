package simulator_test

import (
	"fmt"
	"testing"
	"time"
)

const testGiB = 1 << 30

func TestAddingAVMNeedsItsDataCenterUp(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	const vm = "<vm><name>early</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>"
	for _, status := range []string{"uninitialized", "problematic", "maintenance", "not_operational"} {
		e.put("/datacenters/"+e.Engine.IDs("/datacenters")[0], "<data_center><status>"+status+"</status></data_center>")
		e.denied("POST", "/vms", vm, "Cannot add VM. Unknown Data Center status.")
	}
	e.put("/datacenters/"+e.Engine.IDs("/datacenters")[0], "<data_center><status>up</status></data_center>")
	e.made("/vms", vm)
	if _, err := e.Engine.Seed("/clusters", "<cluster><name>alone</name></cluster>"); err != nil {
		t.Fatal(err)
	}
	e.denied("POST", "/vms", "<vm><name>lost</name><cluster><name>alone</name></cluster><template><name>Blank</name></template></vm>",
		"Data Center doesn't exist.")
}

func TestStorageDomainsFillUp(t *testing.T) {
	t.Parallel()
	e, first, second, _ := twoDomains(t)
	size := func(id, member string) (n int64) {
		t.Helper()
		if _, err := fmt.Sscan(between(t, e.get("/storagedomains/"+id), "<"+member+">", "<"), &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	want := func(id string, used, available int64) {
		t.Helper()
		if u, a := size(id, "used"), size(id, "available"); u != used || a != available {
			t.Fatalf("%s: %d used, %d available, want %d and %d", id, u, a, used, available)
		}
	}
	in := func(id string) string {
		return `<format>raw</format><sparse>false</sparse><storage_domains><storage_domain id="` + id + `"/></storage_domains>`
	}
	want(first, 100*testGiB, 900*testGiB)
	disk := e.newDisk(in(first))
	want(first, 104*testGiB, 896*testGiB)
	e.act(disk+"/move", `<action><storage_domain id="`+second+`"/></action>`)
	want(first, 100*testGiB, 900*testGiB)
	want(second, 104*testGiB, 896*testGiB)
	e.want(200, "PUT", disk, "<disk><provisioned_size>8589934592</provisioned_size></disk>")
	e.clock.Advance(time.Second)
	want(second, 108*testGiB, 892*testGiB)
	e.want(200, "DELETE", disk, "")
	want(second, 100*testGiB, 900*testGiB)

	// What the domain has no room for is refused, and everything when less is free than its limit.
	disk = e.newDisk(in(first))
	e.put("/storagedomains/"+first, "<storage_domain><available>10737418240</available></storage_domain>")
	const low = " Low disk space on Storage Domain data-001."
	big := func(more string) string {
		return "<disk><alias>big</alias><provisioned_size>10737418241</provisioned_size>" + more + "</disk>"
	}
	e.denied("POST", "/disks", big(in(first)), "Cannot add Virtual Disk."+low)
	e.denied("PUT", disk, "<disk><provisioned_size>16106127360</provisioned_size></disk>", "Cannot extend Virtual Disk."+low)
	other := e.newDisk(in(second))
	e.want(202, "POST", "/disks", big(`<format>cow</format><storage_domains><storage_domain id="`+first+`"/></storage_domains>`))
	e.put("/storagedomains/"+first, "<storage_domain><available>5368709119</available></storage_domain>")
	e.denied("POST", "/disks", big(`<format>cow</format><storage_domains><storage_domain id="`+first+`"/></storage_domains>`), "Cannot add Virtual Disk."+low)
	e.denied("POST", other+"/move", `<action><storage_domain id="`+first+`"/></action>`, "Cannot move Virtual Disk."+low)
	e.denied("POST", other+"/copy", `<action><storage_domain id="`+first+`"/></action>`, "Cannot copy Virtual Disk."+low)
	vm := e.addVM("full")
	e.want(201, "POST", vm+"/diskattachments", `<disk_attachment><bootable>false</bootable><interface>virtio</interface><disk id="`+disk[len("/disks/"):]+`"/></disk_attachment>`)
	e.denied("POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>", "Cannot create Snapshot."+low)
	e.denied("POST", vm+"/clone", "<action><vm><name>twin</name></vm></action>", "Cannot clone VM."+low)
}

func TestLowSpaceIsAnEvent(t *testing.T) {
	t.Parallel()
	e, first, _, _ := twoDomains(t)
	disk := func(size int64) {
		t.Helper()
		e.want(202, "POST", "/disks", fmt.Sprintf("<disk><alias>d</alias><provisioned_size>%d</provisioned_size><format>raw</format><sparse>false</sparse>"+
			`<storage_domains><storage_domain id="%s"/></storage_domains></disk>`, size, first))
		e.clock.Advance(time.Second)
	}
	disk(790 * testGiB)
	e.hides("/events", "Low disk space")
	disk(20 * testGiB)
	e.shows("/events", "Warning, Low disk space. data-001 domain has 90 GB of free space.", "<code>26<")
	e.hides("/events", "Critical")
	disk(87 * testGiB)
	e.shows("/events", "Critical, Low disk space. data-001 domain has 3 GB of free space.", "<code>201<")
}

func TestDiskSpaceSurvivesLeavingTheEngine(t *testing.T) {
	t.Parallel()
	e := start(t)
	id := e.newDomain("away", "data", "")
	e.attachDomain(id)
	e.clock.Advance(2 * time.Second)
	e.newDisk(`<format>raw</format><sparse>false</sparse><storage_domains><storage_domain id="` + id + `"/></storage_domains>`)
	used := func() string { return between(t, e.get("/storagedomains/"+id), "<used>", "<") }
	before := used()
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0] + "/storagedomains/" + id
	e.act(dc+"/deactivate", "<action/>")
	e.clock.Advance(2 * time.Second)
	e.want(200, "DELETE", dc, "")
	e.clock.Advance(2 * time.Second)
	expect(t, "used when detached", used(), before)
	e.want(200, "DELETE", "/storagedomains/"+id+"?destroy=true", "")
	e.want(201, "POST", "/storagedomains", `<storage_domain><name>back</name><type>data</type><import>true</import><host><name>host-001</name></host>`+
		`<storage><type>nfs</type><address>nfs</address><path>/away</path></storage></storage_domain>`)
	expect(t, "used when imported", used(), before)
}
