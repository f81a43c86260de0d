package simulator_test

import (
	"strings"
	"testing"
	"time"
)

// phase returns the phase of an image transfer.
func (e *engine) phase(transfer string) string {
	e.t.Helper()
	return between(e.t, e.get(transfer), "<phase>", "<")
}

// phases checks the phase now and after each step of the clock.
func (e *engine) phases(transfer string, wants ...string) {
	e.t.Helper()
	for i, want := range wants {
		if i > 0 {
			e.clock.Advance(time.Second)
		}
		if got := e.phase(transfer); got != want {
			e.t.Fatalf("%s: phase %s after %d s, want %s", transfer, got, i, want)
		}
	}
}

// transfer starts the transfer of a disk and returns its path.
func (e *engine) transfer(disk, members string) string {
	e.t.Helper()
	a := e.want(201, "POST", "/imagetransfers", `<image_transfer><disk id="`+strings.TrimPrefix(disk, "/disks/")+`"/>`+members+"</image_transfer>")
	return "/imagetransfers/" + idOf(e.t, a.body)
}

func TestTransferPhases(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, members string
		actions       string // actions are done one after the other, each followed by its phases
		disk          string // disk is the status in the end; empty for a disk that is gone
	}{
		{"upload", "", "finalize: finalizing_success finished_success", "ok"},
		{"download", "<direction>download</direction>", "finalize: finalizing_success finished_success", "ok"},
		{"cancelled upload", "", "cancel: cancelled_user finalizing_cleanup finished_cleanup", ""},
		{"cancelled download", "<direction>download</direction>", "cancel: cancelled_user finalizing_cleanup finished_cleanup", "ok"},
		{"paused upload", "", "pause: paused_user paused_user; resume: resuming transferring; finalize: finalizing_success finished_success", "ok"},
		{"cancelled when paused", "", "pause: paused_user; cancel: cancelled_user finalizing_cleanup finished_cleanup", ""},
		{"finalized when paused", "", "pause: paused_user; finalize: finalizing_success finished_success", "ok"},
		{"extended", "", "extend: transferring", "locked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			disk := e.newDisk("<format>raw</format>")
			transfer := e.transfer(disk, tt.members)
			e.hides(transfer, "<transfer_url>", "<disk ")
			e.phases(transfer, "initializing", "transferring")
			e.shows(transfer, "<transfer_url>", "<proxy_url>", "<image ", "<host ")
			e.steps(disk, "locked")
			for action := range strings.SplitSeq(tt.actions, "; ") {
				name, phases, _ := strings.Cut(action, ": ")
				e.want(200, "POST", transfer+"/"+name, "<action/>")
				e.phases(transfer, strings.Fields(phases)...)
			}
			if tt.disk == "" {
				e.want(404, "GET", disk, "")
			} else {
				e.steps(disk, tt.disk)
			}
			if strings.HasPrefix(e.phase(transfer), "finished") {
				e.hides(transfer, "<transfer_url>", "<proxy_url>")
			}
		})
	}
}

func TestTransfersTimeOut(t *testing.T) {
	t.Parallel()
	const cancelled = "cancelled_system finalizing_failure finished_failure"
	for _, tt := range []struct{ name, members, want, disk string }{
		{"legacy upload", "", "paused_system paused_system", "locked"},
		{"legacy download", "<direction>download</direction>", cancelled, "ok"},
		{"pausing download", "<direction>download</direction><timeout_policy>pause</timeout_policy>", "paused_system", "locked"},
		{"cancelling upload", "<timeout_policy>cancel</timeout_policy>", cancelled, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			disk := e.newDisk("<format>raw</format>")
			transfer := e.transfer(disk, "<inactivity_timeout>30</inactivity_timeout>"+tt.members)
			e.clock.Advance(20 * time.Second)
			e.phases(transfer, "transferring")
			e.want(200, "POST", transfer+"/extend", "<action/>") // counts as a sign of life
			e.clock.Advance(29 * time.Second)
			e.phases(transfer, "transferring")
			e.clock.Advance(time.Second)
			e.phases(transfer, strings.Fields(tt.want)...)
			if tt.disk == "" {
				e.want(404, "GET", disk, "")
			} else {
				e.steps(disk, tt.disk)
			}
		})
	}
	t.Run("never with a timeout of 0", func(t *testing.T) {
		t.Parallel()
		e := start(t)
		transfer := e.transfer(e.newDisk("<format>raw</format>"), "<inactivity_timeout>0</inactivity_timeout>")
		e.clock.Advance(24 * time.Hour)
		e.phases(transfer, "transferring")
	})
}

func TestTransferActionsAreRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.newDisk("<format>raw</format>")
	upload := e.transfer(disk, "")
	bare := func(path, want string) {
		t.Helper()
		a := e.want(409, "POST", path, "<action/>")
		expect(t, path, a.body, declared("<fault>\n    <detail>["+want+"]</detail>\n    <reason>Operation Failed</reason>\n</fault>\n"))
	}
	bare(upload+"/finalize", "Cannot finalize image transfer. It is in phase initializing.")
	e.clock.Advance(time.Second)
	bare(upload+"/resume", "Cannot resume image transfer as it's not in a paused state.")
	e.denied("POST", "/imagetransfers", `<image_transfer><disk id="`+disk[7:]+`"/></image_transfer>`,
		"Cannot transfer Virtual Disk. Related operation is currently in progress. Please try again later.")
	e.want(200, "POST", upload+"/finalize", "<action/>")
	e.clock.Advance(time.Second)
	bare(upload+"/cancel", "Cannot cancel image transfer. It is in phase finished_success.")
	bare(upload+"/extend", "Cannot extend image transfer. It is in phase finished_success.")
	download := e.transfer(disk, "<direction>download</direction>")
	e.clock.Advance(time.Second)
	bare(download+"/pause", "Cannot pause image download as it's handled by the client. Note that it can be canceled if you wish to stop it.")
	e.clock.Advance(14 * time.Minute)
	e.want(200, "GET", upload, "")
	e.clock.Advance(time.Minute)
	e.want(404, "GET", upload, "")
	vm := e.addVM("myvm")
	used := e.addDisk(vm, "<alias>used</alias><format>cow</format>")
	e.run(vm)
	e.denied("POST", "/imagetransfers", `<image_transfer><disk id="`+used+`"/><direction>download</direction></image_transfer>`,
		"Cannot transfer Virtual Disk. The disk used is plugged to non-Down VMs: myvm")
}

func TestDiskSnapshotIsTransferred(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<format>cow</format>")
	e.snapshot(vm, "s")
	e.run(vm)
	image := between(t, e.get("/disks/"+disk+"/disksnapshots"), ` id="`, `"`)
	a := e.want(201, "POST", "/imagetransfers", `<image_transfer><snapshot id="`+image+`"/><direction>download</direction></image_transfer>`)
	transfer := "/imagetransfers/" + idOf(t, a.body)
	e.phases(transfer, "initializing", "transferring")
	e.hides(transfer, "<snapshot ")
	e.shows(transfer, `<image id="`+disk+`"`)
	e.want(500, "POST", "/imagetransfers", `<image_transfer><snapshot id="`+disk+`"/></image_transfer>`)
}
