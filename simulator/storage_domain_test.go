package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// newDomain adds a storage domain and returns its id.
func (e *engine) newDomain(name, kind, more string) string {
	e.t.Helper()
	return idOf(e.t, e.want(201, "POST", "/storagedomains", "<storage_domain><name>"+name+"</name><type>"+kind+
		"</type><host><name>host-001</name></host><storage><type>nfs</type><address>nfs</address><path>/"+name+"</path></storage>"+more+
		"</storage_domain>").body)
}

// attachDomain attaches a storage domain to the first data center and returns its path there.
func (e *engine) attachDomain(id string) string {
	e.t.Helper()
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.want(201, "POST", dc+"/storagedomains", `<storage_domain id="`+id+`"/>`)
	e.clock.Advance(time.Minute)
	return dc + "/storagedomains/" + id
}

func TestStorageDomainsGoTheirWays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, from, method, action string
		statuses                   []string
	}{
		{"activate", "maintenance", "POST", "/activate", []string{"activating", "active"}},
		{"activate again", "inactive", "POST", "/activate", []string{"activating", "active"}},
		{"deactivate", "active", "POST", "/deactivate", []string{"preparing_for_maintenance", "maintenance"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, twoHosts)
			attached := "/datacenters/" + e.Engine.IDs("/datacenters")[0] + "/storagedomains/" + e.Engine.IDs("/storagedomains")[1]
			e.put(attached, "<storage_domain><status>"+tt.from+"</status></storage_domain>")
			body := ""
			if tt.method == "POST" {
				body = "<action/>"
			}
			if a := e.do(tt.method, attached+tt.action, body); a.status != 200 && a.status != 202 {
				t.Fatalf("status %d\n%s", a.status, a.body)
			}
			e.steps(attached, tt.statuses...)
		})
	}
}

func TestStorageDomainsRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, from, method, action, want string }{
		{"activate when active", "active", "POST", "/activate", "[Cannot activate Storage. The relevant Storage Domain's status is active.]"},
		{"activate when locked", "locked", "POST", "/activate", "[Cannot activate Storage. The relevant Storage Domain's status is locked.]"},
		{"deactivate in maintenance", "maintenance", "POST", "/deactivate", "[Cannot deactivate Storage. The relevant Storage Domain's status is maintenance.]"},
		{
			"detach when active", "active", "DELETE", "",
			"[Cannot detach Storage. The relevant Storage Domain's status is active. Please switch it to Maintenance mode first.]",
		},
		{"detach when locked", "locked", "DELETE", "", "[Cannot detach Storage. The relevant Storage Domain's status is locked.]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, twoHosts)
			attached := "/datacenters/" + e.Engine.IDs("/datacenters")[0] + "/storagedomains/" + e.Engine.IDs("/storagedomains")[1]
			e.put(attached, "<storage_domain><status>"+tt.from+"</status></storage_domain>")
			body := ""
			if tt.method == "POST" {
				body = "<action/>"
			}
			a := e.want(409, tt.method, attached+tt.action, body)
			expect(t, "detail", plain(between(t, a.body, "<detail>", "</detail>")), tt.want)
			e.steps(attached, tt.from)
		})
	}
}

