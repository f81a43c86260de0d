package behavior

// register sets the behaviour of the services.
func (w *World) registerAccess() {
	w.permissions()
	w.roles()
	w.users()
}
