package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// snapshot takes a snapshot and returns its path.
func (e *engine) snapshot(vm, description string) string {
	e.t.Helper()
	a := e.want(202, "POST", vm+"/snapshots", "<snapshot><description>"+description+"</description></snapshot>")
	e.clock.Advance(time.Second)
	return vm + "/snapshots/" + idOf(e.t, a.body)
}

// kinds lists the snapshots of a VM as description, type and status.
func (e *engine) kinds(vm string) string {
	e.t.Helper()
	var out []string
	for i, item := range strings.Split(e.get(vm+"/snapshots"), "<snapshot ") {
		if i > 0 {
			out = append(out, fmt.Sprintf("%s:%s:%s", between(e.t, item, "<description>", "<"), between(e.t, item, "<snapshot_type>", "<"),
				between(e.t, item, "<snapshot_status>", "<")))
		}
	}
	return strings.Join(out, ", ")
}

// snapshotted returns a VM with a disk, a NIC and a snapshot, which was changed after it.
func snapshotted(e *engine) (vm, disk, snapshot string) {
	vm = e.addVM("myvm")
	disk = e.addDisk(vm, "<alias>d</alias><format>raw</format>")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	snapshot = e.snapshot(vm, "first")
	e.want(200, "PUT", vm, "<vm><memory>2147483648</memory><cpu><topology><cores>2</cores></topology></cpu></vm>")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic2</name></nic>")
	e.want(200, "PUT", "/disks/"+disk, "<disk><provisioned_size>2147483648</provisioned_size></disk>")
	e.clock.Advance(time.Second)
	return vm, disk, snapshot
}

func TestSnapshotKeepsTheStateOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, disk, snapshot := snapshotted(e)
	expect(t, "snapshots", e.kinds(vm), "Active VM:active:ok, first:regular:ok")
	e.shows(snapshot, "<memory>1073741824<", "<cores>1<", "<persist_memorystate>false<")
	e.shows(snapshot+"/nics", "<name>nic1<")
	e.hides(snapshot+"/nics", "<name>nic2<")
	e.shows(snapshot+"/cdroms", "<cdrom ")
	e.shows(snapshot+"/disks", "<provisioned_size>1073741824<", "<format>raw<", `<snapshot href="/ovirt-engine/api`+snapshot+`"`)
	e.shows("/disks/"+disk, "<provisioned_size>2147483648<", "<format>cow<")
	image := between(t, e.get(snapshot+"/disks"), "<image_id>", "<")
	if image == between(t, e.get("/disks/"+disk), "<image_id>", "<") {
		t.Error("the disk still writes into the image of the snapshot")
	}
	list := e.shows("/disks/"+disk+"/disksnapshots", `id="`+image+`"`, "<description>first<")
	if n := strings.Count(list, "<disk_snapshot "); n != 1 {
		t.Errorf("%d images in snapshots, want 1", n)
	}
	e.shows("/disks/"+disk+"/disksnapshots/"+image, "<status>ok<", `<disk href="/ovirt-engine/api/disks/`+disk+`"`)
	sd := "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
	e.shows(sd+"/disksnapshots", `id="`+image+`"`)
	e.denied("DELETE", vm+"/diskattachments/"+disk, "",
		"Cannot detach Virtual Disk. The disk is already configured in a snapshot. In order to detach it, remove the disk's snapshots.")
	e.denied("DELETE", vm+"?detach_only=true", "", "Cannot remove VM with detaching disks, snapshots exist.")
}

