package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// clusters sets the behaviour of clusters.
func (w *World) clusters() {
	w.hook("clusters").Add = func(c *Call) (*store.Entity, error) {
		body, err := w.clusterChange(nil, c.Body)
		if err != nil {
			return nil, err
		}
		o := w.clusterDefaults()
		w.newClusterParts(o)
		o.Merge(body)
		if body.Has("custom_scheduling_policy_properties") {
			o.Set("custom_scheduling_policy_properties", w.laidOver(
				w.newPolicyProperties(), body.List("custom_scheduling_policy_properties")))
		}
		dc := w.Resolve(o.Part("data_center"))
		if dc != nil && older(o.Part("version"), dc.Object().Part("version")) {
			return nil, Conflict("Cannot add Cluster with Compatibility Version that is lower than the Data Center Compatibility Version.\n" +
				"-Please upgrade your Cluster to a later Compatibility version.")
		}
		cluster, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		w.furnishCluster(cluster)
		w.addGlusterHooks(cluster)
		return cluster, nil
	}
	h := w.hook("cluster")
	h.Update = w.updateCluster
	h.Show = w.showCluster
	h.Remove = w.removeCluster
	h.Actions["upgrade"] = w.upgradeCluster
	h.Actions["syncallnetworks"] = func(c *Call) error {
		for _, host := range w.Referring("host", "cluster", c.Entity().ID()) {
			w.syncNetworks(host)
		}
		return nil
	}
	h.Actions["refreshglusterhealstatus"] = func(c *Call) error { return w.needsGluster(c, "refresh heal status of") }
	h.Actions["resetemulatedmachine"] = func(*Call) error { return nil }
	w.features()
}

// needsGluster refuses what only a cluster with the Gluster service can do.
func (w *World) needsGluster(c *Call, verb string) error {
	if !c.Object().True("gluster_service") {
		return Conflict("Cannot %s Cluster. Cluster does not support Gluster service.", verb)
	}
	return nil
}

func (w *World) updateCluster(c *Call) error {
	cluster := c.Entity()
	hosts := w.Referring("host", "cluster", cluster.ID())
	vms := w.Referring("vm", "cluster", cluster.ID())
	active := false
	for _, host := range hosts {
		active = active || host.Object().Text("status") != maintenance
	}
	old := c.Object()
	switch body := c.Body; {
	case body.Has("data_center") && old.Has("data_center") && body.Text("data_center.id") != old.Text("data_center.id"):
		return Conflict("Cannot change Data Center association when editing a Cluster.")
	case older(body.Part("version"), old.Part("version")) && len(hosts) > 0:
		return Conflict("Cluster compatibility version can't be decreased if there are hosts in the Cluster.")
	case w.of(cluster, "data_center") != nil && older(body.Part("version"), w.of(cluster, "data_center").Object().Part("version")):
		return Conflict("Cannot decrease cluster compatibility version beneath data center compatibility version.")
	case body.Has("cpu.type") && body.Text("cpu.type") != old.Text("cpu.type") && active:
		return Conflict("Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in Maintenance.")
	case body.Has("cpu.architecture") && old.Has("cpu.architecture") && body.Text("cpu.architecture") != "undefined" &&
		body.Text("cpu.architecture") != old.Text("cpu.architecture") && len(hosts)+len(vms) > 0:
		return Conflict("Cannot change Cluster CPU architecture when there are Hosts or VMs attached to this Cluster.")
	case body.Has("virt_service") && !body.True("virt_service") && len(vms) > 0:
		return Conflict("Cannot disable virt service on the cluster as it contains VMs.")
	case body.Has("gluster_service") && !body.True("gluster_service") && len(w.All(cluster.Path+"/glustervolumes")) > 0:
		return Conflict("Cannot disable gluster service on the cluster as it contains volumes.")
	}
	change, err := w.clusterChange(old, c.Body)
	if err != nil {
		return err
	}
	for _, name := range [...]string{
		"upgrade_correlation_id", "upgrade_in_progress", "upgrade_percent_complete", "management_network",
	} {
		change.Set(name, nil)
	}
	before := w.of(cluster, "data_center")
	if err := c.Apply(change); err != nil {
		return err
	}
	if change.Text("serial_number.policy") == "none" {
		w.set(cluster, "serial_number", nil)
	}
	if before == nil && w.of(cluster, "data_center") != nil {
		w.joinNetwork(cluster)
	}
	w.addGlusterHooks(cluster)
	return nil
}

