package behavior

// register sets the behaviour of the services.
func (w *World) registerHostRoom() {
	w.hosts()
	w.networks()
	w.gluster()
	w.Index("host", "cluster")
}
