package centers

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerCenters sets the behavior of data centers.
func (cs *Centers) registerCenters() {
	cs.w.Hook("data_centers").Add = cs.addCenter
	h := cs.w.Hook("data_center")
	h.Update = cs.updateCenter
	h.Remove = cs.removeCenter
	h.Show = cs.showCenter
	h.Actions["setmaster"] = cs.setMaster
	h.Actions["cleanfinishedtasks"] = func(c *world.Call) error {
		if c.Object().Text(names.Status) != world.Up {
			return bare(world.Conflict("Cannot Clear finished tasks. Unknown Data Center status."))
		}
		return nil
	}
	cs.registerISCSIBonds()
}

// bare returns a refusal of an action that is answered without an action around it.
func bare(f *world.Fault) *world.Fault {
	f.Bare = true
	return f
}

func (cs *Centers) addCenter(c *world.Call) (*store.Entity, error) {
	o := c.Body
	o.Set(names.Status, world.Uninitialized)
	o.Default(names.Local, false)
	o.Default(names.QuotaMode, "disabled")
	o.Set(names.MacPool, nil) // Clusters have pools: what is said of one is forgotten.
	o.Set(names.StorageFormat, nil)
	o.Set(names.SupportedVersions, nil)
	wholeVersion(o)
	cs.SetVersion(o)
	withoutEmpty(o)
	home, owner := c.Home()
	if err := c.CheckName(home, owner, o, nil); err != nil {
		return nil, err
	}
	if !slices.Contains(rules.Versions(), versionOf(o)) {
		return nil, world.Bad("Cannot create Data Center. Selected Compatibility Version is not supported.")
	}
	dc, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	cs.NewManagementNetwork(dc)
	cs.AddDefaultQuota(dc)
	return dc, nil
}

func (cs *Centers) updateCenter(c *world.Call) error {
	dc, old := c.Entity(), c.Object()
	body := c.Body
	if pool := body.Part(names.MacPool); pool.ID() != "" && cs.w.Resolve(pool) == nil {
		return world.Broken("[General command validation failure.]")
	}
	for _, name := range [...]string{
		names.Status, names.MacPool, names.StorageFormat, names.SupportedVersions,
	} {
		body.Set(name, nil)
	}
	wholeVersion(body)
	if name := body.Name(); name != "" && name != old.Name() {
		if err := c.CheckName(dc.Node.Parent, dc.Owner, body, dc); err != nil {
			return err
		}
	}
	if err := cs.checkCenterType(dc, body); err != nil {
		return err
	}
	if body.Has(names.Version) {
		if err := cs.checkCenterVersion(dc, versionOf(old), versionOf(body)); err != nil {
			return err
		}
	}
	if err := c.Apply(body); err != nil {
		return err
	}
	now := c.Object().Clone()
	withoutEmpty(now)
	cs.w.Put(dc, now)
	dc.SetNote(content.UnsetLocal, "") // A change writes it.
	return nil
}

// checkCenterType refuses to make a data center local or shared while what it has stands in the way.
func (cs *Centers) checkCenterType(dc *store.Entity, body *store.Object) error {
	local, said := body.Get(names.Local).(bool)
	was := dc.Object().True(names.Local)
	switch {
	case !said || local == was:
	case was:
		for _, sd := range cs.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()) {
			if sd.Object().Text(names.TypeOfStorage) == "localfs" {
				return world.Conflict(
					"Cannot change Data Center type to shared while local Storage Domains are still " +
						"attached to it.\n-Please detach all local Storage Domains and retry.",
				)
			}
		}
	case len(cs.w.Referring(names.Cluster, names.DataCenter, dc.ID())) > 1:
		return world.Bad("Cannot add more than one Cluster to a Data Center with \"Local Storage\".")
	case len(cs.w.HostsOf(dc)) > 1:
		return world.Bad("Cannot add more than one Host to \"Local Storage\" Data Center")
	}
	return nil
}

