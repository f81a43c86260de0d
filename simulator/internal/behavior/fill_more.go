package behavior

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// fillNetwork makes a logical network of a data center, with a VLAN and a profile, and returns it to all clusters there.
func (w *World) fillNetwork(i int, dc *store.Entity) {
	root, o := w.Tree.Root.Fixed["networks"], w.obj("network")
	if root == nil || o == nil {
		return
	}
	o.Set("name", fmt.Sprintf("network-%03d", i+1))
	o.Set("description", "")
	o.Set("comment", "")
	o.Set("mtu", 0)
	o.Set("stp", false)
	o.Set("usages", []string{"vm"})
	o.Set("vlan.id", int64(100+i%3995))
	o.Set("data_center", Ref(dc))
	n := w.Add(nil, root, o)
	w.addProfile(n)
	for _, cluster := range w.Referring("cluster", "data_center", dc.ID()) {
		path := cluster.Path + "/networks"
		w.Link(path, n)
		own := w.obj("network")
		own.Set("display", false)
		own.Set("required", false)
		own.Set("status", "operational")
		own.Set("usages", []string{"vm"})
		own.Set("cluster", Ref(cluster))
		w.SetOverlay(path, n, own)
	}
}

// Admit makes the users who may log in but aren't in an inventory that was loaded.
func (w *World) Admit() {
	for _, login := range slices.Sorted(maps.Keys(w.cfg.Users)) {
		if w.UserOf(login) != nil {
			continue
		}
		name, profile := splitLogin(login)
		user := w.addUser(name, profile)
		if role := w.roleFor(login); role != "" {
			w.permit(nil, user, role)
		}
	}
}
