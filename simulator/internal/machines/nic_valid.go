package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// nicFits refuses a NIC of a VM whose name another NIC of it has, or whose network isn't one of the
// VM's cluster. A new network is in no cluster until somebody attaches it. Self is the NIC that is
// changed, or nil for a new one.
func (ms *Machines) nicFits(vm, self *store.Entity, o *store.Object) error {
	for _, nic := range ms.w.Of(vm, "nics") {
		if nic != self && o.Name() != "" && nic.Object().Name() == o.Name() {
			return world.Conflict("Network interface name is already in use")
		}
	}
	profile := ms.w.Resolve(o.Part(names.VnicProfile))
	cluster := vm.Object().Text(names.ClusterID)
	if profile == nil || cluster == "" {
		return nil
	}
	if network := ms.w.Target(profile, names.Network); network != nil &&
		!ms.w.InCluster(network, cluster) {
		return world.Conflict("The specified Logical Network doesn't exist in the current Cluster.")
	}
	return nil
}
