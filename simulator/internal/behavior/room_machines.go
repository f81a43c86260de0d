package behavior

// register sets the behaviour of the services.
func (w *World) registerMachines() {
	w.vms()
	w.diskAttachments()
	w.nics()
	w.cdroms()
	w.consoles()
	w.reported()
	w.snapshots()
	w.templates()
	w.measure()
	w.pools()
	w.affinity()
	w.instanceTypes()
	w.Index("vm", "host")
	w.Index("vm", "template")
	w.Index("vm", "vm_pool")
	w.Index("vm", "cluster")
}