func TestSnapshotIsPreviewedAndUndone(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, disk, snapshot := snapshotted(e)
	id := snapshot[strings.LastIndexByte(snapshot, '/')+1:]
	later := e.addDisk(vm, "<alias>later</alias><format>cow</format>")
	a := e.want(202, "POST", vm+"/previewsnapshot", `<action><snapshot id="`+id+`"/></action>`)
	if !strings.Contains(a.body, "<status>pending<") {
		t.Errorf("the preview must be pending:\n%s", a.body)
	}
	e.steps(vm, "image_locked", "down")
	expect(t, "snapshots", e.kinds(vm), "Active VM:active:ok, first:regular:in_preview, Active VM before the preview:preview:ok")
	e.shows(vm, "<memory>1073741824<", "<cores>1<")
	e.hides(vm+"/nics", "<name>nic2<")
	e.hides(vm+"/diskattachments", later)
	e.shows("/disks/"+disk, "<provisioned_size>1073741824<")
	for _, tt := range []struct{ method, path, body, want string }{
		{"POST", vm + "/previewsnapshot", `<action><snapshot id="` + id + `"/></action>`, "Cannot preview Snapshot. VM is previewing a Snapshot."},
		{"POST", vm + "/snapshots", "<snapshot><description>x</description></snapshot>", "Cannot create Snapshot. VM is previewing a Snapshot."},
		{"DELETE", snapshot, "", "Cannot remove Snapshot. VM is previewing a Snapshot."},
		{"POST", snapshot + "/restore", "<action/>", "Cannot preview Snapshot. VM is previewing a Snapshot."},
	} {
		e.denied(tt.method, tt.path, tt.body, tt.want)
	}
	e.run(vm) // what is previewed can be tried
	e.denied("POST", vm+"/undosnapshot", "<action/>", "Cannot revert to Snapshot. At least one of the VMs is not down.")
	e.want(200, "POST", vm+"/stop", "<action/>")

	e.want(202, "POST", vm+"/undosnapshot", "<action/>")
	e.steps(vm, "image_locked", "down")
	expect(t, "snapshots", e.kinds(vm), "Active VM:active:ok, first:regular:ok")
	e.shows(vm, "<memory>2147483648<", "<cores>2<")
	e.shows(vm+"/nics", "<name>nic2<")
	e.shows(vm+"/diskattachments", later, disk)
	e.shows("/disks/"+disk, "<provisioned_size>2147483648<")
	expect(t, "codes", strings.Join(strings.Fields(e.codes())[len(strings.Fields(e.codes()))-7:], " "), "46 71 153 32 33 650 651")
	const none = "[Cannot revert to Snapshot. VM's Snapshot does not exist.]"
	e.refuses(400, "POST", vm+"/undosnapshot", "<action/>", none)
	e.refuses(400, "POST", vm+"/commitsnapshot", "<action/>", none)
}

func TestPreviewedSnapshotIsCommitted(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, disk, snapshot := snapshotted(e)
	id := snapshot[strings.LastIndexByte(snapshot, '/')+1:]
	later := e.addDisk(vm, "<alias>later</alias><format>cow</format>")
	second := e.snapshot(vm, "second")
	e.act(vm+"/previewsnapshot", `<action><snapshot id="`+id+`"/></action>`)
	e.want(202, "POST", vm+"/commitsnapshot", "<action/>")
	e.steps(vm, "image_locked", "down")
	expect(t, "snapshots", e.kinds(vm), "Active VM:active:ok, first:regular:ok")
	e.want(404, "GET", second, "")
	e.want(404, "GET", "/disks/"+later, "")
	e.shows(vm, "<memory>1073741824<", "<cores>1<")
	e.shows("/disks/"+disk, "<provisioned_size>1073741824<")
	e.hides(vm+"/nics", "<name>nic2<")
}

func TestSnapshotIsRestored(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, disk, snapshot := snapshotted(e)
	e.run(vm)
	e.denied("POST", snapshot+"/restore", "<action/>", "Cannot preview Snapshot. At least one of the VMs is not down.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(202, "POST", snapshot+"/restore", "<action/>")
	e.denied("POST", vm+"/start", "<action/>", "Cannot run VM. Related operation is currently in progress. Please try again later.")
	e.steps(vm, "image_locked", "down")
	expect(t, "snapshots", e.kinds(vm), "Active VM:active:ok, first:regular:ok")
	e.shows(vm, "<memory>1073741824<", "<name>myvm<")
	e.shows("/disks/"+disk, "<provisioned_size>1073741824<")
	active := vm + "/snapshots/" + e.Engine.IDs(vm + "/snapshots")[0]
	e.denied("DELETE", active, "", "Cannot remove Snapshot. The operation is only allowed for regular snapshots.")
	e.denied("POST", vm+"/previewsnapshot", `<action><snapshot id="`+active[strings.LastIndexByte(active, '/')+1:]+`"/></action>`,
		"Cannot preview Active VM snapshot.")
}

func TestSnapshotWithMemoryGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.addDisk(vm, "<format>cow</format>")
	e.run(vm)
	snapshot := e.snapshot(vm, "live")
	e.steps(vm, "up")
	e.shows(snapshot, "<persist_memorystate>true<")
	e.hides(snapshot, "<address>", "<fqdn>", "<start_time>")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.act(vm+"/previewsnapshot", `<action><restore_memory>true</restore_memory><snapshot id="`+snapshot[strings.LastIndexByte(snapshot, '/')+1:]+`"/></action>`)
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "wait_for_launch", "restoring_state", "up")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "wait_for_launch", "powering_up", "up")
}

