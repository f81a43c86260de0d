package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// waits are the members of a running VM whose change waits for its next start.
var waits = []string{
	names.Bios, names.CustomCpuModel, names.CustomEmulatedMachine, names.Display, names.Io,
	names.Os, names.TpmEnabled, names.TimeZone, names.Type, names.Usb, names.Cpu,
	names.Memory, names.MemoryPolicy, names.VirtioScsi, names.SoundcardEnabled, names.RngDevice,
	names.Console, names.SerialNumber, names.PlacementPolicy,
}

// unchangeable are the members of a VM that no update changes.
var unchangeable = []string{
	names.ID, names.Status, names.StatusDetail, names.CreationTime, names.Host, names.StartTime,
	names.StopTime, names.StopReason, names.Fqdn, names.GuestOperatingSystem,
	names.GuestTimeZone, names.Template, names.OriginalTemplate, names.RunOnce,
	names.NextRunConfigurationExists, names.DynamicCpu, names.VmPool,
}

func (ms *Machines) updateVM(c *world.Call) error {
	if err := ms.readable(c.Body); err != nil {
		return err
	}
	vm, change := c.Entity(), ms.vmDocument(c.Body)
	if mode := c.Body.Get(names.NumaTuneMode); mode != nil {
		for _, node := range ms.w.Of(vm, "numanodes") {
			ms.w.Set(node, names.NumaTuneMode, mode)
		}
		ms.retune(vm)
	}
	asked := change.Part(names.Template)
	for _, name := range unchangeable {
		change.Set(name, nil)
	}
	bareQuota(change)
	o := c.Object()
	if status := o.Text(names.Status); status == world.ImageLocked {
		return world.Conflict("Cannot edit VM. " + world.BusyText)
	}
	if err := checkInitialization(change, "edit"); err != nil {
		return err
	}
	if err := ms.canLive(c, change); err != nil {
		return err
	}
	after := o.Clone()
	after.Merge(change)
	looked := change.Clone()
	looked.Set(names.Template, asked)
	check := &vmCheck{
		ms: ms, action: "edit VM", after: after, change: looked, self: vm,
		graphics: ms.graphicsAfter(vm, change),
	}
	if err := check.keeps(editRules); err != nil {
		return err
	}
	if kind := ms.w.Resolve(change.Part(names.InstanceType)); kind != nil &&
		kind.ID() != o.Text(names.InstanceTypeID) {
		sized := store.New(change.Type)
		ms.applyInstanceType(sized, kind)
		sized.Merge(change)
		change = sized
	}
	memory := o.Int(names.Memory)
	if running := world.IsRunning(o.Text(names.Status)); c.Query.Bool("next_run", false) &&
		running {
		ms.keepForNextRun(vm, change, change)
		change = store.New(change.Type)
	} else if running {
		ms.keepForNextRun(vm, change, ms.splitNextRun(o, change))
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if kind := change.Text(names.DisplayType); kind != "" {
		ms.setConsole(vm, kind)
	}
	ms.w.Change(vm, func(o *store.Object) {
		cutMemory(o)
		ms.ownBios(o)
		keptForm(o)
	})
	running := world.IsRunning(o.Text(names.Status))
	if less := c.Body.Int(names.Memory); running && less > 0 && less < memory {
		c.Report(2050, nil, vm)
	}
	c.Report(35, nil, vm)
	if running && c.Body.Has("lease.storage_domain") {
		c.Report(35, nil, vm) // again when the lease is there
	}
	return nil
}

// canLive refuses a cluster in which a VM can't be, and moves the VM to the profile of one in which
// it can.
func (ms *Machines) canLive(c *world.Call, change *store.Object) error {
	to := ms.w.Resolve(change.Part(names.Cluster))
	from := ms.w.Target(c.Entity(), names.Cluster)
	if to == nil || to == from {
		return nil
	}
	if from != nil &&
		from.Object().Text(names.DataCenterID) != to.Object().Text(names.DataCenterID) {
		return world.Conflict("VM can be moved only to a Cluster in the same Data Center.")
	}
	if status := c.Object().Text(names.Status); status != world.Down && status != world.Suspended {
		return world.Conflict(
			"Cannot edit VM because the VM is in %s status.",
			world.StatusText(status),
		)
	}
	profiles := ms.w.Referring(names.CpuProfile, names.Cluster, to.ID())
	if len(profiles) > 0 && !change.Has(names.CpuProfile) {
		change.Set(names.CpuProfile, world.Ref(profiles[0]))
	}
	return nil
}

// memoryStep is the size of the modules in which running VMs get memory.
const memoryStep = 256 * world.MiB

// hotPlugged reports whether a running VM takes a change at once: more memory in whole modules up
// to its maximum, and more sockets.
func hotPlugged(o, change *store.Object, name string) bool {
	switch name {
	case "memory":
		more := change.Int(names.Memory) - o.Int(names.Memory)
		return more >= 0 && more%memoryStep == 0 &&
			change.Int(names.Memory) <= max(o.Int(names.MemoryPolicyMax), o.Int(names.Memory))
	case "cpu":
		topology := change.Part(names.CpuTopology)
		only := change.Part(names.Cpu).Clone()
		only.Set(names.Topology, nil)
		return topology != nil && only.Empty() && count(change, "sockets") >= count(o, "sockets") &&
			(!topology.Has(names.Cores) || count(change, "cores") == count(o, "cores")) &&
			(!topology.Has(names.Threads) || count(change, "threads") == count(o, "threads"))
	}
	return false
}

// splitNextRun takes what must wait for the next start out of a change, and returns it.
func (ms *Machines) splitNextRun(o, change *store.Object) *store.Object {
	wait := store.New(change.Type)
	for _, name := range waits {
		v := change.Get(name)
		if v == nil || same(o, change, name) || hotPlugged(o, change, name) {
			continue
		}
		wait.Set(name, v)
		change.Set(name, nil)
	}
	return wait
}

// same reports whether a change leaves a member as it is.
func same(o, change *store.Object, name string) bool {
	after := o.Clone()
	one := store.New(change.Type)
	one.Set(name, change.Get(name))
	after.Merge(one)
	return after.Equal(o)
}

// keepForNextRun keeps a change for the next start.
func (ms *Machines) keepForNextRun(vm *store.Entity, change, wait *store.Object) {
	if wait.Empty() {
		return
	}
	next := ms.next[vm]
	if next == nil {
		next = store.New(change.Type)
	} else {
		next = next.Clone()
	}
	next.Merge(wait)
	wait.Each(func(m *schema.Member, v any) {
		if part, ok := v.(*store.Object); ok && part.Empty() {
			next.Put(m, part) // It takes something away when the VM starts.
		}
	})
	ms.next[vm] = next
	ms.w.Set(vm, names.NextRunConfigurationExists, true)
}

// NextRun returns what a VM will be at its next start, where that differs, or nil.
func (ms *Machines) NextRun(e *store.Entity) *store.Object { return ms.next[e] }

// SetNextRun sets what a VM will be at its next start.
func (ms *Machines) SetNextRun(e *store.Entity, o *store.Object) { ms.next[e] = o }
