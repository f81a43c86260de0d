package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerQuotas sets the behavior of quotas and their limits, which show how much of them is
// used.
func (cs *Centers) registerQuotas() {
	cs.w.Hook("quotas").Add = func(c *world.Call) (*store.Entity, error) {
		o := c.Body
		o.Default(names.Description, "")
		quotaPercentages(o)
		o.Set(names.DataCenter, world.Ref(c.Owner()))
		quota, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		cs.generalLimits(quota)
		return quota, nil
	}
	h := cs.w.Hook("quota")
	h.Update = func(c *world.Call) error {
		if c.Entity().Note(defaultQuota) != "" {
			return world.Conflict("Cannot edit Quota. Default quota cannot be changed.")
		}
		now := c.Object().Clone()
		now.Merge(c.Body)
		quotaPercentages(now)
		return c.Apply(now)
	}
	h.Remove = func(c *world.Call) error {
		quota := c.Entity()
		if quota.Note(defaultQuota) != "" {
			return world.Conflict("Cannot remove Quota. Default quota cannot be changed.")
		}
		if quota.Owner.Object().Text(names.QuotaMode) != "disabled" && cs.quotaUsed(quota) {
			return world.Conflict(
				"Cannot remove Quota. Quota is still in use by a VM or a disk and Data Center's " +
					"Quota enforcement is enabled.",
			)
		}
		cs.unquota(quota)
		cs.w.Drop(quota)
		return nil
	}
	cs.w.Hook("quota_cluster_limits").Add = cs.addLimit("cluster")
	cs.w.Hook("quota_storage_limits").Add = cs.addLimit("storage_domain")
	for _, service := range [...]string{"quota_cluster_limit", "quota_storage_limit"} {
		cs.w.Hook(service).Remove = cs.removeLimit
	}
	for _, service := range [...]string{"quota_cluster_limits", "quota_cluster_limit"} {
		cs.w.Hook(service).Show = cs.showClusterLimit
	}
	for _, service := range [...]string{"quota_storage_limits", "quota_storage_limit"} {
		cs.w.Hook(service).Show = cs.showStorageLimit
	}
}

const defaultQuota = "default" // the note at the quota that each data center has

// AddDefaultQuota creates the quota without limits that is used in a data center where none is
// named.
func (cs *Centers) AddDefaultQuota(dc *store.Entity) {
	quota := cs.w.AddChild(dc, "quotas", func(o *store.Object) {
		o.Set(names.Name, "Default")
		o.Set(names.Description, "Default unlimited quota")
		o.Set(names.ClusterHardLimitPct, 20)
		o.Set(names.ClusterSoftLimitPct, 80)
		o.Set(names.StorageHardLimitPct, 20)
		o.Set(names.StorageSoftLimitPct, 80)
		o.Set(names.DataCenter, world.Ref(dc))
	})
	if quota != nil {
		quota.SetNote(defaultQuota, "true")
		cs.generalLimits(quota)
	}
}

// quotaUsed reports whether a VM or a disk counts against a quota.
func (cs *Centers) quotaUsed(quota *store.Entity) bool {
	uses := func(e *store.Entity) bool { return e.Object().Text(names.QuotaID) == quota.ID() }
	return slices.ContainsFunc(cs.w.All("/vms"), uses) ||
		slices.ContainsFunc(cs.w.All("/disks"), uses)
}

// unquota takes a quota away from the VMs and disks that have it.
func (cs *Centers) unquota(quota *store.Entity) {
	for _, path := range [...]string{"/vms", "/disks"} {
		for _, e := range cs.w.All(path) {
			if e.Object().Text(names.QuotaID) == quota.ID() {
				cs.w.Set(e, names.Quota, nil)
			}
		}
	}
}

// showClusterLimit counts memory, in GiB, and processors of the running VMs that have the quota.
func (cs *Centers) showClusterLimit(p *store.Place, v *document.View, _ world.Query) {
	quota := p.Entity.Owner
	if quota == nil {
		return
	}
	memory, busy := cs.clusterUse(quota, v.Object.Text(names.ClusterID))
	v.Object = v.Object.Clone()
	v.Object.Set(names.MemoryUsage, memory)
	v.Object.Set(names.VcpuUsage, busy)
}

// showStorageLimit counts the size, in GiB, of the disks that have the quota.
func (cs *Centers) showStorageLimit(p *store.Place, v *document.View, _ world.Query) {
	quota := p.Entity.Owner
	if quota == nil {
		return
	}
	used := cs.storageUse(quota, v.Object.Part(names.StorageDomain))
	v.Object = v.Object.Clone()
	v.Object.Set(names.Usage, used)
}

// clusterUse counts the memory, in GiB, and the processors of running VMs that have a quota: all of
// them, or those of one cluster.
func (cs *Centers) clusterUse(quota *store.Entity, cluster string) (memory float64, busy int64) {
	for _, vm := range cs.w.All("/vms") {
		o := vm.Object()
		if o.Text(names.QuotaID) != quota.ID() || !world.IsRunning(o.Text(names.Status)) ||
			cluster != "" && cluster != o.Text(names.ClusterID) {
			continue
		}
		memory += float64(o.Int(names.Memory)) / world.GiB
		busy += machines.CPUs(o)
	}
	return memory, busy
}

// storageUse counts the size, in GiB, of the disks that have a quota: all of them, or those of one
// domain.
func (cs *Centers) storageUse(quota *store.Entity, domain *store.Object) float64 {
	used := 0.0
	sd := cs.w.Resolve(domain)
	for _, disk := range cs.w.All("/disks") {
		if disk.Object().Text(names.QuotaID) == quota.ID() &&
			(domain == nil || sd != nil && storage.InDomain(disk, sd)) {
			used += float64(disk.Object().Int(names.ProvisionedSize)) / world.GiB
		}
	}
	return used
}