func TestSnapshotIsRemoved(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, disk, snapshot := snapshotted(e)
	e.run(vm)
	e.want(200, "DELETE", snapshot, "")
	e.shows(snapshot, "<snapshot_status>locked<")
	const during = "The VM is performing an operation on a Snapshot. Please wait for the operation to finish, and try again."
	e.denied("DELETE", snapshot, "", "Cannot remove Snapshot. "+during)
	e.denied("POST", vm+"/snapshots", "<snapshot><description>x</description></snapshot>", "Cannot create Snapshot. "+during)
	e.clock.Advance(time.Second)
	e.want(404, "GET", snapshot, "")
	e.hides("/disks/"+disk+"/disksnapshots", "<disk_snapshot ")
	e.want(200, "GET", "/disks/"+disk, "")
	e.shows(vm+"/nics", "<name>nic1<", "<name>nic2<")
}

func TestOnePartOfASnapshotIsRemoved(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	one, other := e.addDisk(vm, "<format>cow</format>"), e.addDisk(vm, "<format>cow</format>")
	a := e.want(202, "POST", vm+"/snapshots", `<snapshot><description>s</description><disk_attachments><disk_attachment id="`+one+
		`"/></disk_attachments></snapshot>`)
	snapshot := vm + "/snapshots/" + idOf(t, a.body)
	e.clock.Advance(time.Second)
	e.shows(snapshot+"/disks", one)
	e.hides(snapshot+"/disks", other)
	image := between(t, e.get("/disks/"+one+"/disksnapshots"), ` id="`, `"`)
	e.want(200, "DELETE", "/disks/"+one+"/disksnapshots/"+image, "")
	e.clock.Advance(time.Second)
	e.hides("/disks/"+one+"/disksnapshots", "<disk_snapshot ")
	e.hides(snapshot+"/disks", one)
	e.shows(snapshot, "<snapshot_status>ok<")
	e.refuses(400, "POST", vm+"/snapshots", `<snapshot><description>s</description><disk_attachments><disk_attachment id="`+vm[5:]+
		`"/></disk_attachments></snapshot>`, "[Cannot create Snapshot. The following disk(s) ID(s) does not exist: "+vm[5:]+".]")
}

func TestVMAndTemplateAreMadeOfASnapshot(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, _, snapshot := snapshotted(e)
	id := snapshot[strings.LastIndexByte(snapshot, '/')+1:]
	a := e.want(202, "POST", "/vms", `<vm><name>old</name><cluster><name>Default</name></cluster><template><name>Blank</name></template>
		<snapshots><snapshot id="`+id+`"/></snapshots></vm>`)
	made := "/vms/" + idOf(t, a.body)
	e.steps(made, "image_locked", "down")
	e.shows(made, "<name>old<", "<memory>1073741824<", "<cores>1<")
	e.hides(made+"/nics", "<name>nic2<")
	disk := between(t, e.shows(made+"/diskattachments", "<disk_attachment "), `<disk href="/ovirt-engine/api/disks/`, `"`)
	e.shows("/disks/"+disk, "<provisioned_size>1073741824<", "<status>ok<")
	e.hides(vm+"/diskattachments", disk)

	a = e.want(202, "POST", "/templates", `<template><name>t</name><vm id="`+vm[5:]+`"><snapshots><snapshot id="`+id+`"/></snapshots></vm></template>`)
	template := "/templates/" + idOf(t, a.body)
	e.steps(template, "locked", "ok")
	e.shows(template, "<memory>1073741824<")
	e.shows(template+"/diskattachments", "<disk_attachment ")
	e.hides(template+"/nics", "<name>nic2<")
}
