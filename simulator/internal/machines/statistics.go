package machines

import (
	"math"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// gauge describes a statistic: its value is a share of the memory of the object, or a plain number.
type gauge struct {
	name, description, kind, typ, unit string
	value                              float64
	share                              bool // value is a share of the object's memory
}

// statistics of each kind of object, with the units that engines give.
var statistics = map[string][]gauge{
	"vm": {
		{"memory.installed", "Total memory configured", "gauge", "integer", "bytes", 1, true},
		{"memory.used", "Memory used (agent)", "gauge", "integer", "bytes", 0.5, true},
		{"cpu.current.guest", "CPU used by guest", "gauge", "decimal", "percent", 12, false},
		{"cpu.current.hypervisor", "CPU overhead", "gauge", "decimal", "percent", 2, false},
		{"cpu.current.total", "Total CPU used", "gauge", "decimal", "percent", 14, false},
		{"migration.progress", "Migration Progress", "gauge", "decimal", "percent", 0, false},
		{"memory.buffered", "Memory buffered (agent)", "gauge", "integer", "bytes", 0.05, true},
		{"memory.cached", "Memory cached (agent)", "gauge", "integer", "bytes", 0.1, true},
		{"memory.free", "Memory free (agent)", "gauge", "integer", "bytes", 0.5, true},
		{"memory.unused", "Memory unused (agent)", "gauge", "integer", "bytes", 0.35, true},
		{"network.current.total", "Total network used", "gauge", "decimal", "percent", 3, false},
		{"disks.usage", "Disk usage, in bytes, per filesystem as JSON (agent)", "gauge", "string", "none", 0, false},
		{"elapsed.time", "Elapsed VM runtime", "counter", "integer", "seconds", 3600, false},
		{"cpu.usage.history", historyOf("CPU"), "gauge", "decimal", "percent", 14, false},
		{"memory.usage.history", historyOf("memory"), "gauge", "decimal", "percent", 50, false},
		{"network.usage.history", historyOf("network"), "gauge", "decimal", "percent", 3, false},
	},
	"host": {
		{"memory.total", "Total memory", "gauge", "integer", "bytes", 1, true},
		{"memory.used", "Used memory", "gauge", "integer", "bytes", 0.4, true},
		{"memory.free", "Free memory", "gauge", "integer", "bytes", 0.6, true},
		{"memory.shared", "The amount of memory, in bytes, shared among Virtual-Machines on this Host by Kernel " +
			"Same-page Merging (KSM)", "gauge", "integer", "bytes", 0, true},
		{"swap.total", "Total swap", "gauge", "integer", "bytes", 8 * world.GiB, false},
		{"swap.free", "Free swap", "gauge", "integer", "bytes", 8 * world.GiB, false},
		{"swap.used", "Used swap", "gauge", "integer", "bytes", 0, false},
		{"ksm.cpu.current", "KSM CPU usage", "gauge", "decimal", "percent", 0, false},
		{"cpu.current.user", "User CPU usage", "gauge", "decimal", "percent", 8, false},
		{"cpu.current.system", "System CPU usage", "gauge", "decimal", "percent", 3, false},
		{"cpu.current.idle", "Idle CPU usage", "gauge", "decimal", "percent", 89, false},
		{
			"cpu.load.avg.5m", "CPU 5 minute load average", "gauge", "decimal", "percent", 0.56,
			false,
		},
		{"boot.time", "Boot time of the machine", "gauge", "integer", "none", 1700000000, false},
	},
	"numa_node": {
		{"memory.total", "Total memory", "gauge", "integer", "bytes", 32 * world.GiB, false},
		{"memory.used", "Used memory", "gauge", "integer", "bytes", 8 * world.GiB, false},
		{"memory.free", "Free memory", "gauge", "integer", "bytes", 24 * world.GiB, false},
		{"cpu.current.user", "User CPU usage", "gauge", "decimal", "percent", 8, false},
		{"cpu.current.system", "System CPU usage", "gauge", "decimal", "percent", 3, false},
		{"cpu.current.idle", "Idle CPU usage", "gauge", "decimal", "percent", 89, false},
	},
	"gluster_volume": bricksUse,
	"gluster_brick":  bricksUse,
	"nic":            traffic,
	"host_nic":       traffic,
	"disk": {
		{
			"data.current.read", "Read data rate", "gauge", "integer", "bytes_per_second", 4096,
			false,
		},
		{
			"data.current.write", "Write data rate", "gauge", "integer", "bytes_per_second", 8192,
			false,
		},
		{"disk.read.latency", "Read latency", "gauge", "decimal", "seconds", 0.001, false},
		{"disk.write.latency", "Write latency", "gauge", "decimal", "seconds", 0.002, false},
		{"disk.flush.latency", "Flush latency", "gauge", "decimal", "seconds", 0.001, false},
	},
}

var bricksUse = []gauge{
	{"size.total", "Total size", "gauge", "integer", "bytes", 100 * world.GiB, false},
	{"size.used", "Used size", "gauge", "integer", "bytes", 20 * world.GiB, false},
	{"size.free", "Free size", "gauge", "integer", "bytes", 80 * world.GiB, false},
}

var traffic = []gauge{
	{"data.current.rx", "Receive data rate", "gauge", "decimal", "bytes_per_second", 1024, false},
	{"data.current.tx", "Transmit data rate", "gauge", "decimal", "bytes_per_second", 2048, false},
	{"data.current.rx.bps", "Receive data rate", "gauge", "decimal", "bits_per_second", 8192, false},
	{"data.current.tx.bps", "Transmit data rate", "gauge", "decimal", "bits_per_second", 16384, false},
	{"errors.total.rx", "Total receive errors", "counter", "integer", "none", 0, false},
	{"errors.total.tx", "Total transmit errors", "counter", "integer", "none", 0, false},
	{"data.total.rx", "Total received data", "counter", "integer", "bytes", 1 << 20, false},
	{"data.total.tx", "Total transmitted data", "counter", "integer", "bytes", 1 << 21, false},
}

// historyOf describes a history as engines do.
func historyOf(what string) string {
	return "List of " + what + " usage history, sorted by date from newest to oldest, at intervals of 30 seconds"
}

func (ms *Machines) registerStatistics() {
	ms.w.Hook("statistic").Show = func(_ *store.Place, v *document.View, _ world.Query) {
		if strings.HasSuffix(v.Object.Name(), ".history") {
			v.Path = "" // Engines forget whose it is.
			world.Hide(v, names.Vm)
		}
	}
	ms.w.SetComputed("statistics", func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil {
			return nil
		}
		out := slices.Clone(ms.w.Kept(p))
		for _, g := range statistics[world.TypeOf(owner).Name] {
			out = append(out, store.Transient(p, ms.statistic(owner, g)))
		}
		return out
	})
}

// statistic returns one statistic of an object. What doesn't run has values of zero, save for what
// is installed.
func (ms *Machines) statistic(owner *store.Entity, g gauge) *store.Object {
	o := ms.w.NewObject(names.Statistic)
	o.Set(names.ID, store.NameUUID(g.name))
	o.Set(names.Name, g.name)
	o.Set(names.Description, g.description)
	o.Set(names.Kind, g.kind)
	o.Set(names.Type, g.typ)
	o.Set(names.Unit, g.unit)
	datum := g.value
	if g.share {
		datum = math.Trunc(float64(owner.Object().Int(names.Memory)) * g.value)
	}
	if world.TypeOf(owner).Name == names.Host && !owner.Object().Has(names.CpuName) {
		datum = 0 // It has never answered.
	}
	data, known := ms.measured(owner, g)
	if !known {
		data = []float64{datum}
	}
	var values []*store.Object
	for _, datum := range data {
		v := ms.w.NewObject(names.Value)
		if g.typ == "string" {
			v.Set(names.Detail, disksUsage(owner))
		} else {
			v.Set(names.Datum, datum)
		}
		values = append(values, v)
	}
	o.Set(names.Values, values)
	o.Set(world.TypeOf(owner).Name, world.Ref(owner))
	return o
}