func (w *World) removeCluster(c *Call) error {
	cluster := c.Entity()
	switch {
	case len(w.Referring("host", "cluster", cluster.ID())) > 0:
		return Conflict("Cannot remove Cluster. Cluster contains one or more Hosts")
	case len(w.Referring("vm", "cluster", cluster.ID())) > 0:
		return Conflict("Cannot remove Cluster. One or more VMs are still in it.")
	}
	for _, pool := range w.All("/vmpools") {
		if pool.Object().Text("cluster.id") == cluster.ID() {
			return Conflict("Cannot remove Cluster.One or more VM-Pools are still associated with it")
		}
	}
	for _, p := range append([]*store.Entity(nil), w.Referring("cpu_profile", "cluster", cluster.ID())...) {
		w.drop(p)
	}
	w.drop(cluster)
	return nil
}

// upgradeCluster marks that the hosts of a cluster are being upgraded, which somebody else does one by one.
func (w *World) upgradeCluster(c *Call) error {
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
			return Conflict("Cannot start Cluster upgrade. Cluster upgrade is already in progress.")
		}
		w.set(cluster, "upgrade_in_progress", true, "upgrade_correlation_id", id, "upgrade_percent_complete", 0)
		c.Log(892, "The cluster upgrade of "+name+" was started by "+c.userName()+".", cluster)
	case "update_progress":
		if !running {
			return Conflict("Cannot update progress of Cluster upgrade. Cluster upgrade is not in progress.")
		}
		w.set(cluster, "upgrade_percent_complete", c.Body.Int("upgrade_percent_complete"))
		c.Log(896, "The cluster upgrade of "+name+" has progressed.", cluster)
	case "finish":
		if !running {
			return Conflict("Cannot finish Cluster upgrade. Cluster upgrade is not in progress.")
		}
		w.set(cluster, "upgrade_in_progress", false, "upgrade_correlation_id", nil, "upgrade_percent_complete", 100)
		c.Log(894, "The cluster upgrade of "+name+" was finished by "+c.userName()+".", cluster)
	}
	return nil
}

// features sets what clusters may switch on: an add names one of those that their level has.
func (w *World) features() {
	w.hook("cluster_enabled_features").Add = func(c *Call) (*store.Entity, error) {
		cluster := c.Owner()
		for _, host := range w.Referring("host", "cluster", cluster.ID()) {
			if host.Object().Text("status") != up && host.Object().Text("status") != maintenance {
				return nil, Conflict("Cannot enable new Cluster feature when there are active hosts which don't support the selected feature.\n" +
					"-Please move hosts with lower version to maintenance first.")
			}
		}
		return c.Insert(c.Body)
	}
}

// furnishCluster provides a cluster with its CPU profile and the management network.
func (w *World) furnishCluster(cluster *store.Entity) {
	if root := w.Tree.Root.Fixed["cpuprofiles"]; root != nil {
		p := w.obj("cpu_profile")
		p.Set("name", cluster.Object().Name())
		p.Set("cluster", Ref(cluster))
		w.Add(nil, root, p)
	}
	w.joinNetwork(cluster)
}

// joinNetwork provides a cluster with the management network of its data center.
func (w *World) joinNetwork(cluster *store.Entity) {
	for _, n := range w.Referring("network", "data_center", cluster.Object().Text("data_center.id")) {
		if w.isManagement(n) {
			w.joinManagement(cluster, n)
		}
	}
}

func (w *World) joinManagement(cluster, network *store.Entity) {
	path := cluster.Path + "/networks"
	w.Link(path, network)
	own := w.obj("network")
	own.Set("display", true)
	own.Set("required", true)
	own.Set("status", "operational")
	own.Set("usages", []string{"default_route", "display", "management", "migration", "vm"})
	own.Set("cluster", Ref(cluster))
	w.SetOverlay(path, network, own)
}

func (w *World) clusterDefaults() *store.Object {
	o := w.obj("cluster")
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
	w.versions(o)
	if pools := w.All("/macpools"); len(pools) > 0 {
		o.Set("mac_pool", Ref(pools[0]))
	}
	if policy := w.byName("/schedulingpolicies", "none"); policy != nil {
		o.Set("scheduling_policy", Ref(policy))
	}
	return o
}

// showCluster shows a cluster, with its management network with all_content alone.
func (w *World) showCluster(_ *store.Place, v *document.View, q Query) {
	hide(v, "management_network")
	cluster := w.At(v.Object.Path)
	if !q.Bool("all_content", false) || cluster == nil {
		return
	}
	for _, network := range w.Of(cluster, "networks") {
		own := w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(usages(own), "management") {
			v.Object.Set("management_network", Ref(network))
		}
	}
}
