package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// twoDomains returns an engine with two data domains and an export domain, and the ids of the first and the last two.
func twoDomains(t *testing.T) (e *engine, first, second, export string) {
	t.Helper()
	e = start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 2}
	})
	ids := e.Engine.IDs("/storagedomains")
	dc := e.Engine.IDs("/datacenters")[0]
	export, err := e.Engine.Seed("/storagedomains", `<storage_domain><name>export</name><type>export</type><status>active</status>
		<storage><type>nfs</type><address>nfs</address><path>/export</path></storage><data_center id="`+dc+`"/></storage_domain>`)
	if err != nil {
		t.Fatal(err)
	}
	return e, ids[0], ids[1], export
}

// newDisk adds a disk and returns its path.
func (e *engine) newDisk(members string) string {
	e.t.Helper()
	a := e.want(202, "POST", "/disks", "<disk><alias>d</alias><provisioned_size>4294967296</provisioned_size>"+members+"</disk>")
	e.clock.Advance(time.Second)
	return "/disks/" + idOf(e.t, a.body)
}

func TestDiskWork(t *testing.T) {
	t.Parallel()
	e, first, second, export := twoDomains(t)
	target := func(id string) string { return `<action><storage_domain id="` + id + `"/></action>` }
	for _, tt := range []struct {
		name, members, action, body string
		during                      string
		after                       []string
	}{
		{"moved", "<format>cow</format>", "move", target(second), "locked", []string{`<storage_domain href="/ovirt-engine/api/storagedomains/` + second}},
		{"copied", "<format>cow</format>", "copy", target(second), "locked", []string{`<storage_domain href="/ovirt-engine/api/storagedomains/` + first}},
		{"sparsified", "<format>raw</format><sparse>true</sparse>", "sparsify", "<action/>", "locked", []string{"<actual_size>180633<"}},
		{
			"made raw", "<format>cow</format>", "convert", "<action><disk><format>raw</format><sparse>false</sparse></disk></action>", "locked",
			[]string{"<format>raw<", "<sparse>false<", "<actual_size>4294967296<"},
		},
		{
			"made thin", "<format>raw</format>", "convert", "<action><disk><format>cow</format><sparse>true</sparse></disk></action>", "locked",
			[]string{"<format>cow<", "<sparse>true<", "<qcow_version>qcow2_v3<"},
		},
		{"exported", "<format>cow</format>", "export", target(export), "locked", []string{"<status>ok<"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			disk := e.newDisk(tt.members + `<storage_domains><storage_domain id="` + first + `"/></storage_domains>`)
			e.want(202, "POST", disk+"/"+tt.action, tt.body)
			verb := tt.action
			if verb == "convert" {
				verb = "convert disk"
			}
			e.denied("POST", disk+"/"+tt.action, tt.body, "Cannot "+verb+" Virtual Disk. Related operation is currently in progress. Please try again later.")
			e.steps(disk, tt.during, "ok")
			e.shows(disk, tt.after...)
		})
	}
	if n := strings.Count(e.get("/disks"), "<disk "); n != 7 {
		t.Errorf("%d disks, want one copy", n)
	}
}

