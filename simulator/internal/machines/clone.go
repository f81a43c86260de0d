package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// cloneVM makes a VM like another one, with copies of its disks.
func (ms *Machines) cloneVM(c *world.Call) error {
	vm := c.Entity()
	if err := notHeld(vm, "add VM"); err != nil {
		return err
	}
	if err := allow(vm, actClone); err != nil {
		return err
	}
	if err := ms.disksReady(vm, "clone VM"); err != nil {
		return err
	}
	to := ms.w.Resolve(c.Body.Part(names.StorageDomain))
	if to != nil && to.Object().Text(names.Status) != world.Active {
		return world.Conflict(
			"Cannot clone VM. The relevant Storage Domain's status is %s.",
			world.StatusText(to.Object().Text(names.Status)),
		)
	}
	if to == nil {
		if err := ms.storage.CheckSpaceForCopies(vm, "clone VM"); err != nil {
			return err
		}
	}
	o := ms.plain(c.Object())
	if asked := c.Body.Part(names.Vm); asked != nil {
		change := asked.Clone()
		change.Set(names.ID, nil)
		o.Merge(change)
	}
	sub := *c
	sub.Place = &store.Place{Node: vm.Node.Parent}
	sub.Body = o
	twin, err := sub.Insert(o)
	if err != nil {
		return err
	}
	ms.AddParts(twin, nil, owner(c))
	ms.cloneNICs(vm, twin)
	for _, a := range ms.w.Of(vm, "diskattachments") {
		if err := ms.cloneDisk(c, a, twin, to); err != nil {
			return err
		}
	}
	if !c.Body.Has(names.DiscardSnapshots) || c.Body.True(names.DiscardSnapshots) {
		ms.lockUntilDone(c, twin)
	} else {
		ms.cloneSnapshots(vm, twin)
		ms.lockUntilDone(c, twin)
	}
	c.Report(34, nil, twin)
	c.Body.Set(names.Vm, world.Ref(twin))
	return nil
}

// plain returns the configuration of a VM without what belongs to this one or to its running.
func (ms *Machines) plain(from *store.Object) *store.Object {
	o := from.Clone()
	for _, name := range [...]string{
		names.ID, names.StatusDetail, names.StopReason, names.Host, names.StartTime, names.RunOnce,
		names.Fqdn, names.GuestOperatingSystem, names.GuestTimeZone, names.VmPool,
		names.DynamicCpu, names.HasIllegalImages,
	} {
		o.Set(name, nil)
	}
	for _, name := range [...]string{"address", "port", "secure_port"} {
		if o.Has("display." + name) {
			o.Set("display."+name, nil)
		}
	}
	o.Path = ""
	o.Set(names.Status, world.Down)
	o.Set(names.CreationTime, ms.w.Time())
	o.Set(names.StopTime, ms.w.Time())
	o.Set(names.NextRunConfigurationExists, false)
	return o
}

// cloneNICs adds NICs like those of another VM or of a snapshot to a VM, with addresses of their
// own.
func (ms *Machines) cloneNICs(from, to *store.Entity) {
	for _, nic := range ms.w.Of(from, "nics") {
		ms.w.AddChild(to, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			o.Set(names.ID, nil)
			o.Set(names.Vm, world.Ref(to))
			o.Set(names.MacAddress, ms.w.NextMAC())
		})
	}
}

// cloneDisk attaches a copy of the disk of an attachment to a VM, on a domain of the caller's
// choice. Shareable disks and LUNs are not copied.
func (ms *Machines) cloneDisk(c *world.Call, a, to, domain *store.Entity) error {
	old := ms.w.Target(a, names.Disk)
	if old == nil || old.Object().True(names.Shareable) ||
		old.Object().Text(names.StorageType) == "lun" {
		return nil
	}
	o := old.Object().Clone()
	if domain != nil {
		o.Set(names.StorageDomains, []*store.Object{world.Ref(domain)})
		o.Set(names.DiskProfile, nil)
	}
	disk, err := ms.storage.NewDisk(c, o)
	if err != nil {
		return err
	}
	ms.storage.Images.Copy(old.ID(), disk.ID())
	ms.Attach(to, disk, a.Object(), names.Vm)
	ms.access.Permit(disk, c.User, "DiskOperator")
	return nil
}

// cloneSnapshots adds snapshots like those of another VM to a VM, of its own disks.
func (ms *Machines) cloneSnapshots(from, to *store.Entity) {
	for _, s := range ms.w.Of(from, "snapshots") {
		if o := s.Object(); o.Text(names.SnapshotType) == "regular" {
			twin := ms.takeSnapshot(to, o.Text(names.Description), "regular", false, nil, nil)
			ms.w.Set(twin, names.Date, o.Get(names.Date))
		}
	}
}

// addFromSnapshot makes a VM of the configuration and the disks that a snapshot keeps.
func (ms *Machines) addFromSnapshot(
	c *world.Call,
	id string,
	template, cluster *store.Entity,
) (*store.Entity, error) {
	snapshot := ms.w.ByID(ms.w.Schema.Type(names.Snapshot), id)
	if snapshot == nil {
		return nil, world.Conflict("Cannot add VM. VM's Snapshot does not exist.")
	}
	switch snapshot.Object().Text(names.SnapshotStatus) {
	case world.OK:
	case world.InPreview:
		return nil, world.Conflict("Cannot add VM. VM is previewing a Snapshot.")
	default:
		return nil, world.Conflict(
			"Cannot add VM. The VM is performing an operation on a Snapshot. Please wait for " +
				"the operation to finish, and try again.",
		)
	}
	o := ms.VMDefaults(template, cluster)
	for _, m := range o.Type.Members {
		from := snapshot.Object().Type.Member(m.Name)
		if v := any(nil); configured(m) && from != nil {
			if v = snapshot.Object().Value(from); v != nil {
				o.Put(m, v)
			}
		}
	}
	vm, err := ms.insertVM(c, o)
	if err != nil {
		return nil, err
	}
	ms.AddParts(vm, nil, owner(c))
	ms.cloneNICs(snapshot, vm)
	for _, disk := range slices.Clone(ms.w.Of(snapshot, "disks")) {
		state := ms.w.Overlay(snapshot.Path+"/disks", disk)
		if state == nil {
			continue
		}
		like := disk.Object().Clone()
		state.Each(func(m *schema.Member, v any) {
			if slices.Contains(diskState, m.Name) {
				like.Put(m, v)
			}
		})
		twin, err := ms.storage.NewDisk(c, like)
		if err != nil {
			continue
		}
		ms.storage.Images.Copy(state.Text(names.ImageID), twin.ID())
		ms.Attach(vm, twin, ms.attachmentIn(snapshot, disk), names.Vm)
		ms.access.Permit(twin, c.User, "DiskOperator")
	}
	c.Report(37, nil, vm, ms.diskDomain(vm))
	ms.lockUntilDone(c, vm, ms.diskDomain(vm))
	return vm, nil
}
