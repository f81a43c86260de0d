package simulator_test

import (
	"strings"
	"testing"
	"time"
)

func TestDiskIsLockedUntilItIsReady(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.want(202, "POST", "/disks", `<disk><alias>d</alias><format>cow</format><provisioned_size>1073741824</provisioned_size>
		<storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains></disk>`)
	disk := "/disks/" + idOf(t, a.body)
	for _, want := range []string{"<alias>d</alias>", "<name>d</name>", "<qcow_version>qcow2_v3<", "<sparse>true<", "<storage_type>image<", "<image_id>", "<disk_profile "} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s isn't in\n%s", want, a.body)
		}
	}
	e.want(409, "DELETE", disk, "")
	e.steps(disk, "locked", "ok")
	e.want(200, "PUT", disk, "<disk><provisioned_size>2147483648</provisioned_size></disk>")
	e.steps(disk, "locked", "ok")
	expect(t, "size", between(t, e.get(disk), "<provisioned_size>", "<"), "2147483648")
	e.want(409, "PUT", disk, "<disk><provisioned_size>1</provisioned_size></disk>")
	e.put(disk, "<disk><format>raw</format></disk>") // engines don't sparsify the other format
	a = e.want(202, "POST", disk+"/sparsify", "<action/>")
	for _, want := range []string{"<async>true</async>", `rel="parent"/>`, `rel="replay"/>`, "<status>pending</status>"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s isn't in\n%s", want, a.body)
		}
	}
	e.steps(disk, "locked", "ok")
	e.want(200, "POST", disk+"/sparsify", "<action><async>false</async></action>")
	e.steps(disk, "ok")
	e.want(200, "DELETE", disk, "")
	e.want(404, "GET", disk, "")
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, other := e.addVM("myvm"), e.addVM("other")
	e.want(400, "POST", vm+"/diskattachments", `<disk_attachment><interface>virtio</interface><disk id="00000000-0000-4000-9000-000000000001"/></disk_attachment>`)
	e.want(500, "POST", vm+"/diskattachments", `<disk_attachment/>`)
	a := e.want(202, "POST", vm+"/diskattachments", `<disk_attachment><bootable>true</bootable><interface>virtio_scsi</interface>
		<disk><format>raw</format><provisioned_size>1073741824</provisioned_size></disk></disk_attachment>`)
	id := idOf(t, a.body)
	disk := "/disks/" + id
	if !strings.Contains(a.body, `<disk href="/ovirt-engine/api`+disk+`" id="`+id+`"/>`) {
		t.Errorf("the attachment's id isn't the disk's:\n%s", a.body)
	}
	expect(t, "alias", between(t, e.get(disk), "<alias>", "<"), "myvm_Disk1")
	existing := `<disk_attachment><interface>virtio</interface><disk id="` + id + `"/></disk_attachment>`
	e.want(409, "POST", other+"/diskattachments", existing)
	e.clock.Advance(time.Second)

	// Detaching keeps the disk unless the caller says otherwise.
	e.want(200, "DELETE", vm+"/diskattachments/"+id, "")
	e.steps(disk, "ok")
	e.want(201, "POST", other+"/diskattachments", existing)
	e.want(200, "PUT", other+"/diskattachments/"+id, "<disk_attachment><active>false</active><disk><alias>new</alias></disk></disk_attachment>")
	expect(t, "alias", between(t, e.get(disk), "<alias>", "<"), "new")
	e.want(200, "DELETE", other+"/diskattachments/"+id+"?detach_only=false", "")
	e.want(404, "GET", disk, "")
}

func TestDisksGoWithTheirVM(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		status      int
	}{{"by default", "", 404}, {"not when detached", "?detach_only=true", 200}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			vm := e.addVM("myvm")
			a := e.want(202, "POST", vm+"/diskattachments", `<disk_attachment><interface>virtio</interface><bootable>true</bootable>
				<disk><format>cow</format><provisioned_size>1</provisioned_size></disk></disk_attachment>`)
			e.clock.Advance(time.Second)
			e.want(200, "DELETE", vm+tt.query, "")
			e.want(tt.status, "GET", "/disks/"+idOf(t, a.body), "")
		})
	}
}