func TestMasterMovesAndTheLastOneTakesTheDataCenterDown(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	ids := e.Engine.IDs("/storagedomains")
	first, second := dc+"/storagedomains/"+ids[0], dc+"/storagedomains/"+ids[1]
	master := func(path string) string { t.Helper(); return between(t, e.get(path), "<master>", "<") }
	expect(t, "first", master(first), "true")
	e.want(200, "POST", first+"/deactivate", "<action/>")
	expect(t, "first", master(first), "false")
	expect(t, "second", master(second), "true")
	e.clock.Advance(time.Second)
	a := e.want(409, "DELETE", second, "")
	if !strings.Contains(a.body, "status is active") {
		t.Errorf("fault: %s", a.body)
	}
	e.want(200, "POST", second+"/deactivate", "<action/>")
	e.clock.Advance(time.Second)
	e.steps(dc, "maintenance")
	a = e.want(409, "DELETE", second, "")
	if !strings.Contains(a.body, "Cannot detach the master Storage Domain from the Data Center") {
		t.Errorf("fault: %s", a.body)
	}
	e.want(200, "POST", second+"/activate", "<action/>")
	e.clock.Advance(time.Second)
	e.steps(dc, "up")
	e.want(200, "POST", first+"/activate", "<action/>")
	e.clock.Advance(time.Second)
	e.want(200, "POST", dc+"/setmaster", `<action><storage_domain id="`+ids[0]+`"/></action>`)
	expect(t, "first", master(first), "true")
	expect(t, "second", master(second), "false")
	expect(t, "detail", e.refused(dc, "setmaster", `<storage_domain id="`+ids[0]+`"/>`),
		"[Cannot switch master storage domain. The Storage Domain is the master already.]")
}

func TestDataCenterComesUpWithItsFirstDomain(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + idOf(t, e.want(201, "POST", "/datacenters", "<data_center><name>dc</name><local>false</local></data_center>").body)
	e.steps(dc, "uninitialized")
	cluster := idOf(t, e.want(201, "POST", "/clusters", `<cluster><name>c</name><data_center><name>dc</name></data_center></cluster>`).body)
	sd, iso := e.newDomain("sd", "data", ""), e.newDomain("iso", "iso", "")
	refuse := func(id, want string) {
		t.Helper()
		a := e.want(409, "POST", dc+"/storagedomains", `<storage_domain id="`+id+`"/>`)
		expect(t, "detail", plain(between(t, a.body, "<detail>", "</detail>")), want)
	}
	refuse(sd, "[Cannot attach Storage. There is no active Host in the Data Center.]")
	e.want(201, "POST", "/hosts", `<host><name>h</name><address>h</address><root_password>p</root_password><cluster id="`+cluster+`"/></host>`)
	e.clock.Advance(time.Minute)
	refuse(iso, "[Cannot attach Storage Domain.\n-Please attach Data Domain to the Data Center first.]")
	e.want(201, "POST", dc+"/storagedomains", `<storage_domain id="`+sd+`"/>`)
	e.steps(dc, "uninitialized", "up")
	e.want(201, "POST", dc+"/storagedomains", `<storage_domain id="`+iso+`"/>`)
	refuse(iso, "[Cannot attach Storage. The storage domain is already attached to a data center.]")
	refuse(e.newDomain("iso2", "iso", ""), "[Cannot attach more than one ISO Storage Domain to the same Data Center. If you want to use a newly "+
		"created Domain, detach the existing attached Domain and attach the new one.]")
	if doc := e.get("/storagedomains/" + iso + "/files"); strings.Count(doc, "<file ") != 2 {
		t.Errorf("files:\n%s", doc)
	}
	a := e.want(409, "DELETE", dc, "")
	if !strings.Contains(a.body, "at least one storage domain attached") {
		t.Errorf("fault: %s", a.body)
	}
	e.clock.Advance(time.Minute)
	e.want(200, "POST", "/hosts/"+e.Engine.IDs("/hosts")[1]+"/deactivate", "<action/>")
	e.clock.Advance(time.Minute)
	e.want(200, "DELETE", dc+"?force=true", "")
	e.want(404, "GET", "/storagedomains/"+sd, "")
	if strings.Contains(e.get("/clusters/"+cluster), "<data_center ") {
		t.Error("the cluster still refers to the data center")
	}
}

