package machines

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

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
