package behavior

// register sets the behaviour of the services.
func (w *World) registerCenterRoom() {
	w.centers()
	w.tags()
	w.clusters()
	w.providers()
	w.quotas()
	w.qualities()
	w.policies()
}
