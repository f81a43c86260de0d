package machines

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// onceBoot and onceDisplay are the notes at a VM of what it runs with this once, which answers show
// in place of its own.
const (
	onceBoot    = "once boot"
	onceDisplay = "once display"
	withMemory  = "memory" // the next start goes on from a snapshot's memory
)

// Start runs a VM, or lets a paused or suspended one go on.
func (ms *Machines) Start(c *world.Call) error {
	vm := c.Entity()
	if err := ms.checkOneInitialization(c); err != nil {
		return err
	}
	if err := notHeld(vm, "run VM"); err != nil {
		return err
	}
	once := c.Body.Part(names.Vm)
	action := actRun
	if once != nil {
		action = actRunOnce
	}
	if err := ms.bootable(vm, once, "run VM"); err != nil {
		return err
	}
	if err := allow(vm, action); err != nil {
		return err
	}
	if once != nil {
		if err := checkInitialization(once, "run"); err != nil {
			return err
		}
	}
	status := c.Object().Text(names.Status)
	if status == world.Paused {
		ms.w.Set(vm, names.Status, world.Up, names.StatusDetail, nil)
		ms.ShowGuest(vm, true)
		c.Report(40, nil, vm)
		c.Report(32, nil, vm)
		return ms.answerVM(c)
	}
	if err := ms.disksReady(vm, "run VM"); err != nil {
		return err
	}
	host, err := ms.hostToRun(c, once)
	if err != nil {
		return err
	}
	if err := ms.w.Quotas.UseCluster(c, vm, "run VM"); err != nil {
		return err
	}
	stateless := status == world.Down &&
		(once.True(names.Stateless) || !once.Has(names.Stateless) &&
			c.Object().True(names.Stateless))
	if stateless && c.Object().True(names.HighAvailabilityEnabled) {
		return world.Conflict(
			"Cannot run VM. Highly Available Virtual servers can not be run as stateless.",
		)
	}
	if stateless && ms.Previewed(vm) != nil {
		return world.Conflict(
			"Cannot run VM. Stateless flag on VM conflicts with running the VM in Preview mode. " +
				"Either remove the Stateless flag " +
				"from the VM or run the VM not in Preview mode.",
		)
	}
	if status == world.Down {
		ms.applyNext(vm)
		ms.latestVersion(vm)
	}
	ms.runOnce(vm, once, c.Body)
	first, then := world.PoweringUp, world.Up
	if status == world.Suspended || vm.Note(withMemory) != "" {
		first = world.RestoringState
	}
	vm.DropNote(withMemory)
	if c.Body.True(names.Pause) || c.Object().True(names.StartPaused) {
		first, then = "", world.Paused
	}
	launch := func() {
		ms.w.Set(
			vm,
			names.Status, world.WaitForLaunch, names.StartTime, ms.w.Time(),
			names.RunOnce, once != nil, names.StopReason, nil,
		)
		ms.PutOnHost(vm, host)
		ms.followStart(c, vm, first, then)
	}
	stateless = stateless && len(ms.w.Of(vm, "diskattachments")) > 0
	switch {
	case c.User == nil:
		ms.w.Report(506, nil, vm, host)
	case stateless && c.Object().Has(names.VmPool):
		c.Report(525, nil, vm)
	case stateless:
		c.Report(150, nil, vm)
	case then == world.Paused:
		c.Report(179, nil, vm, host)
	default:
		c.Report(153, nil, vm, host)
	}
	if stateless {
		ms.w.Set(vm, names.Status, world.ImageLocked)
		ms.statelessSnapshot(vm)
		ms.w.On(vm, ms.w.Step(), func() {
			if vm.Object().Text(names.Status) == world.ImageLocked {
				launch()
			}
		})
	} else {
		launch()
	}
	return ms.answerVM(c)
}

// disksReady refuses to work with disks that storage has in its hands.
func (ms *Machines) disksReady(vm *store.Entity, what string) error {
	var locked, illegal []string
	for _, a := range ms.w.Of(vm, "diskattachments") {
		disk := ms.w.Target(a, names.Disk)
		switch {
		case disk == nil || !a.Object().True(names.Active):
		case disk.Object().Text(names.Status) == world.Locked:
			locked = append(locked, disk.Object().Text(names.Alias))
		case disk.Object().Text(names.Status) == world.Illegal:
			illegal = append(illegal, disk.Object().Text(names.Alias))
		}
	}
	switch {
	case locked != nil:
		return world.Conflict(
			"Cannot %s: The following disks are locked: %s. Please try again in a few minutes.",
			what,
			strings.Join(locked, ", "),
		)
	case illegal != nil:
		return world.Conflict(
			"Cannot %s. The following attached disks are in ILLEGAL status: %s - please remove "+
				"them and try again.",
			what,
			strings.Join(illegal, ", "),
		)
	}
	return nil
}