// TestDomainKeepsItsVMs takes a domain with a VM away and back, through detaching, removal and import.
func TestDomainKeepsItsVMs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		lose func(e *engine, id string)
		back func(e *engine, id string)
	}{
		{"detached", func(*engine, string) {}, func(*engine, string) {}},
		{
			"removed and imported by its path", func(e *engine, id string) { e.want(200, "DELETE", "/storagedomains/"+id+"?host=host-001", "") },
			func(e *engine, id string) { expect(e.t, "id", e.newDomain("sd", "data", "<import>true</import>"), id) },
		},
		{
			"destroyed and imported by its id", func(e *engine, id string) { e.want(200, "DELETE", "/storagedomains/"+id+"?destroy=true", "") },
			func(e *engine, id string) {
				e.want(201, "POST", "/storagedomains", `<storage_domain id="`+id+`"><type>data</type><import>true</import>
					<host><name>host-001</name></host><storage><type>nfs</type></storage></storage_domain>`)
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			id := e.newDomain("sd", "data", "")
			attached := e.attachDomain(id)
			vm := e.addVM("myvm")
			disk := idOf(t, e.want(202, "POST", vm+"/diskattachments", `<disk_attachment><interface>virtio</interface><bootable>true</bootable>
				<disk><alias>d</alias><format>cow</format><provisioned_size>1073741824</provisioned_size>
				<storage_domains><storage_domain id="`+id+`"/></storage_domains></disk></disk_attachment>`).body)
			mac := `<mac><address>56:6f:12:34:56:78</address></mac>`
			e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name>"+mac+"</nic>")
			e.clock.Advance(time.Second)
			e.want(200, "POST", vm+"/start", "<action/>")
			e.clock.Advance(time.Minute)
			expect(t, "detail", e.refused(attached, "deactivate", ""),
				"[Cannot deactivate Storage. The following VMs have active disks on it: myvm. Please shut them down first.]")
			e.want(200, "POST", vm+"/stop", "<action/>")
			e.clock.Advance(time.Minute)
			e.want(200, "POST", attached+"/deactivate", "<action/>")
			e.clock.Advance(time.Second)
			e.want(200, "DELETE", attached, "")
			e.want(404, "GET", vm, "")
			e.want(404, "GET", "/disks/"+disk, "")
			tt.lose(e, id)
			tt.back(e, id)
			e.attachDomain(id)

			content := "/storagedomains/" + id + vm
			if doc := e.get("/storagedomains/" + id + "/vms"); strings.Contains(doc, "myvm") {
				t.Errorf("the VM is listed as registered:\n%s", doc)
			}
			if doc := e.get("/storagedomains/" + id + "/vms?unregistered=true"); !strings.Contains(doc, "<name>myvm</name>") {
				t.Fatalf("the VM isn't listed:\n%s", doc)
			}
			if doc := e.get(content + "/diskattachments"); !strings.Contains(doc, disk) {
				t.Errorf("attachments:\n%s", doc)
			}
			e.want(200, "POST", content+"/register", "<action><cluster><name>Default</name></cluster></action>")
			e.steps(vm, "down")
			e.steps("/disks/"+disk, "ok")
			if doc := e.get(vm + "/nics"); !strings.Contains(doc, "56:6f:12:34:56:78") {
				t.Errorf("nics:\n%s", doc)
			}
			if doc := e.get("/storagedomains/" + id + "/vms?unregistered=true"); strings.Contains(doc, "myvm") {
				t.Errorf("the VM is listed as unregistered:\n%s", doc)
			}
			e.want(200, "POST", vm+"/start", "<action/>")
		})
	}
}

func TestFormattedDomainIsEmpty(t *testing.T) {
	t.Parallel()
	e := start(t)
	id := e.newDomain("sd", "data", "")
	e.want(200, "DELETE", "/storagedomains/"+id+"?host=host-001&format=true", "")
	if again := e.newDomain("sd", "data", "<import>true</import>"); again == id {
		t.Error("the domain is the old one")
	}
}

