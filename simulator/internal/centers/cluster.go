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
	cs.w.Hook("clusters").Add = func(c *world.Call) (*store.Entity, error) {
		body, err := cs.clusterChange(nil, c.Body)
		if err != nil {
			return nil, err
		}
		o := cs.ClusterDefaults()
		cs.newClusterParts(o)
		o.Merge(body)
		if body.Has(names.CustomSchedulingPolicyProperties) {
			o.Set(names.CustomSchedulingPolicyProperties, cs.laidOver(
				cs.newPolicyProperties(), body.List(names.CustomSchedulingPolicyProperties)))
		}
		dc := cs.w.Resolve(o.Part(names.DataCenter))
		if dc != nil && older(o.Part(names.Version), dc.Object().Part(names.Version)) {
			return nil, world.Conflict(
				"Cannot add Cluster with Compatibility Version that is lower than the Data " +
					"Center Compatibility Version.\n" +
					"-Please upgrade your Cluster to a later Compatibility version.",
			)
		}
		cluster, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		cs.AddClusterParts(cluster)
		cs.hosts.AddGlusterHooks(cluster)
		return cluster, nil
	}
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
	h.Actions["refreshglusterhealstatus"] = func(c *world.Call) error {
		return cs.needsGluster(c, "refresh heal status of")
	}
	h.Actions["resetemulatedmachine"] = func(*world.Call) error { return nil }
	cs.registerClusterFeatures()
}

// needsGluster refuses what only a cluster with the Gluster service can do.
func (cs *Centers) needsGluster(c *world.Call, verb string) error {
	if !c.Object().True(names.GlusterService) {
		return world.Conflict("Cannot %s Cluster. Cluster does not support Gluster service.", verb)
	}
	return nil
}

func (cs *Centers) updateCluster(c *world.Call) error {
	cluster := c.Entity()
	hosts := cs.w.Referring(names.Host, names.Cluster, cluster.ID())
	vms := cs.w.Referring(names.Vm, names.Cluster, cluster.ID())
	active := false
	for _, host := range hosts {
		active = active || host.Object().Text(names.Status) != world.Maintenance
	}
	old := c.Object()
	switch body := c.Body; {
	case body.Has(names.DataCenter) && old.Has(names.DataCenter) &&
		body.Text(names.DataCenterID) != old.Text(names.DataCenterID):
		return world.Conflict("Cannot change Data Center association when editing a Cluster.")
	case older(body.Part(names.Version), old.Part(names.Version)) && len(hosts) > 0:
		return world.Conflict(
			"Cluster compatibility version can't be decreased if there are hosts in the Cluster.",
		)
	case cs.w.Target(cluster, names.DataCenter) != nil &&
		older(body.Part(names.Version), cs.w.Target(cluster, names.DataCenter).Object().Part(names.Version)):
		return world.Conflict(
			"Cannot decrease cluster compatibility version beneath data center compatibility " +
				"version.",
		)
	case body.Has(names.CpuType) && body.Text(names.CpuType) != old.Text(names.CpuType) && active:
		return world.Conflict(
			"Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in " +
				"Maintenance.",
		)
	case body.Has(names.CpuArchitecture) && old.Has(names.CpuArchitecture) &&
		body.Text(names.CpuArchitecture) != "undefined" &&
		body.Text(names.CpuArchitecture) != old.Text(names.CpuArchitecture) &&
		len(hosts)+len(vms) > 0:
		return world.Conflict(
			"Cannot change Cluster CPU architecture when there are Hosts or VMs attached to " +
				"this Cluster.",
		)
	case body.Has(names.VirtService) && !body.True(names.VirtService) && len(vms) > 0:
		return world.Conflict("Cannot disable virt service on the cluster as it contains VMs.")
	case body.Has(names.GlusterService) && !body.True(names.GlusterService) &&
		len(cs.w.All(cluster.Path+"/glustervolumes")) > 0:
		return world.Conflict(
			"Cannot disable gluster service on the cluster as it contains volumes.",
		)
	}
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
	before := cs.w.Target(cluster, names.DataCenter)
	if err := c.Apply(change); err != nil {
		return err
	}
	if change.Text(names.SerialNumberPolicy) == "none" {
		cs.w.Set(cluster, names.SerialNumber, nil)
	}
	if before == nil && cs.w.Target(cluster, names.DataCenter) != nil {
		cs.joinNetwork(cluster)
	}
	cs.hosts.AddGlusterHooks(cluster)
	return nil
}

