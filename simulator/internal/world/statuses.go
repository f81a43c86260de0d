package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Statuses of VMs.
const (
	Down             = "down"
	Up               = "up"
	PoweringUp       = "powering_up"
	PoweringDown     = "powering_down"
	Paused           = "paused"
	Migrating        = "migrating"
	WaitForLaunch    = "wait_for_launch"
	RebootInProgress = "reboot_in_progress"
	SavingState      = "saving_state"
	RestoringState   = "restoring_state"
	Suspended        = "suspended"
	ImageLocked      = "image_locked"
	NotResponding    = "not_responding"
)

// Statuses of hosts, beside those that they share with VMs.
const (
	Maintenance             = "maintenance"
	Installing              = "installing"
	Initializing            = "initializing"
	Unassigned              = "unassigned"
	PreparingForMaintenance = "preparing_for_maintenance"
)

// Statuses of storage domains, beside those that they share with hosts.
const (
	Active     = "active"
	Unattached = "unattached"
)

// OK is the status of disks, templates and snapshots that are ready.
const OK = "ok"

// PhaseReady is the phase of a backup whose disks can be read.
const PhaseReady = "ready"

// Transition sets statuses like steps and calls done when the last one is reached. What changes the status meanwhile ends the walk.
func (w *World) Transition(e *store.Entity, done func(), statuses ...string) {
	w.Set(e, "status", statuses[0])
	if len(statuses) == 1 {
		done()
		return
	}
	w.On(e, w.Step(), func() {
		if e.Object().Text("status") == statuses[0] {
			w.Transition(e, done, statuses[1:]...)
		}
	})
}

// IsRunning reports whether a VM has a host in a status.
func IsRunning(status string) bool { return slices.Contains(running, status) }

// running are the statuses in which a VM has a host.
var running = []string{Up, PoweringUp, PoweringDown, Paused, Migrating, WaitForLaunch, RebootInProgress, SavingState, RestoringState, NotResponding}
