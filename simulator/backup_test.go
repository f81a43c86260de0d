package simulator_test

import (
	"strings"
	"testing"
	"time"
)

// backup starts the backup of a disk and returns its path.
func (e *engine) backup(vm, members string) string {
	e.t.Helper()
	a := e.want(201, "POST", vm+"/backups", "<backup>"+members+"</backup>")
	return vm + "/backups/" + idOf(e.t, a.body)
}

func TestBackupPhasesAndCheckpoints(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format><backup>incremental</backup>")
	disks := `<disks><disk id="` + disk + `"/></disks>`
	e.run(vm)

	full := e.backup(vm, disks+"<description>full</description>")
	e.phases(full, "initializing", "starting", "ready")
	e.shows(full, "<creation_date>", "<modification_date>", "<description>full<", `<host href=`, `<vm href=`)
	e.hides(full, "<from_checkpoint_id>")
	e.shows(full+"/disks", `id="`+disk+`"`, "<backup_mode>full<")
	first := between(t, e.get(full), "<to_checkpoint_id>", "<")
	checkpoint := vm + "/checkpoints/" + first
	e.shows(checkpoint, "<state>created<", "<creation_date>")
	e.hides(checkpoint, "<parent_id>")
	e.shows(checkpoint+"/disks", `id="`+disk+`"`)
	for _, tt := range []struct{ method, path, body, want string }{
		{"POST", vm + "/backups", "<backup>" + disks + "</backup>", "Cannot backup VM. The VM is during a backup operation."},
		{"POST", vm + "/stop", "<action/>", "Cannot stop VM. The VM is during a backup operation."},
		{"POST", vm + "/reboot", "<action/>", "Cannot restart VM. The VM is during a backup operation."},
		{"POST", vm + "/migrate", "<action/>", "Cannot migrate VM. The VM is during a backup operation."},
		{"POST", vm + "/suspend", "<action/>", "Cannot hibernate VM. The VM is during a backup operation."},
		{"DELETE", checkpoint, "", "Cannot remove checkpoint. The VM is during a backup operation."},
	} {
		e.denied(tt.method, tt.path, tt.body, tt.want)
	}

	a := e.want(201, "POST", "/imagetransfers", `<image_transfer><disk id="`+disk+`"/><backup id="`+full[strings.LastIndexByte(full, '/')+1:]+
		`"/><direction>download</direction><format>raw</format></image_transfer>`)
	transfer := "/imagetransfers/" + idOf(t, a.body)
	e.phases(transfer, "initializing", "transferring")
	e.hides(transfer, "<backup ")
	e.denied("POST", full+"/finalize", "<action/>", "Cannot stop VM backup. There is an active image transfer for VM backup")
	e.want(200, "POST", transfer+"/finalize", "<action/>")
	e.clock.Advance(time.Second)
	e.want(200, "POST", full+"/finalize", "<action/>")
	e.phases(full, "finalizing", "succeeded")
	e.denied("POST", full+"/finalize", "<action/>", "Cannot stop VM backup. The VM backup is not in READY phase, backup phase is SUCCEEDED.")
	e.steps("/disks/"+disk, "ok")

	next := e.backup(vm, disks+"<from_checkpoint_id>"+first+"</from_checkpoint_id>")
	e.phases(next, "initializing", "starting", "ready")
	e.shows(next, "<from_checkpoint_id>"+first+"<")
	e.shows(next+"/disks", "<backup_mode>incremental<")
	second := between(t, e.get(next), "<to_checkpoint_id>", "<")
	e.shows(vm+"/checkpoints/"+second, "<parent_id>"+first+"<")
	e.want(200, "POST", next+"/finalize", "<action/>")
	e.clock.Advance(time.Second)
	e.want(200, "DELETE", checkpoint, "")
	e.hides(vm+"/checkpoints/"+second, "<parent_id>")
	e.denied("POST", vm+"/backups", "<backup>"+disks+"<from_checkpoint_id>"+first+"</from_checkpoint_id></backup>",
		"Cannot backup VM. Checkpoint ID "+first+" doesn't exist.")
	e.clock.Advance(15 * time.Minute)
	e.want(404, "GET", full, "")
}

func TestColdBackupLocksItsDisks(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>raw</format>")
	disks := `<backup><disks><disk id="` + disk + `"/></disks></backup>`
	a := e.want(201, "POST", vm+"/backups", disks)
	backup := vm + "/backups/" + idOf(t, a.body)
	e.denied("POST", backup+"/finalize", "<action/>", "Cannot stop VM backup. The VM backup is not in READY phase, backup phase is INITIALIZING.")
	e.phases(backup, "initializing", "starting", "ready")
	e.steps("/disks/"+disk, "locked")
	e.hides(backup, "<to_checkpoint_id>") // a raw disk has no checkpoints
	e.denied("POST", vm+"/start", "<action/>", "Cannot run VM: The following disks are locked: d. Please try again in a few minutes.")
	e.want(200, "POST", backup+"/finalize", "<action/>")
	e.clock.Advance(time.Second)
	e.steps("/disks/"+disk, "ok")
}

func TestBackupIsRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm, other := e.addVM("myvm"), e.addVM("other")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	body := `<backup><disks><disk id="` + disk + `"/></disks></backup>`
	e.denied("POST", other+"/backups", body, "Cannot backup VM. The following disk(s) are not attached to the VM other: d.")
	if err := e.Engine.Put(vm, "<vm><status>suspended</status></vm>"); err != nil {
		t.Fatal(err)
	}
	e.denied("POST", vm+"/backups", body, "Cannot backup VM. The Virtual Machine should be in Up or Down status.")
	if err := e.Engine.Put(vm, "<vm><status>down</status></vm>"); err != nil {
		t.Fatal(err)
	}
	e.want(200, "PUT", vm+"/diskattachments/"+disk, "<disk_attachment><active>false</active></disk_attachment>")
	e.denied("POST", vm+"/backups", body, "Cannot backup VM. The following disks are not active on VM myvm: "+disk)
}