func (cs *Centers) removeCluster(c *world.Call) error {
	cluster := c.Entity()
	switch {
	case len(cs.w.Referring(names.Host, names.Cluster, cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. Cluster contains one or more Hosts")
	case len(cs.w.Referring(names.Vm, names.Cluster, cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. One or more VMs are still in it.")
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

// upgradeCluster marks that the hosts of a cluster are being upgraded, which somebody else does one
// by one.
func (cs *Centers) upgradeCluster(c *world.Call) error {
	cluster := c.Entity()
	running := c.Object().True(names.UpgradeInProgress)
	id := c.Body.Text(names.CorrelationID)
	if id == "" {
		id = c.Correlation
	}
	name := c.Object().Name()
	switch c.Body.Text(names.UpgradeAction) {
	case "start":
		if running {
			return world.Conflict(
				"Cannot start Cluster upgrade. Cluster upgrade is already in progress.",
			)
		}
		cs.w.Set(
			cluster,
			names.UpgradeInProgress, true,
			names.UpgradeCorrelationID, id,
			names.UpgradePercentComplete, 0,
		)
		c.Log(892, "The cluster upgrade of "+name+" was started by "+c.UserName()+".", cluster)
	case "update_progress":
		if !running {
			return world.Conflict(
				"Cannot update progress of Cluster upgrade. Cluster upgrade is not in progress.",
			)
		}
		cs.w.Set(cluster, names.UpgradePercentComplete, c.Body.Int(names.UpgradePercentComplete))
		c.Log(896, "The cluster upgrade of "+name+" has progressed.", cluster)
	case "finish":
		if !running {
			return world.Conflict(
				"Cannot finish Cluster upgrade. Cluster upgrade is not in progress.",
			)
		}
		cs.w.Set(
			cluster,
			names.UpgradeInProgress, false,
			names.UpgradeCorrelationID, nil,
			names.UpgradePercentComplete, 100,
		)
		c.Log(894, "The cluster upgrade of "+name+" was finished by "+c.UserName()+".", cluster)
	}
	return nil
}

// registerClusterFeatures sets what clusters may switch on: an add names one of those that their
// level has.
func (cs *Centers) registerClusterFeatures() {
	cs.w.Hook("cluster_enabled_features").Add = func(c *world.Call) (*store.Entity, error) {
		cluster := c.Owner()
		for _, host := range cs.w.Referring(names.Host, names.Cluster, cluster.ID()) {
			if host.Object().Text(names.Status) != world.Up &&
				host.Object().Text(names.Status) != world.Maintenance {
				return nil, world.Conflict(
					"Cannot enable new Cluster feature when there are active hosts which don't " +
						"support the selected feature.\n" +
						"-Please move hosts with lower version to maintenance first.",
				)
			}
		}
		return c.Insert(c.Body)
	}
}

// AddClusterParts adds the CPU profile and the management network to a new cluster.
func (cs *Centers) AddClusterParts(cluster *store.Entity) {
	if root := cs.w.Tree.Root.Fixed["cpuprofiles"]; root != nil {
		p := cs.w.NewObject(names.CpuProfile)
		p.Set(names.Name, cluster.Object().Name())
		p.Set(names.Cluster, world.Ref(cluster))
		cs.w.Add(nil, root, p)
	}
	cs.joinNetwork(cluster)
}

// joinNetwork attaches the management network of its data center to a cluster.
func (cs *Centers) joinNetwork(cluster *store.Entity) {
	for _, n := range cs.w.Referring(names.Network, names.DataCenter, cluster.Object().Text(names.DataCenterID)) {
		if cs.hosts.IsManagement(n) {
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
	own.Set(names.Usages, []string{"default_route", "display", "management", "migration", "vm"})
	own.Set(names.Cluster, world.Ref(cluster))
	cs.w.SetOverlay(path, network, own)
}

// ClusterDefaults returns what a cluster has where nobody said anything.
func (cs *Centers) ClusterDefaults() *store.Object {
	o := cs.w.NewObject(names.Cluster)
	for name, v := range map[string]any{
		names.Description: "", names.Comment: "", names.BallooningEnabled: true,
		names.GlusterService: false, names.HaReservation: false,
		names.SwitchType: "legacy", names.ThreadsAsCores: false, names.TrustedService: false,
		names.TunnelMigration: false, names.VirtService: true,
		names.FirewallType: "firewalld", names.CpuArchitecture: "x86_64",
		names.CpuType: "Intel Nehalem Family", names.KsmEnabled: true,
		names.KsmMergeAcrossNodes: true, names.ErrorHandlingOnError: "migrate",
		names.LogMaxMemoryUsedThreshold:     95,
		names.LogMaxMemoryUsedThresholdType: "percentage", names.MemoryPolicyOverCommitPercent: 100,
		names.BiosType:             "q35_ovmf",
		names.FencingPolicyEnabled: true, names.MigrationAutoConverge: "inherit",
		names.MigrationCompressed:              "inherit",
		names.RequiredRngSources:               []string{"urandom"},
		names.CustomSchedulingPolicyProperties: []*store.Object{},
	} {
		o.Set(name, v)
	}
	for name, v := range clusterParts {
		o.Default(name, v)
	}
	cs.SetVersion(o)
	if pools := cs.w.All("/macpools"); len(pools) > 0 {
		o.Set(names.MacPool, world.Ref(pools[0]))
	}
	if policy := cs.w.ByName("/schedulingpolicies", "none"); policy != nil {
		o.Set(names.SchedulingPolicy, world.Ref(policy))
	}
	return o
}

// showCluster shows a cluster, with its management network with all_content alone.
func (cs *Centers) showCluster(_ *store.Place, v *document.View, q world.Query) {
	world.Hide(v, names.ManagementNetwork)
	cluster := cs.w.At(v.Object.Path)
	if !q.Bool("all_content", false) || cluster == nil {
		return
	}
	for _, network := range cs.w.Of(cluster, "networks") {
		own := cs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(hosts.Usages(own), "management") {
			ref := store.NewRef(network.Object().Type, v.Path+"/networks/"+network.ID(), network.ID())
			v.Object.Set(names.ManagementNetwork, ref)
		}
	}
}
