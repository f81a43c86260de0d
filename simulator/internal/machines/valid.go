package machines

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// validVM refuses the values of a VM's configuration that don't fit each other: o is the whole
// configuration as it would be, change what a request says of it, and graphics the protocols of the
// VM's consoles.
func validVM(o, change *store.Object, graphics []string, verb string) error {
	if change.Has(names.TimeZoneName) || change.Has(names.OsType) {
		if !zoneFits(o.Text(names.TimeZoneName), o.Text(names.OsType)) {
			return world.Bad(
				"Cannot %s VM. Invalid time zone for given OS type., Attribute: vmStatic",
				verb,
			)
		}
	}
	if !change.Has(names.DisplayMonitors) && change.Text(names.DisplayType) == "" {
		return nil
	}
	return validMonitors(o.Int(names.DisplayMonitors), graphics, verb)
}

// validMonitors refuses a number of monitors that the engine doesn't offer, and several monitors
// with VNC, which shows one.
func validMonitors(n int64, graphics []string, verb string) error {
	if !slices.Contains([]int64{1, 2, 4}, n) {
		return world.Bad(
			"VM exceeded the number of allowed monitors, Attribute: vmStatic.numOfMonitors",
		)
	}
	if n > 1 && slices.Contains(graphics, "vnc") {
		return world.Bad(
			"Cannot %s VM. Illegal number of monitors is provided, max allowed number of "+
				"monitors is 1 for VNC and the max number "+
				"in the ValidNumOfMonitors configuration variable for SPICE.",
			verb,
		)
	}
	return nil
}

// graphicsAfter returns the protocols of a VM's consoles after a change of its configuration.
func (ms *Machines) graphicsAfter(vm *store.Entity, change *store.Object) []string {
	if kind := change.Text(names.DisplayType); kind != "" {
		return []string{kind}
	}
	var out []string
	for _, console := range ms.w.Of(vm, "graphicsconsoles") {
		out = append(out, console.Object().Text(names.Protocol))
	}
	return out
}

// zoneFits reports whether an operating system knows a time zone. Windows has names of its own. The
// engine knows one zone of each pair in its table, and no other: "Etc/UTC" is none of them.
func zoneFits(zone, system string) bool {
	if zone == "" {
		return true
	}
	for general, windows := range timeZones {
		if strings.HasPrefix(system, "windows") && zone == windows ||
			!strings.HasPrefix(system, "windows") && zone == general {
			return true
		}
	}
	return false
}

// defaultZone returns the time zone of VMs with an operating system, as the system options
// DefaultGeneralTimeZone and DefaultWindowsTimeZone say.
func defaultZone(system string) string {
	if strings.HasPrefix(system, "windows") {
		return "GMT Standard Time"
	}
	return "Etc/GMT"
}
