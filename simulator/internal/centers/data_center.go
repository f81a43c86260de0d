package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerCenters sets the behaviour of data centers.
func (cs *Centers) registerCenters() {
	cs.w.Hook("data_centers").Add = func(c *world.Call) (*store.Entity, error) {
		o := c.Body
		o.Set("status", "uninitialized")
		o.Default("local", false)
		o.Default("quota_mode", "disabled")
		o.Set("mac_pool", nil) // Clusters have pools: what is said of one is forgotten.
		o.Set("storage_format", nil)
		wholeVersion(o)
		cs.SetVersion(o)
		withoutEmpty(o)
		dc, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		cs.NewManagementNetwork(dc)
		cs.AddDefaultQuota(dc)
		return dc, nil
	}
	h := cs.w.Hook("data_center")
	h.Update = cs.updateCenter
	h.Remove = cs.removeCenter
	h.Actions["setmaster"] = cs.setMaster
	h.Actions["cleanfinishedtasks"] = func(c *world.Call) error {
		if c.Object().Text("status") != world.Up {
			return world.Conflict("Cannot clean finished tasks of Data Center. The Data Center is not up.")
		}
		return nil
	}
	cs.registerISCSIBonds()
}

func (cs *Centers) updateCenter(c *world.Call) error {
	dc := c.Entity()
	for _, name := range [...]string{"status", "mac_pool", "storage_format", "supported_versions"} {
		c.Body.Set(name, nil)
	}
	wholeVersion(c.Body)
	if want := c.Body.Part("version"); want != nil {
		for _, cluster := range cs.w.Referring("cluster", "data_center", dc.ID()) {
			if older(cluster.Object().Part("version"), want) {
				return world.Conflict("Cannot update Data Center compatibility version to a value that is greater than its cluster's version. "+
					"The following clusters should be upgraded: %s.", cluster.Object().Name())
			}
		}
		if older(want, c.Object().Part("version")) {
			return world.Conflict("Cannot decrease data center compatibility version.")
		}
	}
	if local, ok := c.Body.Get("local").(bool); ok && local != c.Object().True("local") &&
		len(cs.w.Referring("storage_domain", "data_center", dc.ID())) > 0 {
		return world.Conflict("Cannot change Data Center type to shared while local Storage Domains are still attached to it.")
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	now := c.Object().Clone()
	withoutEmpty(now)
	cs.w.Put(dc, now)
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
func (cs *Centers) removeCenter(c *world.Call) error {
	dc := c.Entity()
	force := c.Query.Bool("force", false)
	domains := slices.Clone(cs.w.Referring("storage_domain", "data_center", dc.ID()))
	switch {
	case force && slices.ContainsFunc(cs.w.HostsOf(dc), func(h *store.Entity) bool { return h.Object().Text("status") != world.Maintenance }):
		if len(domains) > 0 {
			return world.Conflict("Cannot remove Data Center while there are Hosts that are not in Maintenance mode.")
		}
	case force:
	case len(domains) > 1:
		return world.Conflict("Cannot remove Data Center. There is at least one storage domain attached to it: %s.", world.Names(domains))
	case len(domains) == 1 && domains[0].Object().Text("status") != world.Maintenance:
		return world.Conflict("Cannot remove Data Center which contains Storage Domains that are not in Maintenance status.\n" +
			"-Please deactivate all domains and wait for tasks to finish before removing the Data Center.")
	}
	for _, sd := range domains {
		cs.storage.UnregisterAll(sd)
		if force {
			cs.storage.KeepOutside(sd)
			cs.storage.DropDomain(sd)
			continue
		}
		cs.w.Set(sd, "data_center", nil, "data_centers", nil, "status", world.Unattached, "master", false)
	}
	for _, cluster := range slices.Clone(cs.w.Referring("cluster", "data_center", dc.ID())) {
		cs.w.Set(cluster, "data_center", nil)
	}
	for _, n := range slices.Clone(cs.w.Referring("network", "data_center", dc.ID())) {
		cs.hosts.DropNetwork(n)
	}
	for _, quota := range cs.w.All(dc.Path + "/quotas") {
		cs.unquota(quota)
	}
	cs.w.Drop(dc)
	return nil
}

// setMaster makes another domain the master of a data center.
func (cs *Centers) setMaster(c *world.Call) error {
	dc, sd := c.Entity(), cs.w.Resolve(c.Body.Part("storage_domain"))
	switch old := cs.storage.MasterOf(dc); {
	case sd == nil:
		return world.NotFound(c.Body.Part("storage_domain").Type, c.Body.Part("storage_domain"))
	case cs.w.Target(sd, "data_center") != dc:
		return world.Conflict("Cannot switch master storage domain. The selected Storage Domain is not part of the Data Center.")
	case sd.Object().Text("type") != "data":
		return world.Conflict("Cannot switch master storage domain. Storage Domain type is illegal.")
	case sd.Object().Text("status") != world.Active:
		return world.Conflict("Cannot switch master storage domain. The relevant Storage Domain's status is %s.", sd.Object().Text("status"))
	case old == sd:
		return world.Conflict("Cannot switch master storage domain. The Storage Domain is the master already.")
	case old != nil:
		cs.w.Set(old, "master", false)
	}
	cs.w.Set(sd, "master", true)
	return nil
}

// registerISCSIBonds sets the behaviour of the groups of networks by which hosts reach iSCSI targets.
func (cs *Centers) registerISCSIBonds() {
	cs.w.Hook("iscsi_bonds").Add = func(c *world.Call) (*store.Entity, error) {
		for _, ref := range c.Body.List("networks") {
			n := cs.w.Resolve(ref)
			for _, cluster := range cs.w.Referring("cluster", "data_center", c.Owner().ID()) {
				if n == nil {
					continue
				}
				if own := cs.w.Overlay(cluster.Path+"/networks", n); own != nil && own.True("required") {
					return nil, world.Conflict("Cannot add iSCSI Bond. Required network cannot be a part of an iSCSI bond.")
				}
			}
		}
		c.Body.Set("data_center", world.Ref(c.Owner()))
		return c.Insert(c.Body)
	}
}

// NewManagementNetwork provides a data center with its network for the engine's own traffic.
func (cs *Centers) NewManagementNetwork(dc *store.Entity) {
	n := cs.w.NewObject("network")
	n.Set("name", "ovirtmgmt")
	n.Set("description", "Management Network")
	n.Set("comment", "")
	n.Set("mtu", 0)
	n.Set("stp", false)
	n.Set("usages", []string{"vm"})
	n.Set("data_center", world.Ref(dc))
	cs.hosts.AddProfile(cs.w.Add(nil, cs.w.Tree.Root.Fixed["networks"], n))
}

// SetVersion sets the compatibility version of a data center or cluster.
func (cs *Centers) SetVersion(o *store.Object) {
	v := cs.w.NewObject("version")
	v.Set("major", 4)
	v.Set("minor", 7)
	o.Default("version", v)
	if o.Type.Name == "data_center" {
		o.Set("supported_versions", []*store.Object{v})
	}
}
