package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// centers sets the behaviour of data centers.
func (w *World) centers() {
	w.hook("data_centers").Add = func(c *Call) (*store.Entity, error) {
		o := c.Body
		o.Set("status", "uninitialized")
		o.Default("local", false)
		o.Default("quota_mode", "disabled")
		o.Set("mac_pool", nil) // Clusters have pools: what is said of one is forgotten.
		o.Set("storage_format", nil)
		wholeVersion(o)
		w.versions(o)
		withoutEmpty(o)
		dc, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		w.managementNetwork(dc)
		w.defaultQuota(dc)
		return dc, nil
	}
	h := w.hook("data_center")
	h.Update = w.updateCenter
	h.Remove = w.removeCenter
	h.Actions["setmaster"] = w.setMaster
	h.Actions["cleanfinishedtasks"] = func(c *Call) error {
		if c.Object().Text("status") != up {
			return Conflict("Cannot clean finished tasks of Data Center. The Data Center is not up.")
		}
		return nil
	}
	w.iscsiBonds()
}

func (w *World) updateCenter(c *Call) error {
	dc := c.Entity()
	for _, name := range [...]string{"status", "mac_pool", "storage_format", "supported_versions"} {
		c.Body.Set(name, nil)
	}
	wholeVersion(c.Body)
	if want := c.Body.Part("version"); want != nil {
		for _, cluster := range w.Referring("cluster", "data_center", dc.ID()) {
			if older(cluster.Object().Part("version"), want) {
				return Conflict("Cannot update Data Center compatibility version to a value that is greater than its cluster's version. "+
					"The following clusters should be upgraded: %s.", cluster.Object().Name())
			}
		}
		if older(want, c.Object().Part("version")) {
			return Conflict("Cannot decrease data center compatibility version.")
		}
	}
	if local, ok := c.Body.Get("local").(bool); ok && local != c.Object().True("local") &&
		len(w.Referring("storage_domain", "data_center", dc.ID())) > 0 {
		return Conflict("Cannot change Data Center type to shared while local Storage Domains are still attached to it.")
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	now := c.Object().Clone()
	withoutEmpty(now)
	w.Put(dc, now)
	return nil
}

// wholeVersion forgets a compatibility version without major or minor, as the mappers of data centers and
// clusters do.
func wholeVersion(o *store.Object) {
	if o.Has("version") && !(o.Has("version.major") && o.Has("version.minor")) {
		o.Set("version", nil)
	}
}

// withoutEmpty forgets an empty description and comment, which DataCenterMapper doesn't show.
func withoutEmpty(o *store.Object) {
	for _, name := range [...]string{"description", "comment"} {
		if o.Text(name) == "" {
			o.Set(name, nil)
		}
	}
}

// older reports whether a version is lower than another.
func older(a, b *store.Object) bool {
	if a == nil || b == nil {
		return false
	}
	return a.Int("major") < b.Int("major") || a.Int("major") == b.Int("major") && a.Int("minor") < b.Int("minor")
}

// removeCenter removes a data center with its networks. Its clusters stay without one. Storage keeps it, unless it is forced.
func (w *World) removeCenter(c *Call) error {
	dc := c.Entity()
	force := c.Query.Bool("force", false)
	domains := slices.Clone(w.Referring("storage_domain", "data_center", dc.ID()))
	switch {
	case force && slices.ContainsFunc(w.hostsOf(dc), func(h *store.Entity) bool { return h.Object().Text("status") != maintenance }):
		if len(domains) > 0 {
			return Conflict("Cannot remove Data Center while there are Hosts that are not in Maintenance mode.")
		}
	case force:
	case len(domains) > 1:
		return Conflict("Cannot remove Data Center. There is at least one storage domain attached to it: %s.", names(domains))
	case len(domains) == 1 && domains[0].Object().Text("status") != maintenance:
		return Conflict("Cannot remove Data Center which contains Storage Domains that are not in Maintenance status.\n" +
			"-Please deactivate all domains and wait for tasks to finish before removing the Data Center.")
	}
	for _, sd := range domains {
		w.clear(sd)
		if force {
			w.keepOutside(sd)
			w.forget(sd)
			continue
		}
		w.set(sd, "data_center", nil, "data_centers", nil, "status", unattached, "master", false)
	}
	for _, cluster := range slices.Clone(w.Referring("cluster", "data_center", dc.ID())) {
		w.set(cluster, "data_center", nil)
	}
	for _, n := range slices.Clone(w.Referring("network", "data_center", dc.ID())) {
		w.dropNetwork(n)
	}
	for _, quota := range w.All(dc.Path + "/quotas") {
		w.unquota(quota)
	}
	w.drop(dc)
	return nil
}

// setMaster makes another domain the master of a data center.
func (w *World) setMaster(c *Call) error {
	dc, sd := c.Entity(), w.Resolve(c.Body.Part("storage_domain"))
	switch old := w.master(dc); {
	case sd == nil:
		return missing(c.Body.Part("storage_domain").Type, c.Body.Part("storage_domain"))
	case w.of(sd, "data_center") != dc:
		return Conflict("Cannot switch master storage domain. The selected Storage Domain is not part of the Data Center.")
	case sd.Object().Text("type") != "data":
		return Conflict("Cannot switch master storage domain. Storage Domain type is illegal.")
	case sd.Object().Text("status") != active:
		return Conflict("Cannot switch master storage domain. The relevant Storage Domain's status is %s.", sd.Object().Text("status"))
	case old == sd:
		return Conflict("Cannot switch master storage domain. The Storage Domain is the master already.")
	case old != nil:
		w.set(old, "master", false)
	}
	w.set(sd, "master", true)
	return nil
}

// iscsiBonds sets the behaviour of the groups of networks by which hosts reach iSCSI targets.
func (w *World) iscsiBonds() {
	w.hook("iscsi_bonds").Add = func(c *Call) (*store.Entity, error) {
		for _, ref := range c.Body.List("networks") {
			n := w.Resolve(ref)
			for _, cluster := range w.Referring("cluster", "data_center", c.Owner().ID()) {
				if n == nil {
					continue
				}
				if own := w.Overlay(cluster.Path+"/networks", n); own != nil && own.True("required") {
					return nil, Conflict("Cannot add iSCSI Bond. Required network cannot be a part of an iSCSI bond.")
				}
			}
		}
		c.Body.Set("data_center", Ref(c.Owner()))
		return c.Insert(c.Body)
	}
}

// managementNetwork provides a data center with its network for the engine's own traffic.
func (w *World) managementNetwork(dc *store.Entity) {
	n := w.obj("network")
	n.Set("name", "ovirtmgmt")
	n.Set("description", "Management Network")
	n.Set("comment", "")
	n.Set("mtu", 0)
	n.Set("stp", false)
	n.Set("usages", []string{"vm"})
	n.Set("data_center", Ref(dc))
	w.addProfile(w.Add(nil, w.Tree.Root.Fixed["networks"], n))
}

// versions sets the compatibility version of a data center or cluster.
func (w *World) versions(o *store.Object) {
	v := w.obj("version")
	v.Set("major", 4)
	v.Set("minor", 7)
	o.Default("version", v)
	if o.Type.Name == "data_center" {
		o.Set("supported_versions", []*store.Object{v})
	}
}
