package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Statuses of VMs.
const (
	down          = "down"
	up            = "up"
	poweringUp    = "powering_up"
	poweringDown  = "powering_down"
	paused        = "paused"
	migrating     = "migrating"
	launching     = "wait_for_launch"
	rebooting     = "reboot_in_progress"
	saving        = "saving_state"
	restoring     = "restoring_state"
	suspended     = "suspended"
	imageLocked   = "image_locked"
	notResponding = "not_responding"
)

// Statuses of hosts, beside those that they share with VMs.
const (
	maintenance = "maintenance"
	installing  = "installing"
	starting    = "initializing"
	unassigned  = "unassigned"
	preparing   = "preparing_for_maintenance"
)

// Statuses of storage domains, beside those that they share with hosts.
const (
	active     = "active"
	unattached = "unattached"
)

// ok is the status of disks, templates and snapshots that are ready.
const ok = "ok"

// phaseReady is the phase of a backup whose disks can be read.
const phaseReady = "ready"

// then sets statuses like steps and calls done when the last one is reached. What changes the status meanwhile ends the walk.
func (w *World) then(e *store.Entity, done func(), statuses ...string) {
	w.set(e, "status", statuses[0])
	if len(statuses) == 1 {
		done()
		return
	}
	w.On(e, w.Step(), func() {
		if e.Object().Text("status") == statuses[0] {
			w.then(e, done, statuses[1:]...)
		}
	})
}

func isRunning(status string) bool { return slices.Contains(running, status) }

// running are the statuses in which a VM has a host.
var running = []string{up, poweringUp, poweringDown, paused, migrating, launching, rebooting, saving, restoring, notResponding}
