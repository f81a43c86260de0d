package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerClusters sets the behaviour of clusters.
func (cs *Centers) registerClusters() {
	cs.w.Hook("clusters").Add = func(c *world.Call) (*store.Entity, error) {
		body, err := cs.clusterChange(nil, c.Body)
		if err != nil {
			return nil, err
		}
		o := cs.ClusterDefaults()
		cs.newClusterParts(o)
		o.Merge(body)
		if body.Has("custom_scheduling_policy_properties") {
			o.Set("custom_scheduling_policy_properties", cs.laidOver(
				cs.newPolicyProperties(), body.List("custom_scheduling_policy_properties")))
		}
		dc := cs.w.Resolve(o.Part("data_center"))
		if dc != nil && older(o.Part("version"), dc.Object().Part("version")) {
			return nil, world.Conflict("Cannot add Cluster with Compatibility Version that is lower than the Data Center Compatibility Version.\n" +
				"-Please upgrade your Cluster to a later Compatibility version.")
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
		for _, host := range cs.w.Referring("host", "cluster", c.Entity().ID()) {
			cs.hosts.SyncNetworks(host)
		}
		return nil
	}
	h.Actions["refreshglusterhealstatus"] = func(c *world.Call) error { return cs.needsGluster(c, "refresh heal status of") }
	h.Actions["resetemulatedmachine"] = func(*world.Call) error { return nil }
	cs.registerClusterFeatures()
}

// needsGluster refuses what only a cluster with the Gluster service can do.
func (cs *Centers) needsGluster(c *world.Call, verb string) error {
	if !c.Object().True("gluster_service") {
		return world.Conflict("Cannot %s Cluster. Cluster does not support Gluster service.", verb)
	}
	return nil
}

func (cs *Centers) updateCluster(c *world.Call) error {
	cluster := c.Entity()
	hosts := cs.w.Referring("host", "cluster", cluster.ID())
	vms := cs.w.Referring("vm", "cluster", cluster.ID())
	active := false
	for _, host := range hosts {
		active = active || host.Object().Text("status") != world.Maintenance
	}
	old := c.Object()
	switch body := c.Body; {
	case body.Has("data_center") && old.Has("data_center") && body.Text("data_center.id") != old.Text("data_center.id"):
		return world.Conflict("Cannot change Data Center association when editing a Cluster.")
	case older(body.Part("version"), old.Part("version")) && len(hosts) > 0:
		return world.Conflict("Cluster compatibility version can't be decreased if there are hosts in the Cluster.")
	case cs.w.Target(cluster, "data_center") != nil && older(body.Part("version"), cs.w.Target(cluster, "data_center").Object().Part("version")):
		return world.Conflict("Cannot decrease cluster compatibility version beneath data center compatibility version.")
	case body.Has("cpu.type") && body.Text("cpu.type") != old.Text("cpu.type") && active:
		return world.Conflict("Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in Maintenance.")
	case body.Has("cpu.architecture") && old.Has("cpu.architecture") && body.Text("cpu.architecture") != "undefined" &&
		body.Text("cpu.architecture") != old.Text("cpu.architecture") && len(hosts)+len(vms) > 0:
		return world.Conflict("Cannot change Cluster CPU architecture when there are Hosts or VMs attached to this Cluster.")
	case body.Has("virt_service") && !body.True("virt_service") && len(vms) > 0:
		return world.Conflict("Cannot disable virt service on the cluster as it contains VMs.")
	case body.Has("gluster_service") && !body.True("gluster_service") && len(cs.w.All(cluster.Path+"/glustervolumes")) > 0:
		return world.Conflict("Cannot disable gluster service on the cluster as it contains volumes.")
	}
	change, err := cs.clusterChange(old, c.Body)
	if err != nil {
		return err
	}
	for _, name := range [...]string{
		"upgrade_correlation_id", "upgrade_in_progress", "upgrade_percent_complete", "management_network",
	} {
		change.Set(name, nil)
	}
	before := cs.w.Target(cluster, "data_center")
	if err := c.Apply(change); err != nil {
		return err
	}
	if change.Text("serial_number.policy") == "none" {
		cs.w.Set(cluster, "serial_number", nil)
	}
	if before == nil && cs.w.Target(cluster, "data_center") != nil {
		cs.joinNetwork(cluster)
	}
	cs.hosts.AddGlusterHooks(cluster)
	return nil
}

func (cs *Centers) removeCluster(c *world.Call) error {
	cluster := c.Entity()
	switch {
	case len(cs.w.Referring("host", "cluster", cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. Cluster contains one or more Hosts")
	case len(cs.w.Referring("vm", "cluster", cluster.ID())) > 0:
		return world.Conflict("Cannot remove Cluster. One or more VMs are still in it.")
	}
	for _, pool := range cs.w.All("/vmpools") {
		if pool.Object().Text("cluster.id") == cluster.ID() {
			return world.Conflict("Cannot remove Cluster.One or more VM-Pools are still associated with it")
		}
	}
	for _, p := range append([]*store.Entity(nil), cs.w.Referring("cpu_profile", "cluster", cluster.ID())...) {
		cs.w.Drop(p)
	}
	cs.w.Drop(cluster)
	return nil
}

// upgradeCluster marks that the hosts of a cluster are being upgraded, which somebody else does one by one.
func (cs *Centers) upgradeCluster(c *world.Call) error {
	cluster := c.Entity()
	running := c.Object().True("upgrade_in_progress")
	id := c.Body.Text("correlation_id")
	if id == "" {
		id = c.Correlation
	}
	name := c.Object().Name()
	switch c.Body.Text("upgrade_action") {
	case "start":
		if running {
			return world.Conflict("Cannot start Cluster upgrade. Cluster upgrade is already in progress.")
		}
		cs.w.Set(cluster, "upgrade_in_progress", true, "upgrade_correlation_id", id, "upgrade_percent_complete", 0)
		c.Log(892, "The cluster upgrade of "+name+" was started by "+c.UserName()+".", cluster)
	case "update_progress":
		if !running {
			return world.Conflict("Cannot update progress of Cluster upgrade. Cluster upgrade is not in progress.")
		}
		cs.w.Set(cluster, "upgrade_percent_complete", c.Body.Int("upgrade_percent_complete"))
		c.Log(896, "The cluster upgrade of "+name+" has progressed.", cluster)
	case "finish":
		if !running {
			return world.Conflict("Cannot finish Cluster upgrade. Cluster upgrade is not in progress.")
		}
		cs.w.Set(cluster, "upgrade_in_progress", false, "upgrade_correlation_id", nil, "upgrade_percent_complete", 100)
		c.Log(894, "The cluster upgrade of "+name+" was finished by "+c.UserName()+".", cluster)
	}
	return nil
}

// registerClusterFeatures sets what clusters may switch on: an add names one of those that their level has.
func (cs *Centers) registerClusterFeatures() {
	cs.w.Hook("cluster_enabled_features").Add = func(c *world.Call) (*store.Entity, error) {
		cluster := c.Owner()
		for _, host := range cs.w.Referring("host", "cluster", cluster.ID()) {
			if host.Object().Text("status") != world.Up && host.Object().Text("status") != world.Maintenance {
				return nil, world.Conflict("Cannot enable new Cluster feature when there are active hosts which don't support the selected feature.\n" +
					"-Please move hosts with lower version to maintenance first.")
			}
		}
		return c.Insert(c.Body)
	}
}

// AddClusterParts provides a cluster with its CPU profile and the management network.
func (cs *Centers) AddClusterParts(cluster *store.Entity) {
	if root := cs.w.Tree.Root.Fixed["cpuprofiles"]; root != nil {
		p := cs.w.NewObject("cpu_profile")
		p.Set("name", cluster.Object().Name())
		p.Set("cluster", world.Ref(cluster))
		cs.w.Add(nil, root, p)
	}
	cs.joinNetwork(cluster)
}

// joinNetwork provides a cluster with the management network of its data center.
func (cs *Centers) joinNetwork(cluster *store.Entity) {
	for _, n := range cs.w.Referring("network", "data_center", cluster.Object().Text("data_center.id")) {
		if cs.hosts.IsManagement(n) {
			cs.AddManagementNetwork(cluster, n)
		}
	}
}

// AddManagementNetwork makes a network the management network of a cluster.
func (cs *Centers) AddManagementNetwork(cluster, network *store.Entity) {
	path := cluster.Path + "/networks"
	cs.w.Link(path, network)
	own := cs.w.NewObject("network")
	own.Set("display", true)
	own.Set("required", true)
	own.Set("status", "operational")
	own.Set("usages", []string{"default_route", "display", "management", "migration", "vm"})
	own.Set("cluster", world.Ref(cluster))
	cs.w.SetOverlay(path, network, own)
}

// ClusterDefaults returns what a cluster has where nobody said anything.
func (cs *Centers) ClusterDefaults() *store.Object {
	o := cs.w.NewObject("cluster")
	for name, v := range map[string]any{
		"description": "", "comment": "", "ballooning_enabled": true, "gluster_service": false, "ha_reservation": false,
		"switch_type": "legacy", "threads_as_cores": false, "trusted_service": false, "tunnel_migration": false, "virt_service": true,
		"firewall_type": "firewalld", "cpu.architecture": "x86_64", "cpu.type": "Intel Nehalem Family", "ksm.enabled": true,
		"ksm.merge_across_nodes": true, "error_handling.on_error": "migrate", "log_max_memory_used_threshold": 95,
		"log_max_memory_used_threshold_type": "percentage", "memory_policy.over_commit.percent": 100, "bios_type": "q35_sea_bios",
		"fencing_policy.enabled": true, "migration.auto_converge": "inherit", "migration.compressed": "inherit",
		"required_rng_sources": []string{"urandom"}, "custom_scheduling_policy_properties": []*store.Object{},
	} {
		o.Set(name, v)
	}
	for name, v := range clusterParts {
		o.Default(name, v)
	}
	cs.SetVersion(o)
	if pools := cs.w.All("/macpools"); len(pools) > 0 {
		o.Set("mac_pool", world.Ref(pools[0]))
	}
	if policy := cs.w.ByName("/schedulingpolicies", "none"); policy != nil {
		o.Set("scheduling_policy", world.Ref(policy))
	}
	return o
}

// showCluster shows a cluster, with its management network with all_content alone.
func (cs *Centers) showCluster(_ *store.Place, v *document.View, q world.Query) {
	world.Hide(v, "management_network")
	cluster := cs.w.At(v.Object.Path)
	if !q.Bool("all_content", false) || cluster == nil {
		return
	}
	for _, network := range cs.w.Of(cluster, "networks") {
		own := cs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(hosts.Usages(own), "management") {
			v.Object.Set("management_network", world.Ref(network))
		}
	}
}
