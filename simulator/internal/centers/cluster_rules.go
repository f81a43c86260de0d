package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// checkNewCluster refuses what no new cluster may be, in the order of AddClusterCommand.
func (cs *Centers) checkNewCluster(o *store.Object, dc *store.Entity) error {
	version := versionOf(o)
	supported := slices.Contains(rules.Versions(), version)
	switch virt := o.True(names.VirtService); {
	case virt && !supported && o.Text(names.CpuType) != "":
		return world.Broken("The engine has no processors for version %s.", version)
	case virt && o.Text(names.CpuType) != "" && rules.FindCPU(version, o.Text(names.CpuType)) == nil:
		return world.Bad("Cannot create Cluster. The chosen CPU is not supported.")
	case !supported:
		return world.Bad("Cannot create Cluster. Selected Compatibility Version is not supported.")
	case virt && dc != nil && version.Compare(versionOf(dc.Object())) < 0:
		return world.Bad(
			"Cannot add Cluster with Compatibility Version that is lower than the Data " +
				"Center Compatibility Version.\n" +
				"-Please upgrade your Cluster to a later Compatibility version first.",
		)
	case dc != nil && dc.Object().True(names.Local) &&
		len(cs.w.Referring(names.Cluster, names.DataCenter, dc.ID())) > 0:
		return world.Bad("Cannot add more than one Cluster to a Data Center with \"Local Storage\".")
	case !virt && !o.True(names.GlusterService):
		return world.Bad("At least one service [virt / gluster] must be enabled on the cluster.")
	case o.True(names.TrustedService):
		return world.Bad("Attestation server should be configured correctly.")
	}
	return checkParallelMigrations(o)
}

// checkClusterChange refuses what can't be made of a cluster, in the order of UpdateClusterCommand.
func (cs *Centers) checkClusterChange(cluster *store.Entity, old, now *store.Object) error {
	hosts := cs.w.Referring(names.Host, names.Cluster, cluster.ID())
	vms := cs.w.Referring(names.Vm, names.Cluster, cluster.ID())
	before, after := versionOf(old), versionOf(now)
	dc := cs.w.Target(cluster, names.DataCenter)
	switch {
	case !slices.Contains(rules.Versions(), after):
		return world.Bad("Cannot edit Cluster. Selected Compatibility Version is not supported.")
	case after.Compare(before) < 0 && len(hosts) > 0:
		return world.Bad(
			"Cluster compatibility version can't be decreased if there are hosts in the Cluster.",
		)
	case after.Compare(before) < 0 && dc != nil && old.True(names.VirtService) &&
		versionOf(dc.Object()).Compare(before) > 0:
		return world.Bad(
			"Cannot decrease cluster compatibility version beneath data center compatibility " +
				"version.",
		)
	case old.Has(names.DataCenter) && now.Text(names.DataCenterID) != old.Text(names.DataCenterID):
		return world.Conflict("Cannot change Data Center association when editing a Cluster.")
	}
	if err := checkClusterCPU(old, now, hosts, len(vms)); err != nil {
		return err
	}
	switch virt := now.True(names.VirtService); {
	case !virt && !now.True(names.GlusterService):
		return world.Bad("At least one service [virt / gluster] must be enabled on the cluster.")
	case !virt && len(vms) > 0:
		return world.Conflict("Cannot disable virt service on the cluster as it contains VMs.")
	case !now.True(names.GlusterService) && len(cs.w.All(cluster.Path+"/glustervolumes")) > 0:
		return world.Conflict(
			"Cannot disable gluster service on the cluster as it contains volumes.",
		)
	case now.True(names.TrustedService):
		return world.Bad("Attestation server should be configured correctly.")
	}
	if err := checkParallelMigrations(now); err != nil {
		return err
	}
	if err := checkBios(now); err != nil {
		return err
	}
	if now.Text(names.FipsMode) != old.Text(names.FipsMode) && slices.ContainsFunc(hosts, isActive) {
		return world.Conflict(
			"Cannot update Cluster FIPS mode unless all Hosts attached to this Cluster are in " +
				"Maintenance.",
		)
	}
	return nil
}

// checkClusterCPU refuses changes of the processors that hosts or VMs stand in the way of.
func checkClusterCPU(old, now *store.Object, hosts []*store.Entity, vms int) error {
	before, after := old.Text(names.CpuType), now.Text(names.CpuType)
	virt, used := now.True(names.VirtService), len(hosts)+vms > 0
	was, is := rules.FindCPU(versionOf(old), before), rules.FindCPU(versionOf(now), after)
	switch {
	case virt && after != "" && is == nil,
		virt && before != "" && is != nil && (was == nil || was.Vendor() != is.Vendor()) &&
			slices.ContainsFunc(hosts, isActive):
		return world.Conflict(
			"Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in " +
				"Maintenance.",
		)
	case before != "" && after == "" && used:
		return world.Conflict(
			"Cannot change Cluster CPU Type to Auto Detect when there are VMs or hosts in the " +
				"cluster.",
		)
	case virt && used && old.Text(names.CpuArchitecture) != "undefined" &&
		old.Text(names.CpuArchitecture) != now.Text(names.CpuArchitecture):
		return world.Conflict(
			"Cannot change Cluster CPU architecture when there are Hosts or VMs attached to " +
				"this Cluster.",
		)
	}
	return nil
}

func isActive(host *store.Entity) bool { return host.Object().Text(names.Status) != world.Maintenance }

// checkParallelMigrations refuses numbers of connections that no migration has.
func checkParallelMigrations(o *store.Object) error {
	switch n := o.Int(names.MigrationCustomParallelMigrations); o.Text(names.MigrationParallelMigrationsPolicy) {
	case "inherit":
		return world.Bad("Cluster cannot inherit parallel migration settings.")
	case "custom":
		if n < 2 || n > 255 {
			return world.Bad(
				"Custom number of parallel migration connections must be between 2 and 255.",
			)
		}
	}
	return nil
}

// checkClusterMemory refuses more memory for VMs than there is without a way to share it.
func checkClusterMemory(o *store.Object) error {
	if o.Int(names.MemoryPolicyOverCommitPercent) > 100 && !o.True(names.KsmEnabled) &&
		!o.True(names.BallooningEnabled) {
		return world.Conflict("KSM or ballooning must be enabled to allow memory optimization.")
	}
	return nil
}

// checkBios refuses a chipset that only machines of type x86 have.
func checkBios(o *store.Object) error {
	bios := o.Text(names.BiosType)
	if bios != "" && bios != biosOld && !isX86(o.Text(names.CpuArchitecture)) {
		return world.Conflict("Q35 chipset is allowed for x86 architecture only.")
	}
	return nil
}