// hostToRun returns the host on which the VM of the call starts: one of those to which this run or
// the VM itself is bound, or any.
func (ms *Machines) hostToRun(c *world.Call, once *store.Object) (*store.Entity, error) {
	s := ms.scheduling(c.Entity())
	if bound := once.List(names.PlacementPolicyHosts); len(bound) > 0 {
		s.bound = bound
	}
	return s.choose("run VM")
}

// runOnce notes what the VM runs with this once only.
func (ms *Machines) runOnce(vm *store.Entity, once, action *store.Object) {
	vm.DropNote(onceBoot)
	vm.DropNote(onceDisplay)
	if once == nil {
		return
	}
	if devices, _ := once.Get(names.OsBootDevices).([]string); len(devices) > 0 {
		vm.SetNote(onceBoot, strings.Join(devices, ","))
	}
	if kind := once.Text(names.DisplayType); kind != "" {
		vm.SetNote(onceDisplay, kind)
	}
	// The echo of the action doesn't give secrets away.
	if once.Has(names.InitializationRootPassword) {
		action.Set(names.VmInitializationRootPassword, nil)
	}
}

// PutOnHost puts a VM on a host, with the address of its console.
func (ms *Machines) PutOnHost(vm, host *store.Entity) {
	ms.w.Set(
		vm,
		names.Host, world.Ref(host), names.DisplayAddress, host.Object().Text(names.Address),
		names.DisplayPort, 5900, names.DisplaySecurePort, 5901,
	)
}

// followStart moves a VM that was started through its statuses.
func (ms *Machines) followStart(c *world.Call, vm *store.Entity, first, then string) {
	w := c.World
	arrive := func() {
		w.Set(vm, names.Status, then)
		ms.ShowGuest(vm, then == world.Up)
		host := w.Target(vm, names.Host)
		switch {
		case then == world.Up:
			code := int64(32)
			if ms.statelessOf(vm) != nil {
				code = 537
			}
			c.Report(code, nil, vm, host)
		case then == world.Paused:
			w.Set(vm, names.StatusDetail, "none")
			w.Report(1025, nil, vm, host)
		}
	}
	if first == "" {
		ms.afterStep(vm, world.WaitForLaunch, arrive)
		return
	}
	ms.afterStep(vm, world.WaitForLaunch, func() {
		w.Set(vm, names.Status, first)
		ms.afterStep(vm, first, arrive)
	})
}

// afterStep runs f after a step, if the VM is still in the status then: a stop in between makes an
// end of it.
func (ms *Machines) afterStep(vm *store.Entity, status string, f func()) {
	began := vm.Object().Get(names.StartTime)
	ms.w.On(vm, ms.w.Step(), func() {
		if vm.Object().Text(names.Status) == status && vm.Object().Get(names.StartTime) == began {
			f()
		}
	})
}

// ShowGuest shows what a guest agent reports, or no longer.
func (ms *Machines) ShowGuest(vm *store.Entity, on bool) {
	if !on {
		ms.w.Set(vm, names.Fqdn, nil, names.GuestOperatingSystem, nil, names.GuestTimeZone, nil)
		ms.logicalNames(vm, false)
		return
	}
	zone := ms.w.NewObject(names.TimeZone)
	zone.Set(names.Name, "Etc/GMT")
	zone.Set(names.UtcOffset, "+00:00")
	system := ms.w.NewObject(names.GuestOperatingSystem)
	if system != nil {
		system.Set(names.Architecture, "x86_64")
		system.Set(names.Family, "Linux")
		system.Set(names.Distribution, "CentOS Stream")
		system.Set(names.Codename, "")
		system.Set(names.KernelVersionMajor, 5)
		system.Set(names.KernelVersionMinor, 14)
		system.Set(names.KernelVersionFullVersion, "5.14.0-1.el9.x86_64")
		system.Set(names.VersionMajor, 9)
		system.Set(names.VersionFullVersion, "9")
		ms.w.Set(vm, names.GuestOperatingSystem, system)
	}
	ms.w.Set(vm, names.Fqdn, HostName(vm.Object().Name()), names.GuestTimeZone, zone)
	ms.logicalNames(vm, true)
}

// logicalNames sets the names that disks have in the guest, or clears them.
func (ms *Machines) logicalNames(vm *store.Entity, on bool) {
	n := 0
	for _, a := range ms.w.Of(vm, "diskattachments") {
		if !on || !a.Object().True(names.Active) || n > 25 {
			if a.Object().Has(names.LogicalName) {
				ms.w.Set(a, names.LogicalName, nil)
			}
			continue
		}
		ms.w.Set(a, names.LogicalName, "/dev/vd"+string(rune('a'+n)))
		n++
	}
}

// answerVM puts the VM into the answer of its action.
func (ms *Machines) answerVM(c *world.Call) error {
	c.Body.Set(names.Vm, world.Ref(c.Entity()))
	return nil
}
