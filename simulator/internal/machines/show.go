package machines

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// showVM leaves out what only all_content shows, and shows the next configuration where it is asked
// for.
func (ms *Machines) showVM(p *store.Place, v *document.View, q world.Query) {
	o := v.Object
	if q.Bool("next_run", false) {
		if e := ms.w.At(o.Path); e != nil && ms.next[e] != nil {
			o = o.Clone()
			o.Merge(ms.next[e])
		}
	}
	switch {
	case q.Bool("all_content", false):
		o = o.Clone()
		ms.ovf(o)
	case o.Has(names.InitializationConfiguration):
		o = o.Clone()
		o.Set(names.InitializationConfiguration, nil)
	}
	if p.Entity != nil && p.Entity.Notes != nil && !q.Bool("next_run", false) {
		o = ms.onceShown(p.Entity, o)
	}
	if q.Bool("filter", false) {
		o = o.Clone()
		o.Set(names.Host, nil)
		o.Set(names.PlacementPolicy, nil)
	}
	v.Object = o
	machineShown(v, q)
}

// onceShown returns a VM with what it runs with this once in place of its own.
func (ms *Machines) onceShown(vm *store.Entity, o *store.Object) *store.Object {
	boot, kind := vm.Note(onceBoot), vm.Note(onceDisplay)
	if boot == "" && kind == "" {
		return o
	}
	o = o.Clone()
	if boot != "" {
		o.Set(names.OsBootDevices, strings.Split(boot, ","))
	}
	if kind != "" {
		o.Set(names.DisplayType, kind)
	}
	return o
}

// count returns a number of the CPU topology, which is 1 where nothing is said.
func count(o *store.Object, name string) int64 { return max(o.Int("cpu.topology."+name), 1) }

// CPUs returns the number of virtual CPUs.
func CPUs(o *store.Object) int64 {
	return count(o, "sockets") * count(o, "cores") * count(o, "threads")
}

var (
	escape   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace
)
