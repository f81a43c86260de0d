package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
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
	Unknown          = "unknown"
)

// Statuses of hosts, beside those that they share with VMs.
const (
	Connecting              = "connecting"
	Error                   = "error"
	Initializing            = "initializing"
	InstallFailed           = "install_failed"
	Installing              = "installing"
	InstallingOS            = "installing_os"
	Kdumping                = "kdumping"
	Maintenance             = "maintenance"
	NonOperational          = "non_operational"
	NonResponsive           = "non_responsive"
	PendingApproval         = "pending_approval"
	PreparingForMaintenance = "preparing_for_maintenance"
	Reboot                  = "reboot"
	Unassigned              = "unassigned"
)

// Statuses of storage domains, data centers and networks, beside those that they share with hosts.
const (
	Activating    = "activating"
	Active        = "active"
	Detaching     = "detaching"
	Inactive      = "inactive"
	Unattached    = "unattached"
	Problematic   = "problematic"
	Uninitialized = "uninitialized"
	Operational   = "operational"
)

// Statuses of disks, templates and snapshots.
const (
	Illegal   = "illegal"
	InPreview = "in_preview"
	Locked    = "locked"
	OK        = "ok"
)

// Statuses of jobs and their steps.
const (
	Aborted  = "aborted"
	Failed   = "failed"
	Finished = "finished"
	Started  = "started"
)

// Phases of backups and of image transfers. Those of transfers that were paused, and of those that
// are over, have a common beginning.
const (
	PhaseStarting   = "starting"
	PhaseReady      = "ready"
	PhaseFinalizing = "finalizing"
	PhaseSucceeded  = "succeeded"

	PhaseInitializing      = "initializing"
	PhaseTransferring      = "transferring"
	PhaseResuming          = "resuming"
	PhasePausedSystem      = "paused_system"
	PhasePausedUser        = "paused_user"
	PhaseCancelledSystem   = "cancelled_system"
	PhaseCancelledUser     = "cancelled_user"
	PhaseFinalizingSuccess = "finalizing_success"
	PhaseFinalizingFailure = "finalizing_failure"
	PhaseFinalizingCleanup = "finalizing_cleanup"
	PhaseFinishedSuccess   = "finished_success"
	PhaseFinishedFailure   = "finished_failure"
	PhaseFinishedCleanup   = "finished_cleanup"
)

// Transition sets statuses like steps and calls done when the last one is reached. What changes the
// status meanwhile ends the walk.
func (w *World) Transition(e *store.Entity, done func(), statuses ...string) {
	w.Set(e, names.Status, statuses[0])
	if len(statuses) == 1 {
		done()
		return
	}
	w.On(e, w.Step(), func() {
		if e.Object().Text(names.Status) == statuses[0] {
			w.Transition(e, done, statuses[1:]...)
		}
	})
}

// IsRunning reports whether a VM has a host in a status.
func IsRunning(status string) bool { return slices.Contains(running, status) }

// running are the statuses in which a VM has a host.
var running = []string{
	Up, PoweringUp, PoweringDown, Paused, Migrating, WaitForLaunch, RebootInProgress, SavingState,
	RestoringState, NotResponding,
}