func TestSnapshots(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	vm := "/vms/" + e.Engine.IDs("/vms")[1]
	a := e.want(202, "POST", vm+"/snapshots", "<snapshot><description>before</description></snapshot>")
	snapshot := vm + "/snapshots/" + idOf(t, a.body)
	expect(t, "status", between(t, a.body, "<snapshot_status>", "<"), "locked")
	e.steps(vm, "image_locked", "down")
	doc := e.get(snapshot)
	expect(t, "status", between(t, doc, "<snapshot_status>", "<"), "ok")
	for _, want := range []string{`rel="disks"/>`, "<snapshot_type>regular<", "<memory>", "<vm "} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if n := strings.Count(e.get(snapshot+"/disks"), "<disk "); n != 1 {
		t.Errorf("%d disks in the snapshot, want 1", n)
	}
	e.want(400, "POST", vm+"/commitsnapshot", "<action/>")
	e.want(202, "POST", vm+"/previewsnapshot", `<action><snapshot id="`+idOf(t, a.body)+`"/></action>`)
	expect(t, "status", between(t, e.get(snapshot), "<snapshot_status>", "<"), "in_preview")
	e.clock.Advance(time.Second)
	e.want(202, "POST", vm+"/undosnapshot", "<action/>")
	e.steps(vm, "image_locked", "down")
	e.want(200, "DELETE", snapshot, "")
	e.clock.Advance(time.Second)
	e.want(404, "GET", snapshot, "")
	active := vm + "/snapshots/" + e.Engine.IDs(vm + "/snapshots")[0]
	e.want(409, "DELETE", active, "")
}

func TestTemplateIsMadeOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	vm := e.Engine.IDs("/vms")[1]
	body := `<template><name>t</name><vm id="` + vm + `"/></template>`
	a := e.want(202, "POST", "/templates", body)
	template := "/templates/" + idOf(t, a.body)
	e.steps("/vms/"+vm, "image_locked")
	e.steps(template, "locked", "ok")
	e.steps("/vms/"+vm, "down")
	for collection, tag := range map[string]string{"diskattachments": "<disk_attachment ", "nics": "<nic "} {
		if n := strings.Count(e.get(template+"/"+collection), tag); n != 1 {
			t.Errorf("%d %s, want 1", n, collection)
		}
	}
	e.want(409, "POST", "/templates", body)
	a = e.want(202, "POST", "/templates", strings.Replace(body, "</template>",
		`<version><base_template id="`+strings.TrimPrefix(template, "/templates/")+`"/><version_name>second</version_name></version></template>`, 1))
	expect(t, "version", between(t, a.body, "<version_number>", "<"), "2")
	e.want(400, "DELETE", "/templates/00000000-0000-0000-0000-000000000000", "")
	second := "/templates/" + idOf(t, a.body)
	e.clock.Advance(time.Second)
	e.want(200, "DELETE", template, "") // the next version is the base then
	e.want(200, "DELETE", second, "")
}

func TestStorageDomainIsAttachedAndDetached(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	a := e.want(201, "POST", "/storagedomains", `<storage_domain><name>sd</name><type>data</type><host><name>host-001</name></host>
		<storage><type>nfs</type><address>nfs</address><path>/p</path></storage></storage_domain>`)
	id := idOf(t, a.body)
	top, attached := "/storagedomains/"+id, dc+"/storagedomains/"+id
	e.steps(top, "unattached")
	e.want(404, "GET", attached, "")
	a = e.want(201, "POST", dc+"/storagedomains", `<storage_domain id="`+id+`"/>`)
	if !strings.Contains(a.body, `href="/ovirt-engine/api`+attached+`"`) || !strings.Contains(a.body, "<data_center ") {
		t.Errorf("the attached domain has no address of its own:\n%s", a.body)
	}
	e.steps(attached, "locked", "active")
	e.steps(top, "") // the status shows under the data center only
	e.want(409, "DELETE", attached, "")
	e.want(409, "DELETE", top, "")
	e.want(200, "POST", attached+"/deactivate", "<action/>")
	e.steps(attached, "preparing_for_maintenance", "maintenance")
	e.want(200, "DELETE", attached, "")
	e.steps(top, "unattached")
	e.want(200, "DELETE", top+"?host=host-001", "")
}

func TestNetworksHaveSettingsPerCluster(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.want(201, "POST", "/networks", "<network><name>red</name><data_center><name>Default</name></data_center><vlan id=\"7\"/></network>")
	id := idOf(t, a.body)
	if !strings.Contains(a.body, `<vlan id="7"/>`) || strings.Contains(a.body, "<status>") {
		t.Errorf("network:\n%s", a.body)
	}
	if doc := e.get("/networks/" + id + "/vnicprofiles"); !strings.Contains(doc, "<name>red</name>") {
		t.Errorf("no profile of the network's name:\n%s", doc)
	}
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.want(201, "POST", cluster+"/networks", `<network id="`+id+`"><required>false</required></network>`)
	doc := e.get(cluster + "/networks/" + id)
	for _, want := range []string{"<required>false<", "<status>operational<", `href="/ovirt-engine/api` + cluster + "/networks/" + id + `"`, "<name>red<"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	e.want(200, "PUT", cluster+"/networks/"+id, "<network><required>true</required></network>")
	if !strings.Contains(e.get(cluster+"/networks"), "<required>true<") || strings.Contains(e.get("/networks/"+id), "<required>") {
		t.Error("the setting isn't the cluster's own")
	}
	e.want(200, "DELETE", cluster+"/networks/"+id, "")
	e.want(404, "GET", cluster+"/networks/"+id, "")
	e.want(200, "GET", "/networks/"+id, "")
}