// checkCenterVersion refuses versions that a data center can't have.
func (cs *Centers) checkCenterVersion(dc *store.Entity, before, after rules.Version) error {
	switch {
	case before == after:
		return nil
	case !slices.Contains(rules.Versions(), after):
		return world.Bad("Cannot edit Data Center. Selected Compatibility Version is not supported.")
	case after.Compare(before) < 0:
		for _, n := range cs.w.Referring(names.Network, names.DataCenter, dc.ID()) {
			if !cs.isClusterManagement(dc, n) {
				return world.Bad("Cannot decrease data center compatibility version.")
			}
		}
		return nil
	}
	var low []string
	for _, cluster := range cs.w.Referring(names.Cluster, names.DataCenter, dc.ID()) {
		if versionOf(cluster.Object()).Compare(after) < 0 {
			low = append(low, cluster.Object().Name())
		}
	}
	if len(low) > 0 {
		return world.Bad(
			"Cannot update Data Center compatibility version to a value that is greater than its "+
				"cluster's version. The following clusters should be upgraded: %s.",
			strings.Join(low, ","),
		)
	}
	return nil
}

// isClusterManagement reports whether a network is the management network of a cluster of a data
// center.
func (cs *Centers) isClusterManagement(dc, network *store.Entity) bool {
	for _, cluster := range cs.w.Referring(names.Cluster, names.DataCenter, dc.ID()) {
		own := cs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(hosts.Usages(own), "management") {
			return true
		}
	}
	return false
}

// showCenter shows the versions that a data center could have: none lower than its own, nor higher than
// that of any of its clusters.
func (cs *Centers) showCenter(_ *store.Place, v *document.View, _ world.Query) {
	dc := cs.w.At(v.Object.Path)
	if dc == nil {
		return
	}
	var versions []*store.Object
	clusters := cs.w.Referring(names.Cluster, names.DataCenter, dc.ID())
	for _, level := range rules.Levels() {
		if level.Compare(versionOf(dc.Object())) < 0 ||
			slices.ContainsFunc(clusters, func(c *store.Entity) bool { return level.Compare(versionOf(c.Object())) > 0 }) {
			continue
		}
		versions = append(versions, cs.version(level))
	}
	v.Object = v.Object.Clone()
	v.Object.Set(names.SupportedVersions, versions)
	v.Object.Set(names.MacPool, cs.commonPool(clusters))
}

// commonPool returns a reference to the pool of MAC addresses that clusters share, or nil if they
// don't: data centers have no pool of their own.
func (cs *Centers) commonPool(clusters []*store.Entity) any {
	var common *store.Entity
	for i, cluster := range clusters {
		pool := cs.w.Target(cluster, names.MacPool)
		if pool == nil || i > 0 && pool != common {
			return nil
		}
		common = pool
	}
	if common == nil {
		return nil
	}
	return world.Ref(common)
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
	old := cs.storage.MasterOf(dc)
	switch {
	case sd == nil || cs.w.Target(sd, names.DataCenter) != dc:
		return bare(world.Conflict(
			"Cannot switch master storage domain. The selected Storage Domain is not part of " +
				"the Data Center.",
		))
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
	from := world.Named{"old": world.DisplayName(old)}
	c.Redescribe(from)
	c.Report(1482, nil, sd)
	c.Report(1480, from, sd)
	return nil
}

// NewManagementNetwork creates the network of a data center for the engine's own traffic.
func (cs *Centers) NewManagementNetwork(dc *store.Entity) {
	n := cs.w.NewObject(names.Network)
	n.Set(names.Name, "ovirtmgmt")
	n.Set(names.Description, "Default Management Network")
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

// SetVersion sets the compatibility version of a data center or cluster that names none.
func (cs *Centers) SetVersion(o *store.Object) {
	o.Default(names.Version, cs.version(rules.NewestVersion()))
}

func (cs *Centers) version(v rules.Version) *store.Object {
	o := cs.w.NewObject(names.Version)
	o.Set(names.Major, v.Major)
	o.Set(names.Minor, v.Minor)
	return o
}
