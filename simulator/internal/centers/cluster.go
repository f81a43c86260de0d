package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerClusters sets the behavior of clusters.
func (cs *Centers) registerClusters() {
	cs.w.Hook("clusters").Add = cs.addCluster
	h := cs.w.Hook("cluster")
	h.Update = cs.updateCluster
	h.Show = cs.showCluster
	h.Remove = cs.removeCluster
	h.Actions["upgrade"] = cs.upgradeCluster
	h.Actions["syncallnetworks"] = func(c *world.Call) error {
		for _, host := range cs.w.Referring(names.Host, names.Cluster, c.Entity().ID()) {
			cs.hosts.SyncNetworks(host)
		}
		return nil
	}
	h.Actions["refreshglusterhealstatus"] = func(*world.Call) error { return nil }
	h.Actions["resetemulatedmachine"] = cs.resetEmulatedMachine
	cs.registerClusterFeatures()
}

// addCluster adds a cluster as AddClusterCommand does.
func (cs *Centers) addCluster(c *world.Call) (*store.Entity, error) {
	body, err := cs.clusterChange(nil, c.Body)
	if err != nil {
		return nil, err
	}
	o := cs.ClusterDefaults()
	dc := cs.w.Resolve(body.Part(names.DataCenter))
	if dc != nil {
		o.Set(names.Version, dc.Object().Part(names.Version))
	}
	policy := cs.clusterPolicy(body.Part(names.SchedulingPolicy))
	body.Set(names.SchedulingPolicy, world.Ref(policy))
	o.Merge(body)
	withoutProxy(o)
	setArchitecture(o)
	home, owner := c.Home()
	if err := c.CheckName(home, owner, o, nil); err != nil {
		return nil, err
	}
	if err := cs.checkNewCluster(o, dc); err != nil {
		return nil, err
	}
	properties, err := cs.policyProperties(policy, nil, body, "create")
	if err != nil {
		return nil, err
	}
	o.Set(names.CustomSchedulingPolicyProperties, properties)
	management := cs.w.Resolve(body.Part(names.ManagementNetwork))
	if body.Has(names.ManagementNetwork) && management == nil {
		return nil, world.Bad("The specified Logical Network doesn't exist.")
	}
	if err := checkClusterMemory(o); err != nil {
		return nil, err
	}
	if err := checkBios(o); err != nil {
		return nil, err
	}
	if err := cs.checkProvider(o, "create"); err != nil {
		return nil, err
	}
	if o.Has(names.MacPool) && cs.w.Resolve(o.Part(names.MacPool)) == nil {
		return nil, world.Bad("Internal Engine Error")
	}
	setBios(o)
	o.Set(names.ManagementNetwork, nil)
	cluster, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	cs.AddClusterParts(cluster, management)
	cs.hosts.AddGlusterHooks(cluster)
	return cluster, nil
}

// updateCluster changes a cluster as UpdateClusterCommand does.
func (cs *Centers) updateCluster(c *world.Call) error {
	cluster, old := c.Entity(), c.Object()
	change, err := cs.clusterChange(old, c.Body)
	if err != nil {
		return err
	}
	for _, name := range [...]string{
		names.UpgradeCorrelationID, names.UpgradeInProgress, names.UpgradePercentComplete,
		names.ManagementNetwork,
	} {
		change.Set(name, nil)
	}
	if change.Has(names.SchedulingPolicy) && cs.w.Resolve(change.Part(names.SchedulingPolicy)) == nil {
		change.Set(names.SchedulingPolicy, nil)
	}
	change.Set(names.CustomSchedulingPolicyProperties, nil)
	now := old.Clone()
	now.Merge(change)
	withoutProxy(now)
	setArchitecture(now)
	if now.Name() != old.Name() {
		if err := c.CheckName(cluster.Node.Parent, cluster.Owner, now, cluster); err != nil {
			return err
		}
	}
	if err := cs.checkClusterChange(cluster, old, now); err != nil {
		return err
	}
	policy := cs.w.Resolve(now.Part(names.SchedulingPolicy))
	properties, err := cs.policyProperties(policy, old, c.Body, "edit")
	if err != nil {
		return err
	}
	now.Set(names.CustomSchedulingPolicyProperties, properties)
	if err := checkClusterMemory(now); err != nil {
		return err
	}
	if err := cs.checkProvider(now, "edit"); err != nil {
		return err
	}
	if now.Has(names.MacPool) && cs.w.Resolve(now.Part(names.MacPool)) == nil {
		return world.Bad("Internal Engine Error")
	}
	setBios(now)
	before := cs.w.Target(cluster, names.DataCenter)
	if now.Text(names.SerialNumberPolicy) == "none" {
		now.Set(names.SerialNumber, nil)
	}
	cs.w.Put(cluster, c.Normalize(cluster.Node, now))
	if before == nil && cs.w.Target(cluster, names.DataCenter) != nil {
		cs.joinNetwork(cluster, nil)
	}
	cs.hosts.AddGlusterHooks(cluster)
	return nil
}

// withoutProxy removes a display whose proxy is empty.
func withoutProxy(o *store.Object) {
	if o.Has(names.Display) && o.Text(names.DisplayProxy) == "" {
		o.Set(names.Display, nil)
	}
}

