package hosts

import (
	"cmp"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// How often and after how long the engine tries again to restart a highly available VM.
const (
	restartTries = 10
	restartPause = 30 * time.Second
)

// watchHosts lets the fate of VMs follow from that of their hosts.
func (hs *Hosts) watchHosts() {
	hs.w.OnChange(names.Host, func(host *store.Entity, before, after *store.Object) {
		if before != nil && after != nil && before.Text(names.Status) != after.Text(names.Status) {
			hs.hostTurned(host, after.Text(names.Status))
		}
	})
}

// hostTurned does with the VMs of a host what follows from its new status.
func (hs *Hosts) hostTurned(host *store.Entity, status string) {
	switch status {
	case world.Down:
		hs.powerOffAll(host)
	case world.NonResponsive:
		hs.loseContact(host)
	case world.Up:
		for _, vm := range slices.Clone(hs.w.Referring(names.Vm, names.Host, host.ID())) {
			if vm.Object().Text(names.Status) == world.Unknown {
				hs.w.Set(vm, names.Status, world.Up)
			}
		}
	}
}

// loseContact leaves the fate of a host's VMs open. After a step the host is fenced, if it can be;
// else only VMs with a lease are known not to run there any more.
func (hs *Hosts) loseContact(host *store.Entity) {
	hs.w.Report(12, nil, host)
	for _, vm := range slices.Clone(hs.w.Referring(names.Vm, names.Host, host.ID())) {
		hs.w.Set(vm, names.Status, world.Unknown)
		hs.w.Report(142, nil, vm)
	}
	hs.UpdateSPM(hs.w.DataCenterOf(host))
	hs.w.On(host, hs.w.Step(), func() {
		if host.Object().Text(names.Status) != world.NonResponsive {
			return
		}
		if hs.fencedAlone(host) {
			hs.powerOffAll(host)
			hs.w.Transition(host, func() {
				hs.statusReached(host)
			}, world.Reboot, world.Initializing, world.Up)
			hs.UpdateSPM(hs.w.DataCenterOf(host))
			return
		}
		hs.endVMs(host, func(vm *store.Entity) bool {
			return vm.Object().Has(names.LeaseStorageDomain) && available(vm)
		})
	})
}

// fencedAlone reports whether the engine fences a host that doesn't answer without being asked.
func (hs *Hosts) fencedAlone(host *store.Entity) bool {
	cluster := hs.w.Target(host, names.Cluster)
	return cluster != nil && cluster.Object().True(names.FencingPolicyEnabled) &&
		host.Object().True(names.PowerManagementAutomaticPmEnabled) &&
		hs.fenceable(host, "restart") == nil
}

// available reports whether a VM is to be highly available.
func available(vm *store.Entity) bool { return vm.Object().True(names.HighAvailabilityEnabled) }

// powerOffAll ends the VMs of a host that went off.
func (hs *Hosts) powerOffAll(host *store.Entity) {
	hs.endVMs(host, func(*store.Entity) bool { return true })
}

// endVMs ends those VMs of a host that are chosen, and restarts the highly available ones
// elsewhere, by priority.
func (hs *Hosts) endVMs(host *store.Entity, chosen func(vm *store.Entity) bool) {
	var lost []*store.Entity
	for _, vm := range slices.Clone(hs.w.Referring(names.Vm, names.Host, host.ID())) {
		if !chosen(vm) {
			continue
		}
		hs.machines.PowerOff(vm)
		if available(vm) {
			lost = append(lost, vm)
			hs.w.Report(9602, nil, vm)
			continue
		}
		hs.w.Report(143, nil, vm, host)
	}
	slices.SortStableFunc(lost, func(a, b *store.Entity) int {
		return cmp.Compare(
			b.Object().Int(names.HighAvailabilityPriority),
			a.Object().Int(names.HighAvailabilityPriority),
		)
	})
	for _, vm := range lost {
		hs.restart(vm, hs.w.Step(), 1)
	}
}

// restart starts a VM that failed, and tries again for a while if it doesn't work.
func (hs *Hosts) restart(vm *store.Entity, wait time.Duration, try int) {
	hs.w.On(vm, wait, func() {
		if vm.Object().Text(names.Status) != world.Down {
			return
		}
		c := &world.Call{
			World: hs.w,
			Place: &store.Place{Node: vm.Node, Path: vm.Path, Entity: vm},
			Body:  hs.w.NewObject(names.Action),
		}
		if hs.machines.Start(c) == nil {
			return
		}
		hs.w.Report(9603, nil, vm)
		if try < restartTries {
			hs.restart(vm, restartPause, try+1)
			return
		}
		hs.w.Report(9605, nil, vm)
	})
}