func TestDiskWorkIsRefused(t *testing.T) {
	t.Parallel()
	e, first, second, _ := twoDomains(t)
	on := `<storage_domains><storage_domain id="` + first + `"/></storage_domains>`
	vm := e.addVM("myvm")
	thick := e.newDisk("<format>raw</format><sparse>false</sparse>" + on)
	used := "/disks/" + e.addDisk(vm, "<alias>used</alias><format>cow</format>"+on)
	e.run(vm)
	target := func(id string) string { return `<action><storage_domain id="` + id + `"/></action>` }
	for _, tt := range []struct{ name, path, body, want string }{
		{"to where it is", thick + "/move", target(first), "Cannot move Virtual Disk. The source and target storage domains are the same."},
		{"in use", used + "/sparsify", "<action/>", "Cannot sparsify Virtual Disk. The disk used is plugged to non-Down VMs: myvm"},
		{"copied in use", used + "/copy", target(second), "Cannot copy Virtual Disk. The disk used is plugged to non-Down VMs: myvm"},
		{"on files", thick + "/reduce", "<action/>", "Cannot reduce Virtual Disk. Reduce image isn't required for file based domains."},
		{"to a data domain", thick + "/export", target(second), "Cannot export Virtual Disk. Storage Domain type is illegal."},
		{
			"not a LUN", thick + "/refreshlun", "<action><host><name>host-001</name></host></action>",
			"Cannot refresh LUNs. The operation is unsupported for IMAGE Disk(s), please try again with Disk(s) with one of the following type(s): LUN.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) { e.denied("POST", tt.path, tt.body, tt.want) })
	}
	e.want(202, "POST", used+"/move", target(second)) // moving goes on while the VM runs
	e.denied("DELETE", used, "", "Cannot remove Virtual Disk. Related operation is currently in progress. Please try again later.")
	e.clock.Advance(time.Second)
	e.denied("DELETE", used, "", "Cannot remove Virtual Disk. At least one of the VMs is not down.")
	e.denied("POST", "/disks", "<disk><alias>x</alias><format>raw</format><provisioned_size>0</provisioned_size></disk>",
		"Cannot add Virtual Disk. Disk's provisioned size has to be greater than 0.")
	e.denied("POST", "/disks", "<disk><alias>x</alias><format>raw</format><sparse>false</sparse><provisioned_size>9999999999999</provisioned_size></disk>",
		"Cannot add Virtual Disk. Low disk space on Storage Domain data-001.")
}

func TestBlockDisksAreReduced(t *testing.T) {
	t.Parallel()
	e := start(t)
	sd := e.Engine.IDs("/storagedomains")[0]
	if err := e.Engine.Put("/storagedomains/"+sd, "<storage_domain><storage><type>iscsi</type></storage></storage_domain>"); err != nil {
		t.Fatal(err)
	}
	disk := e.newDisk("<format>cow</format>")
	e.shows(disk, "<actual_size>1073741824<")
	if err := e.Engine.Put(disk, "<disk><actual_size>4294967296</actual_size></disk>"); err != nil {
		t.Fatal(err)
	}
	e.want(202, "POST", disk+"/reduce", "<action/>")
	e.steps(disk, "locked", "ok")
	e.shows(disk, "<actual_size>1073741824<")
}

func TestDiskOnALUN(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	lun := `<lun_storage><type>iscsi</type><logical_units><logical_unit id="lun1"><address>a</address><port>3260</port><target>t</target>
		<size>1073741824</size></logical_unit></logical_units></lun_storage>`
	a := e.want(201, "POST", vm+"/diskattachments", "<disk_attachment><interface>virtio_scsi</interface><bootable>false</bootable><disk><alias>lun</alias>"+
		lun+"</disk></disk_attachment>")
	disk := "/disks/" + idOf(t, a.body)
	e.shows(disk, "<storage_type>lun<", "<size>1073741824<", `<logical_unit id="lun1"`)
	e.hides(disk, "<storage_domains>", "<image_id>", "<status>", "<provisioned_size>")
	e.denied("POST", "/disks", "<disk><alias>x</alias>"+lun+"</disk>", "Cannot add Virtual Disk. The provided lun is used by another disk.")
	if err := e.Engine.Put(disk, `<disk><lun_storage><logical_units><logical_unit id="lun1"><size>2147483648</size></logical_unit></logical_units>
		</lun_storage></disk>`); err != nil {
		t.Fatal(err)
	}
	e.want(200, "POST", disk+"/refreshlun", "<action><host><name>host-001</name></host></action>")
	e.shows(disk, "<size>2147483648<")
	e.want(200, "DELETE", vm, "")
	e.want(200, "GET", disk, "") // LUNs outlive their VMs
}

func TestDisksArePluggedIn(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	one := vm + "/diskattachments/" + e.addDisk(vm, "<alias>one</alias><format>cow</format>")
	e.want(200, "PUT", one, "<disk_attachment><bootable>true</bootable></disk_attachment>")
	two := vm + "/diskattachments/" + e.addDisk(vm, "<alias>two</alias><format>cow</format>")
	e.denied("PUT", two, "<disk_attachment><bootable>true</bootable></disk_attachment>",
		"Cannot edit Virtual Disk. Disk one in VM myvm is already marked as boot.")
	e.run(vm)
	e.shows(one, "<logical_name>/dev/vda<")
	e.shows(two, "<logical_name>/dev/vdb<")
	e.denied("PUT", two, "<disk_attachment><interface>sata</interface></disk_attachment>",
		"Cannot edit Virtual Disk. At least one of the VMs is not down.")
	e.want(200, "PUT", two, "<disk_attachment><active>false</active></disk_attachment>")
	e.shows(two, "<active>false<")
	e.hides(two, "<logical_name>")
	e.want(200, "PUT", two, "<disk_attachment><active>true</active></disk_attachment>")
	codes := strings.Fields(e.codes())
	expect(t, "codes", strings.Join(codes[len(codes)-6:], " "), "2002 88 88 2000 88 88")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.hides(one, "<logical_name>")
}

func TestExtendingADiskTakesAWhile(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	id := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	e.want(200, "POST", vm+"/start", "<action><pause>true</pause></action>")
	e.steps(vm, "wait_for_launch", "paused")
	e.denied("PUT", "/disks/"+id, "<disk><provisioned_size>2147483648</provisioned_size></disk>",
		"Cannot extend Virtual Disk because the VM is in Paused status.")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.want(200, "PUT", vm+"/diskattachments/"+id, "<disk_attachment><disk><provisioned_size>2147483648</provisioned_size></disk></disk_attachment>")
	e.steps("/disks/"+id, "locked", "ok")
	e.shows("/disks/"+id, "<provisioned_size>2147483648<")
}
