package machines

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// historyLength is how many values the engine keeps of a history, one each half a minute.
const historyLength = 20

// measured returns what a statistic of a VM, of one of its NICs or of a disk is now, and ok; those
// of all else are as the table says. What doesn't run does nothing.
func (ms *Machines) measured(owner *store.Entity, g gauge) (values []float64, ok bool) {
	kind := world.TypeOf(owner).Name
	vm := owner
	switch kind {
	case "vm":
	case "nic":
		vm = owner.Owner
	case "disk":
		vm = nil
		for _, a := range ms.w.Attachments(owner) {
			if a.Owner != nil && world.TypeOf(a.Owner).Name == names.Vm &&
				a.Object().True(names.Active) &&
				(vm == nil || world.IsRunning(a.Owner.Object().Text(names.Status))) {
				vm = a.Owner
			}
		}
	default:
		return nil, false
	}
	if vm == nil || world.TypeOf(vm).Name != names.Vm ||
		!world.IsRunning(vm.Object().Text(names.Status)) {
		switch {
		case g.name == "memory.installed":
			return nil, false
		case g.typ == "string", strings.HasSuffix(g.name, ".history"), kind == "nic" && g.kind == "counter":
			return nil, true // Nothing has been measured.
		}
		return []float64{0}, true
	}
	var elapsed float64
	if t, found := vm.Object().Get(names.StartTime).(time.Time); found {
		elapsed = max(ms.w.Time().Sub(t).Truncate(time.Second).Seconds(), 0)
	}
	switch {
	case g.name == "elapsed.time":
		return []float64{elapsed}, true
	case g.name == "migration.progress" && vm.Object().Text(names.Status) == world.Migrating:
		return []float64{50}, true
	case strings.HasSuffix(g.name, ".history"):
		return slices.Repeat([]float64{g.value}, min(int(elapsed)/30+1, historyLength)), true
	case strings.HasPrefix(g.name, "data.total"):
		// Totals follow from the rates and the time.
		rate := 1024.0
		if strings.HasSuffix(g.name, "tx") {
			rate = 2048
		}
		return []float64{rate * elapsed}, true
	}
	return nil, false
}

// disksUsage is what the guest agent says about the file systems of a VM.
func disksUsage(vm *store.Entity) string {
	if vm.Object().Text(names.Status) != world.Up {
		return ""
	}
	return fmt.Sprintf(
		`[{"path":"/","total":"%d","fs":"xfs","used":"%d"}]`,
		10*world.GiB,
		3*world.GiB,
	)
}
