package behavior

// register sets the behaviour of the services.
func (w *World) registerStorage() {
	w.disks()
	w.storage()
	w.transfers()
}