// checkProvider refuses a default provider of networks that there isn't. Engines look at the first
// alone.
func (cs *Centers) checkProvider(o *store.Object, verb string) error {
	refs := o.List(names.ExternalNetworkProviders)
	if len(refs) > 0 && refs[0].ID() != "" && cs.w.At("/openstacknetworkproviders/"+refs[0].ID()) == nil {
		return world.Bad("Cannot %s Cluster. The provider does not exist in the system.", verb)
	}
	return nil
}

func (cs *Centers) removeCluster(c *world.Call) error {
	cluster := c.Entity()
	switch {
	case len(cs.w.Referring(names.Host, names.Cluster, cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. Cluster contains one or more Hosts")
	case len(cs.w.Referring(names.Vm, names.Cluster, cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. One or more VMs are still assigned to the Cluster")
	case len(cs.w.Referring(names.Template, names.Cluster, cluster.ID())) > 0:
		return world.Conflict(
			"Cannot remove Cluster. One or more Template(s) are still associated with the Cluster",
		)
	}
	for _, pool := range cs.w.All("/vmpools") {
		if pool.Object().Text(names.ClusterID) == cluster.ID() {
			return world.Conflict(
				"Cannot remove Cluster.One or more VM-Pools are still associated with it",
			)
		}
	}
	for _, p := range append([]*store.Entity(nil), cs.w.Referring(names.CpuProfile, names.Cluster, cluster.ID())...) {
		cs.w.Drop(p)
	}
	cs.w.Drop(cluster)
	return nil
}

// resetEmulatedMachine forgets which machines VMs of a cluster see, which is possible while no host
// is up.
func (cs *Centers) resetEmulatedMachine(c *world.Call) error {
	for _, host := range cs.w.Referring(names.Host, names.Cluster, c.Entity().ID()) {
		if host.Object().Text(names.Status) == world.Up {
			return world.Conflict(
				"Cannot update Cluster. Clusters hosts must be down in order to perform this action.",
			)
		}
	}
	return nil
}

// registerClusterFeatures sets what clusters may switch on: an add names one of those that their
// level has, which are none yet.
func (cs *Centers) registerClusterFeatures() {
	cs.w.Hook("cluster_enabled_features").Add = func(c *world.Call) (*store.Entity, error) {
		for _, level := range cs.w.All("/clusterlevels") {
			for _, feature := range cs.w.All(level.Path + "/clusterfeatures") {
				if feature.ID() == c.Body.ID() {
					return c.Insert(c.Body)
				}
			}
		}
		return nil, world.Bad("Internal Engine Error")
	}
}

// AddClusterParts adds the CPU profile and the management network to a new cluster. Management is
// the network that the cluster names, or nil.
func (cs *Centers) AddClusterParts(cluster, management *store.Entity) {
	if root := cs.w.Tree.Root.Fixed["cpuprofiles"]; root != nil {
		p := cs.w.NewObject(names.CpuProfile)
		p.Set(names.Name, cluster.Object().Name())
		p.Set(names.Cluster, world.Ref(cluster))
		cs.w.Add(nil, root, p)
	}
	cs.joinNetwork(cluster, management)
}

// joinNetwork attaches a network, or else the management network of its data center, to a cluster.
func (cs *Centers) joinNetwork(cluster, management *store.Entity) {
	if management != nil {
		cs.AddManagementNetwork(cluster, management)
		return
	}
	for _, n := range cs.w.Referring(names.Network, names.DataCenter, cluster.Object().Text(names.DataCenterID)) {
		if hosts.ManagesNewClusters(n) {
			cs.AddManagementNetwork(cluster, n)
		}
	}
}

// AddManagementNetwork makes a network the management network of a cluster.
func (cs *Centers) AddManagementNetwork(cluster, network *store.Entity) {
	path := cluster.Path + "/networks"
	cs.w.Link(path, network)
	own := cs.w.NewObject(names.Network)
	own.Set(names.Display, true)
	own.Set(names.Required, true)
	own.Set(names.Status, world.Operational)
	own.Set(names.Usages, []string{"vm", "display", "migration", "management", "default_route"})
	own.Set(names.Cluster, world.Ref(cluster))
	cs.w.SetOverlay(path, network, own)
}

// showCluster shows a cluster, with its management network with all_content alone.
func (cs *Centers) showCluster(_ *store.Place, v *document.View, q world.Query) {
	world.Hide(v, names.ManagementNetwork)
	cluster := cs.w.At(v.Object.Path)
	if !q.Bool("all_content", false) || cluster == nil {
		return
	}
	at := v.Path
	if dc := cluster.Object().Text(names.DataCenterID); dc != "" {
		at = "/datacenters/" + dc + "/clusters/" + cluster.ID()
	}
	for _, network := range cs.w.Of(cluster, "networks") {
		own := cs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(hosts.Usages(own), "management") {
			ref := store.NewRef(network.Object().Type, at+"/networks/"+network.ID(), network.ID())
			v.Object.Set(names.ManagementNetwork, ref)
		}
	}
}
