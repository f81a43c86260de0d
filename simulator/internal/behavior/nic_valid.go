package behavior

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// nicFits refuses a NIC of a VM whose name another NIC of it has, or whose network isn't one of the
// VM's cluster. A new network is in no cluster until somebody attaches it. Self is the NIC that is
// changed, or nil for a new one.
func (w *World) nicFits(vm, self *store.Entity, o *store.Object) error {
	for _, nic := range w.Of(vm, "nics") {
		if nic != self && o.Name() != "" && nic.Object().Name() == o.Name() {
			return Conflict("Network interface name is already in use")
		}
	}
	profile := w.Resolve(o.Part("vnic_profile"))
	cluster := vm.Object().Text("cluster.id")
	if profile == nil || cluster == "" {
		return nil
	}
	if network := w.of(profile, "network"); network != nil && !w.inCluster(network, cluster) {
		return Conflict("The specified Logical Network doesn't exist in the current Cluster.")
	}
	return nil
}
