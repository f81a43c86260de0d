package simulator_test

import (
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestDiskOnALUNIsShownAsRecorded states what an engine of model 4.6.1 without hosts showed of disks on
// LUNs, and how a change of one holds it and the VM that has it.
func TestDiskOnALUNIsShownAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) { o.Step = time.Second })
	vm := e.addVM("myvm")
	unit := func(id string) string {
		return `<lun_storage><type>iscsi</type><logical_units><logical_unit id="` + id +
			`"><address>a</address><port>3260</port><target>t</target></logical_unit></logical_units></lun_storage>`
	}
	a := e.want(201, "POST", "/disks", "<disk>"+unit("l1")+"</disk>")
	disk := "/disks/" + idOf(t, a.body)
	e.shows(disk, "<alias>_Disk1<", "<paths>0<", "<active_paths>0<", "<discard_zeroes_data>false<", "<address>a<",
		`rel="disksnapshots"`)
	for _, doc := range []string{disk, "/disks"} {
		e.hides(doc, "<type>iscsi<")
	}
	for _, tt := range []struct {
		name, body string
		status     int
		detail     string
	}{
		{"no unit", "<disk><lun_storage><type>fcp</type></lun_storage></disk>", 400, "LogicalUnit  required for add"},
		{"no way to the unit", `<disk><lun_storage><type>iscsi</type><logical_units><logical_unit id="x"/></logical_units></lun_storage></disk>`,
			400, "LogicalUnit [address, target, port] required for invoke0"},
		{"another storage", `<disk><lun_storage><type>nfs</type><logical_units><logical_unit id="x"/></logical_units></lun_storage></disk>`,
			400, "[Internal Engine Error]"},
	} {
		t.Run(tt.name, func(t *testing.T) { e.refuses(tt.status, "POST", "/disks", tt.body, tt.detail) })
	}
	attach := func(members string) string {
		return "<disk_attachment>" + members + `<disk id="` + disk[7:] + `"/></disk_attachment>`
	}
	e.refuses(400, "POST", vm+"/diskattachments", attach(""), "[Interface is required, Attribute: diskVmElement.diskInterface]")
	e.want(201, "POST", vm+"/diskattachments", attach("<interface>virtio</interface>"))
	attachment := vm + "/diskattachments/" + disk[7:]
	e.shows(attachment, "<active>false<", "<bootable>false<")
	e.want(200, "PUT", attachment, "<disk_attachment/>")
	e.refuses(409, "PUT", attachment, "<disk_attachment><read_only>true</read_only></disk_attachment>",
		"[Cannot edit Virtual Disk: The following disks are locked: ${diskAliases}. Please try again in a few minutes.]")
	e.refuses(409, "POST", vm+"/start", "<action/>", "[Cannot run VM: VM is locked. Please try again in a few minutes.]")
	e.clock.Advance(time.Minute)
	e.want(200, "PUT", attachment, "<disk_attachment><read_only>true</read_only></disk_attachment>")
}