func TestVMGoesThroughAnExportDomain(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	export := e.newDomain("export", "export", "")
	e.attachDomain(export)
	vm := "/vms/" + e.Engine.IDs("/vms")[1]
	e.want(202, "POST", vm+"/export", `<action><storage_domain id="`+export+`"/></action>`)
	e.clock.Advance(time.Minute)
	content := "/storagedomains/" + export + vm
	expect(t, "detail", e.refused(content, "import", ""),
		"[Import VM failed - VM ID already exists in the system. Please remove the VM (vm-00002) from the system first]")
	expect(t, "detail", e.refused(content, "import", "<clone>true</clone>"),
		"[Import VM failed - VM Name already exists in the Data Center. Please rename the VM in the Data Center first]")
	a := e.want(202, "POST", content+"/import", "<action><clone>true</clone><vm><name>twin</name></vm></action>")
	twin := "/vms/" + between(t, a.body, `<vm href="/ovirt-engine/api/vms/`, `"`)
	e.steps(twin, "image_locked", "down")
	e.steps("/disks/"+e.Engine.IDs(twin + "/diskattachments")[0], "ok")
	e.want(200, "DELETE", vm, "")
	e.want(202, "POST", content+"/import", "<action><exclusive>true</exclusive></action>")
	e.clock.Advance(time.Second)
	e.steps(vm, "down")
	e.want(404, "GET", content, "")
}

func TestBlockDomainGrowsAndShrinks(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	e.want(200, "POST", host+"/iscsilogin", "<action><iscsi><address>10.0.0.1</address><target>iqn.a</target></iscsi></action>")
	units := e.Engine.IDs(host + "/storage")
	unit := func(i int) string { return `<logical_units><logical_unit id="` + units[i] + `"/></logical_units>` }
	id := idOf(t, e.want(201, "POST", "/storagedomains", `<storage_domain><name>b</name><type>data</type><host><name>host-001</name></host>
		<storage><type>iscsi</type>`+unit(0)+`</storage></storage_domain>`).body)
	sd := "/storagedomains/" + id
	available := func() string { t.Helper(); return between(t, e.get(sd), "<available>", "<") }
	expect(t, "one unit", available(), "103079215104")
	e.want(200, "PUT", sd, "<storage_domain><storage>"+unit(1)+"</storage></storage_domain>")
	expect(t, "two units", available(), "210453397504")
	e.put(host+"/storage/"+units[1], `<host_storage><logical_units><logical_unit id="`+units[1]+`"><size>214748364800</size></logical_unit></logical_units></host_storage>`)
	e.want(200, "POST", sd+"/refreshluns", "<action/>")
	expect(t, "refreshed", available(), "317827579904")
	expect(t, "detail", plain(e.refused(sd, "reduceluns", unit(1))), "[Cannot reduce Storage. The relevant Storage Domain's status is unattached.]")
	attached := e.attachDomain(id)
	e.want(200, "POST", attached+"/deactivate", "<action/>")
	e.clock.Advance(time.Second)
	expect(t, "detail", plain(e.refused(sd, "reduceluns", unit(0))), "[Cannot reduce Storage. The metadata device of the Storage Domain can't be removed.]")
	e.want(200, "POST", sd+"/reduceluns", "<action>"+unit(1)+"</action>")
	expect(t, "reduced", available(), "103079215104")
}

func TestConnectionsBelongToDomains(t *testing.T) {
	t.Parallel()
	e := start(t)
	id := e.newDomain("sd", "data", "")
	connection := "/storageconnections/" + e.Engine.IDs("/storagedomains/" + id + "/storageconnections")[0]
	a := e.want(409, "DELETE", connection, "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"),
		"[Cannot remove Storage Connection. Storage connection parameters are used by the following storage domains : sd.]")
	e.want(200, "PUT", connection, "<storage_connection><path>/moved</path></storage_connection>")
	expect(t, "path", between(t, e.get("/storagedomains/"+id), "<path>", "<"), "/moved")
	e.attachDomain(id)
	a = e.want(400, "PUT", connection, "<storage_connection><path>/again</path></storage_connection>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"),
		"[Cannot edit Storage Connection. The data domains sd should be in maintenance or unattached.]")
}

func TestOVFStoreIsWritten(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {})
	sd := "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
	for range 2 {
		e.want(200, "POST", sd+"/updateovfstore", "<action/>")
		if doc := e.get("/disks"); strings.Count(doc, "<content_type>ovf_store<") != 2 {
			t.Errorf("disks:\n%s", doc)
		}
	}
	e.shows("/jobs", "Updating OVFs for Storage Domain")
}
