package machines

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
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
	actSuspend, actRun, actRunOnce, actTemplate, actRemove, actCD, actNic, actRestore, actMigrate,
	actExtend, actReboot, actReset,
}

// locked are the actions that a VM in the hands of the storage forbids: nearly all.
var locked = append(slices.Clone(busy), actStop, actShutdown, actSnapshot, actClone)

// refusedIn are the actions refused in each status, after the engine's own table.
var refusedIn = map[string][]string{
	world.Up: {actRun, actRunOnce, actTemplate, actRemove},
	world.Down: {
		actSuspend, actMigrate, actCD, actReboot, actReset,
	},
	world.WaitForLaunch:    busy,
	world.PoweringDown:     busy,
	world.PoweringUp:       except(busy, actMigrate, actReboot, actReset),
	world.RebootInProgress: except(busy, actMigrate, actReset),
	world.Paused: {
		actSuspend, actRunOnce, actTemplate, actRemove, actNic, actRestore, actExtend, actReboot,
		actReset,
	},
	world.Suspended: {
		actSuspend, actRunOnce, actTemplate, actMigrate, actCD, actRemove, actNic, actReboot,
		actReset, actSnapshot, actClone,
	},
	world.Migrating: {
		actRun, actRunOnce, actTemplate, actRemove, actSuspend, actMigrate, actCD, actNic,
		actRestore, actSnapshot, actExtend, actReboot,
		actReset,
	},
	world.ImageLocked:    locked,
	world.SavingState:    locked,
	world.RestoringState: locked,
	world.Unassigned:     locked,
	world.Unknown:        locked,
	world.NotResponding:  except(locked, actStop, actShutdown),
}

func except(list []string, but ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		return slices.Contains(but, s)
	})
}

// withTickets are the statuses in which consoles get passwords.
var withTickets = []string{
	world.Up, world.Paused, world.PoweringUp, world.PoweringDown, world.RebootInProgress,
}

// allow refuses an action that the status of the VM forbids.
func allow(vm *store.Entity, action string) error {
	status := vm.Object().Text(names.Status)
	refused := slices.Contains(refusedIn[status], action)
	switch action {
	case actExport:
		refused = status != world.Down
	case actCancel:
		refused = status != world.Migrating
	}
	if !refused {
		return nil
	}
	return refusal(vm, action, status)
}

// notHeld refuses what needs a VM for itself while another command holds it: the words are those of the
// message, such as run VM.
func notHeld(vm *store.Entity, what string) error {
	if storage.Held(vm) {
		return world.Conflict("Cannot %s: VM is locked. Please try again in a few minutes.", what)
	}
	return nil
}

// refusal says it as the engine does. Each of its commands has its own way.
func refusal(vm *store.Entity, action, status string) error {
	what := action + " VM"
	switch {
	case action == actCancel:
		return world.Conflict("Cannot cancel migration for non migrating VM.")
	case action == actRunOnce:
		what = "run VM"
	case action == actReboot:
		what = "restart VM"
	case action == actCD:
		what = "Change CD VM"
	case strings.Contains(action, " "):
		what = action
	}
	because := func(text string) error { return world.Conflict("Cannot %s. %s", what, text) }
	switch {
	case status == world.ImageLocked:
		return because(world.BusyText)
	case action == actNic:
		return world.Conflict(
			"Cannot edit a Network Interface when VM is not Down, Up or Image-Locked.",
		)
	case action == actTemplate:
		return because("VM is locked or still running, try again once VM is in the Down state.")
	case action == actExport, action == actRestore:
		return because("At least one of the VMs is not down.")
	case action == actRemove && status == world.Suspended:
		return world.Conflict(
			"Cannot remove VM that its state is not down.\n-Please stop the VM first.",
		)
	case action == actSnapshot && status == world.Migrating:
		return because("VM migration is in progress")
	case action == actMigrate && status == world.Migrating:
		return because("VM " + vm.Object().Name() + " is being migrated.")
	case action == actSuspend && status != world.WaitForLaunch && status != world.NotResponding:
		return because("VM is not up.")
	case action == actStop, action == actShutdown:
		if status == world.SavingState || status == world.RestoringState {
			return because(
				"VM is in saving/restoring state.\n-Please try again when the VM is either up " +
					"or down.",
			)
		}
		return because("VM is not running.")
	case (action == actRun || action == actRunOnce || action == actRemove) &&
		world.IsRunning(status):
		return because("VM is running.")
	case action == actMigrate && status == world.Down:
		return because("VM is not running.")
	}
	return world.Conflict(
		"Cannot %s because the VM is in %s status.",
		what,
		world.StatusText(status),
	)
}

// CanExtendIn reports whether the disks of a VM can grow in a status of the VM.
func (ms *Machines) CanExtendIn(status string) bool {
	return !slices.Contains(refusedIn[status], actExtend)
}
