package hosts

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// removable are the statuses in which a host can be removed.
var removable = []string{
	world.Maintenance, world.Down, world.NonResponsive, world.NonOperational, world.InstallFailed,
	world.Unassigned, world.PendingApproval, world.InstallingOS,
}

// passing are the actions that a host refuses while it goes from one status to another.
var passing = []string{"activate", "deactivate", "refresh"}

// hostForbidden are the actions refused in each status, after the engine's own table. Those with
// conditions of their own, such as install, aren't in it.
var hostForbidden = map[string][]string{
	world.Maintenance:             {"deactivate"},
	world.Up:                      {"activate"},
	world.Error:                   {"refresh"},
	world.Installing:              passing,
	world.NonResponsive:           {"activate", "refresh"},
	world.PreparingForMaintenance: {"deactivate", "refresh"},
	world.Reboot:                  passing,
	world.Unassigned:              passing,
	world.Initializing:            passing,
	world.Connecting:              passing,
	world.Kdumping:                passing,
	world.PendingApproval:         append(slices.Clone(passing), "edit"),
	world.InstallingOS:            append(slices.Clone(passing), "edit"),
	world.InstallFailed:           {"refresh"},
	world.Down:                    {"activate", "refresh"},
}

// allowHost refuses an action that the status of the host forbids.
func allowHost(host *store.Entity, action string) error {
	status := host.Object().Text(names.Status)
	if !slices.Contains(hostForbidden[status], action) {
		return nil
	}
	verb := action + " Host"
	if action == "deactivate" {
		verb = "switch Host to Maintenance mode"
	}
	switch status {
	case world.Installing, world.PreparingForMaintenance, world.Reboot, world.Unassigned,
		world.Initializing, world.Connecting:
		return world.Conflict(
			"Cannot %s. Related operation is currently in progress. Please try again later.",
			verb,
		)
	}
	if action == "refresh" {
		return world.Bad("") // The engine has no text for it.
	}
	return world.Conflict(
		"Cannot %s. Operation can be performed only when Host status is Up.",
		verb,
	)
}
