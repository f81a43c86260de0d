package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// quotas sets the behaviour of quotas and their limits, which show how much of them is used.
func (w *World) quotas() {
	w.hook("quotas").Add = func(c *Call) (*store.Entity, error) {
		o := c.Body
		o.Default("description", "")
		quotaPercentages(o)
		o.Set("data_center", Ref(c.Owner()))
		quota, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		w.generalLimits(quota)
		return quota, nil
	}
	h := w.hook("quota")
	h.Update = func(c *Call) error {
		if c.Entity().Note(defaultQuota) != "" {
			return Conflict("Cannot edit Quota. Default quota cannot be changed.")
		}
		now := c.Object().Clone()
		now.Merge(c.Body)
		quotaPercentages(now)
		return c.Apply(now)
	}
	h.Remove = func(c *Call) error {
		quota := c.Entity()
		if quota.Note(defaultQuota) != "" {
			return Conflict("Cannot remove Quota. Default quota cannot be changed.")
		}
		if quota.Owner.Object().Text("quota_mode") != "disabled" && w.quotaUsed(quota) {
			return Conflict("Cannot remove Quota. Quota is still in use by a VM or a disk and Data Center's Quota enforcement is enabled.")
		}
		w.unquota(quota)
		w.drop(quota)
		return nil
	}
	w.hook("quota_cluster_limits").Add = w.addLimit("cluster")
	w.hook("quota_storage_limits").Add = w.addLimit("storage_domain")
	for _, service := range [...]string{"quota_cluster_limit", "quota_storage_limit"} {
		w.hook(service).Remove = w.removeLimit
	}
	for _, service := range [...]string{"quota_cluster_limits", "quota_cluster_limit"} {
		w.hook(service).Show = w.showClusterLimit
	}
	for _, service := range [...]string{"quota_storage_limits", "quota_storage_limit"} {
		w.hook(service).Show = w.showStorageLimit
	}
}

const defaultQuota = "default" // the note at the quota that each data center has

// defaultQuota provides a data center with the quota without limits that is used where none is named.
func (w *World) defaultQuota(dc *store.Entity) {
	quota := w.addChild(dc, "quotas", func(o *store.Object) {
		o.Set("name", "Default")
		o.Set("description", "Default unlimited quota")
		o.Set("cluster_hard_limit_pct", 20)
		o.Set("cluster_soft_limit_pct", 80)
		o.Set("storage_hard_limit_pct", 20)
		o.Set("storage_soft_limit_pct", 80)
		o.Set("data_center", Ref(dc))
	})
	if quota != nil {
		quota.SetNote(defaultQuota, "true")
		w.generalLimits(quota)
	}
}

// quotaUsed reports whether a VM or a disk counts against a quota.
func (w *World) quotaUsed(quota *store.Entity) bool {
	uses := func(e *store.Entity) bool { return e.Object().Text("quota.id") == quota.ID() }
	return slices.ContainsFunc(w.All("/vms"), uses) || slices.ContainsFunc(w.All("/disks"), uses)
}

// unquota takes a quota away from the VMs and disks that have it.
func (w *World) unquota(quota *store.Entity) {
	for _, path := range [...]string{"/vms", "/disks"} {
		for _, e := range w.All(path) {
			if e.Object().Text("quota.id") == quota.ID() {
				w.set(e, "quota", nil)
			}
		}
	}
}

// showClusterLimit counts memory, in GiB, and processors of the running VMs that have the quota.
func (w *World) showClusterLimit(p *store.Place, v *document.View, _ Query) {
	quota := p.Entity.Owner
	if quota == nil {
		return
	}
	memory, busy := w.clusterUse(quota, v.Object.Text("cluster.id"))
	v.Object = v.Object.Clone()
	v.Object.Set("memory_usage", memory)
	v.Object.Set("vcpu_usage", busy)
}

// showStorageLimit counts the size, in GiB, of the disks that have the quota.
func (w *World) showStorageLimit(p *store.Place, v *document.View, _ Query) {
	quota := p.Entity.Owner
	if quota == nil {
		return
	}
	used := w.storageUse(quota, v.Object.Part("storage_domain"))
	v.Object = v.Object.Clone()
	v.Object.Set("usage", used)
}

// clusterUse counts the memory, in GiB, and the processors of running VMs that have a quota: all of them, or those of one cluster.
func (w *World) clusterUse(quota *store.Entity, cluster string) (memory float64, busy int64) {
	for _, vm := range w.All("/vms") {
		o := vm.Object()
		if o.Text("quota.id") != quota.ID() || !isRunning(o.Text("status")) || cluster != "" && cluster != o.Text("cluster.id") {
			continue
		}
		memory += float64(o.Int("memory")) / gib
		busy += cpus(o)
	}
	return memory, busy
}

// storageUse counts the size, in GiB, of the disks that have a quota: all of them, or those of one domain.
func (w *World) storageUse(quota *store.Entity, domain *store.Object) float64 {
	used := 0.0
	sd := w.Resolve(domain)
	for _, disk := range w.All("/disks") {
		if disk.Object().Text("quota.id") == quota.ID() && (domain == nil || sd != nil && inDomain(disk, sd)) {
			used += float64(disk.Object().Int("provisioned_size")) / gib
		}
	}
	return used
}
