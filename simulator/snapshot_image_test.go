package simulator_test

import (
	"strings"
	"testing"
	"time"
)

// diskAs returns the reference to a disk with an image.
func diskAs(id, image string) string {
	return `<disk id="` + id + `"><image_id>` + image + `</image_id></disk>`
}

// TestSnapshotTakesImagesThatAreNamed: BackendSnapshotsResource.mapDisks, CreateSnapshotDiskCommand,
// BackendVmResource.previewSnapshot.
func TestSnapshotTakesImagesThatAreNamed(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	one := e.addDisk(vm, "<alias>one</alias><format>cow</format>")
	two := e.addDisk(vm, "<alias>two</alias><format>cow</format>")
	const image = "123e4567-e89b-42d3-a456-426614174000"
	imageOf := func(path string) string { return between(t, e.get(path), "<image_id>", "<") }
	old := imageOf("/disks/" + one)
	e.want(202, "POST", vm+"/snapshots", "<snapshot><description>half</description><disk_attachments><disk_attachment>"+
		diskAs(one, image)+"</disk_attachment></disk_attachments></snapshot>")
	e.clock.Advance(time.Second)
	expect(t, "image of the disk", imageOf("/disks/"+one), image)
	var snapshot string
	for _, id := range e.Engine.IDs(vm + "/snapshots") {
		if strings.Contains(e.get(vm+"/snapshots/"+id), "half") {
			snapshot = id
		}
	}
	preview := func(disks string) string {
		return `<action><snapshot id="` + snapshot + `"/><disks>` + disks + "</disks></action>"
	}
	e.want(404, "POST", vm+"/previewsnapshot", preview(diskAs(one, "00000000-0000-4000-8000-00000000abcd")))
	e.want(404, "POST", vm+"/previewsnapshot", preview(diskAs("00000000-0000-4000-8000-00000000abcd", image)))
	// The first disk as it was, the second as it is.
	e.want(202, "POST", vm+"/previewsnapshot", preview(diskAs(one, old)+diskAs(two, imageOf("/disks/"+two))))
	e.clock.Advance(time.Second)
	e.shows(vm+"/diskattachments", one, two)
	e.want(202, "POST", vm+"/undosnapshot", "<action/>")
	e.clock.Advance(time.Second)
	expect(t, "image after the undoing", imageOf("/disks/"+one), image)
	// A disk that isn't named leaves the VM.
	e.want(202, "POST", vm+"/snapshots/"+snapshot+"/restore", "<action><disks>"+diskAs(one, old)+"</disks></action>")
	e.clock.Advance(time.Second)
	e.shows(vm+"/diskattachments", one)
	e.lacks(vm+"/diskattachments", two)
	if doc := e.get("/disks/" + one + "/disksnapshots?include_active=true"); !strings.Contains(doc,
		`<parent href="/ovirt-engine/api/disks/`+one+`/disksnapshots/`) {
		t.Errorf("the parent has no address:\n%s", doc)
	}
}
