package world

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// registerSystem sets the behavior of the engine itself.
func (w *World) registerSystem() {
	w.Hook("system").Actions["reloadconfigurations"] = func(*Call) error { return nil }
}

// registerActionAdds marks the collections whose add is an action underneath and answers so.
func (w *World) registerActionAdds() {
	for _, service := range [...]string{
		"affinity_group_hosts", "affinity_group_host_labels", "affinity_group_vm_labels",
		"storage_domain_server_connections",
		"virtual_function_allowed_networks",
	} {
		w.Hook(service).Add = func(c *Call) (*store.Entity, error) {
			c.ActsAdd = true
			if w.Linked(c.Place.Node) {
				return c.AddReference()
			}
			return c.Insert(c.Body)
		}
	}
}
