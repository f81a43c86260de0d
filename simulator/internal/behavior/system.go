package behavior

// system sets the behaviour of the engine itself.
func (w *World) system() {
	w.hook("system").Actions["reloadconfigurations"] = func(*Call) error { return nil }
}
