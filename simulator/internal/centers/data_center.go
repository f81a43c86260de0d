package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerCenters sets the behavior of data centers.
func (cs *Centers) registerCenters() {
	cs.w.Hook("data_centers").Add = func(c *world.Call) (*store.Entity, error) {
		o := c.Body
		o.Set(names.Status, world.Uninitialized)
		o.Default(names.Local, false)
		o.Default(names.QuotaMode, "disabled")
		o.Set(names.MacPool, nil) // Clusters have pools: what is said of one is forgotten.
		o.Set(names.StorageFormat, nil)
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
		if c.Object().Text(names.Status) != world.Up {
			return world.Conflict(
				"Cannot clean finished tasks of Data Center. The Data Center is not up.",
			)
		}
		return nil
	}
	cs.registerISCSIBonds()
}

func (cs *Centers) updateCenter(c *world.Call) error {
	dc := c.Entity()
	for _, name := range [...]string{
		names.Status, names.MacPool, names.StorageFormat, names.SupportedVersions,
	} {
		c.Body.Set(name, nil)
	}
	wholeVersion(c.Body)
	if want := c.Body.Part(names.Version); want != nil {
		for _, cluster := range cs.w.Referring(names.Cluster, names.DataCenter, dc.ID()) {
			if older(cluster.Object().Part(names.Version), want) {
				return world.Conflict(
					"Cannot update Data Center compatibility version to a value that is greater "+
						"than its cluster's version. "+
						"The following clusters should be upgraded: %s.",
					cluster.Object().Name(),
				)
			}
		}
		if older(want, c.Object().Part(names.Version)) {
			return world.Conflict("Cannot decrease data center compatibility version.")
		}
	}
	if local, ok := c.Body.Get(names.Local).(bool); ok && local != c.Object().True(names.Local) &&
		len(cs.w.Referring(names.StorageDomain, names.DataCenter, dc.ID())) > 0 {
		return world.Conflict(
			"Cannot change Data Center type to shared while local Storage Domains are still " +
				"attached to it.",
		)
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	now := c.Object().Clone()
	withoutEmpty(now)
	cs.w.Put(dc, now)
	return nil
}

// wholeVersion forgets a compatibility version without major or minor, as the mappers of data
// centers and clusters do.
func wholeVersion(o *store.Object) {
	if o.Has(names.Version) && !(o.Has(names.VersionMajor) && o.Has(names.VersionMinor)) {
		o.Set(names.Version, nil)
	}
}

// withoutEmpty forgets an empty description and comment, which DataCenterMapper doesn't show.
func withoutEmpty(o *store.Object) {
	for _, name := range [...]string{names.Description, names.Comment} {
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
	return a.Int(names.Major) < b.Int(names.Major) || a.Int(names.Major) == b.Int(names.Major) &&
		a.Int(names.Minor) < b.Int(names.Minor)
}

// removeCenter removes a data center with its networks. Its clusters stay without one. Storage
// keeps it, unless it is forced.
func (cs *Centers) removeCenter(c *world.Call) error {
	dc := c.Entity()
	force := c.Query.Bool("force", false)
	domains := slices.Clone(cs.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()))
	switch {
	case force && slices.ContainsFunc(cs.w.HostsOf(dc), func(h *store.Entity) bool {
		return h.Object().Text(names.Status) != world.Maintenance
	}):
		if len(domains) > 0 {
			return world.Conflict(
				"Cannot remove Data Center while there are Hosts that are not in Maintenance mode.",
			)
		}
	case force:
	case len(domains) > 1:
		return world.Conflict(
			"Cannot remove Data Center. There is at least one storage domain attached to it: %s.",
			world.Names(domains),
		)
	case len(domains) == 1 && domains[0].Object().Text(names.Status) != world.Maintenance:
		return world.Conflict(
			"Cannot remove Data Center which contains Storage Domains that are not in " +
				"Maintenance status.\n" +
				"-Please deactivate all domains and wait for tasks to finish before removing " +
				"the Data Center.",
		)
	}
	for _, sd := range domains {
		cs.storage.UnregisterAll(sd)
		if force {
			cs.storage.KeepOutside(sd)
			cs.storage.DropDomain(sd)
			continue
		}
		cs.w.Set(
			sd,
			names.DataCenter, nil, names.DataCenters, nil,
			names.Status, world.Unattached, names.Master, false,
		)
	}
	for _, cluster := range slices.Clone(cs.w.Referring(names.Cluster, names.DataCenter, dc.ID())) {
		cs.w.Set(cluster, names.DataCenter, nil)
	}
	for _, n := range slices.Clone(cs.w.Referring(names.Network, names.DataCenter, dc.ID())) {
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
	dc, sd := c.Entity(), cs.w.Resolve(c.Body.Part(names.StorageDomain))
	switch old := cs.storage.MasterOf(dc); {
	case sd == nil:
		return world.NotFound(
			c.Body.Part(names.StorageDomain).Type,
			c.Body.Part(names.StorageDomain),
		)
	case cs.w.Target(sd, names.DataCenter) != dc:
		return world.Conflict(
			"Cannot switch master storage domain. The selected Storage Domain is not part of " +
				"the Data Center.",
		)
	case sd.Object().Text(names.Type) != "data":
		return world.Conflict(
			"Cannot switch master storage domain. Storage Domain type is illegal.",
		)
	case sd.Object().Text(names.Status) != world.Active:
		return world.Conflict(
			"Cannot switch master storage domain. The relevant Storage Domain's status is %s.",
			sd.Object().Text(names.Status),
		)
	case old == sd:
		return world.Conflict(
			"Cannot switch master storage domain. The Storage Domain is the master already.",
		)
	case old != nil:
		cs.w.Set(old, names.Master, false)
	}
	cs.w.Set(sd, names.Master, true)
	return nil
}

// registerISCSIBonds sets the behavior of the groups of networks by which hosts reach iSCSI
// targets.
func (cs *Centers) registerISCSIBonds() {
	cs.w.Hook("iscsi_bonds").Add = func(c *world.Call) (*store.Entity, error) {
		for _, ref := range c.Body.List(names.Networks) {
			n := cs.w.Resolve(ref)
			for _, cluster := range cs.w.Referring(names.Cluster, names.DataCenter, c.Owner().ID()) {
				if n == nil {
					continue
				}
				if own := cs.w.Overlay(cluster.Path+"/networks", n); own != nil &&
					own.True(names.Required) {
					return nil, world.Conflict(
						"Cannot add iSCSI Bond. Required network cannot be a part of an iSCSI " +
							"bond.",
					)
				}
			}
		}
		c.Body.Set(names.DataCenter, world.Ref(c.Owner()))
		return c.Insert(c.Body)
	}
}

// NewManagementNetwork creates the network of a data center for the engine's own traffic.
func (cs *Centers) NewManagementNetwork(dc *store.Entity) {
	n := cs.w.NewObject(names.Network)
	n.Set(names.Name, "ovirtmgmt")
	n.Set(names.Description, "Management Network")
	n.Set(names.Comment, "")
	n.Set(names.Mtu, 0)
	n.Set(names.Stp, false)
	n.Set(names.Usages, []string{"vm"})
	n.Set(names.DataCenter, world.Ref(dc))
	n.Set(names.PortIsolation, false)
	network := cs.w.Add(nil, cs.w.Tree.Root.Fixed["networks"], n)
	cs.hosts.NameOnHosts(network)
	cs.hosts.AddProfile(network)
}

// SetVersion sets the compatibility version of a data center or cluster.
func (cs *Centers) SetVersion(o *store.Object) {
	v := cs.w.NewObject(names.Version)
	v.Set(names.Major, 4)
	v.Set(names.Minor, 7)
	o.Default(names.Version, v)
	if o.Type.Name == names.DataCenter {
		o.Set(names.SupportedVersions, []*store.Object{v})
	}
}
