package behavior

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Statuses of VMs that transitions use.
const (
	down         = "down"
	up           = "up"
	poweringUp   = "powering_up"
	poweringDown = "powering_down"
	paused       = "paused"
	migrating    = "migrating"
	launching    = "wait_for_launch"
	rebooting    = "reboot_in_progress"
	saving       = "saving_state"
	restoring    = "restoring_state"
	suspended    = "suspended"
	imageLocked  = "image_locked"
)

// Actions on VMs as the table of refusals calls them, which are also words of the messages.
const (
	actRun      = "run"
	actRunOnce  = "run once"
	actStop     = "stop"
	actShutdown = "shutdown"
	actSuspend  = "hibernate"
	actMigrate  = "migrate"
	actReboot   = "reboot"
	actReset    = "reset"
	actRemove   = "remove"
	actCD       = "change CD"
	actNic      = "edit Network Interface"
	actTemplate = "add Template"
	actRestore  = "revert to Snapshot"
	actSnapshot = "create Snapshot"
	actClone    = "clone"
	actExport   = "export"
	actCancel   = "cancel migration"
	actExtend   = "extend"
)

// busy are the actions that a status between two others forbids.
var busy = []string{
	actSuspend, actRun, actRunOnce, actTemplate, actRemove, actCD, actNic, actRestore, actMigrate, actExtend, actReboot, actReset,
}

// locked are the actions that a VM in the hands of the storage forbids: nearly all.
var locked = append(slices.Clone(busy), actStop, actShutdown, actSnapshot, actClone)

// forbidden are the actions refused in each status, after the engine's own table.
var forbidden = map[string][]string{
	up:           {actRun, actRunOnce, actTemplate, actRemove},
	down:         {actStop, actShutdown, actSuspend, actMigrate, actCD, actReboot, actReset},
	launching:    busy,
	poweringDown: busy,
	poweringUp:   except(busy, actMigrate, actReboot, actReset),
	rebooting:    except(busy, actMigrate, actReset),
	paused:       {actSuspend, actRunOnce, actTemplate, actRemove, actNic, actRestore, actExtend, actReboot, actReset},
	suspended:    {actSuspend, actRunOnce, actTemplate, actMigrate, actCD, actRemove, actNic, actReboot, actReset, actSnapshot, actClone},
	migrating: {
		actRun, actRunOnce, actTemplate, actRemove, actSuspend, actMigrate, actCD, actNic, actRestore, actSnapshot, actExtend, actReboot,
		actReset,
	},
	imageLocked:      locked,
	saving:           locked,
	restoring:        locked,
	"unassigned":     locked,
	"unknown":        locked,
	"not_responding": except(locked, actStop, actShutdown),
}

func except(list []string, but ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(but, s) })
}

// running are the statuses in which a VM has a host.
var running = []string{up, poweringUp, poweringDown, paused, migrating, launching, rebooting, saving, restoring, "not_responding"}

func isRunning(status string) bool { return slices.Contains(running, status) }

// allow refuses an action that the status of the VM forbids.
func allow(vm *store.Entity, action string) error {
	status := vm.Object().Text("status")
	refused := slices.Contains(forbidden[status], action)
	switch action {
	case actExport:
		refused = status != down
	case actCancel:
		refused = status != migrating
	}
	if !refused {
		return nil
	}
	verb := action
	what := "VM"
	if strings.Contains(action, " ") && action != actRunOnce {
		what = ""
	}
	if action == actRunOnce {
		verb = actRun
	}
	return Conflict("Cannot %s. %s", strings.TrimSpace(verb+" "+what), because(status))
}

// because says what about a status is in the way.
func because(status string) string {
	switch status {
	case down, suspended:
		return "VM is not running."
	case up:
		return "VM is running."
	case imageLocked, saving, restoring, launching, poweringUp, poweringDown, rebooting:
		return "Related operation is currently in progress. Please try again later."
	case migrating:
		return "VM is migrating."
	}
	return "VM is in " + strings.ReplaceAll(status, "_", " ") + " status."
}
