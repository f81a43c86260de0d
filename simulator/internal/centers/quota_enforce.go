package centers

import (
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Modes of a data center towards quotas; in the third one, disabled, they do nothing.
const (
	quotaEnforced = "enabled"
	quotaAudited  = "audit"
)

// request is what somebody wants to have of a limit.
type request struct {
	what         string // what is measured, such as vcpu
	limit        float64
	used, wanted float64
}

// share returns a value in percent of the limit.
func (r request) share(value float64) float64 { return 100 * value / r.limit }

// unlimited is a limit that there isn't.
const unlimited = -1

// UseCluster takes memory and processors for a VM that starts from its quota, or refuses.
func (cs *Centers) UseCluster(c *world.Call, vm *store.Entity, what string) error {
	cluster := c.Target(vm, names.Cluster)
	center := c.DataCenterOf(cluster)
	quota, mode := cs.quotaOf(vm.Object(), center)
	if quota == nil {
		return nil
	}
	limit := cs.limitFor(quota, "quotaclusterlimits", "cluster", cluster)
	if limit == nil {
		if mode == quotaEnforced && quota.Note(defaultQuota) == "" {
			return world.Conflict("Cannot %s. Quota is not valid.", what)
		}
		return nil
	}
	memory, busy := cs.clusterUse(quota, limit.Text(names.ClusterID))
	var requests []request
	if n, ok := limit.Get(names.VcpuLimit).(int64); ok && n != unlimited {
		requests = append(
			requests,
			request{"vcpu", float64(n), float64(busy), float64(machines.CPUs(vm.Object()))},
		)
	}
	if n, ok := limit.Get(names.MemoryLimit).(float64); ok && n != unlimited {
		requests = append(
			requests,
			request{"mem", n, memory, float64(vm.Object().Int(names.Memory)) / world.GiB},
		)
	}
	return cs.consume(c, quota, mode, "cluster", requests, what)
}

// UseStorage takes bytes on a storage domain for a disk from its quota, or refuses.
func (cs *Centers) UseStorage(
	c *world.Call,
	disk *store.Object,
	domain *store.Entity,
	size int64,
	what string,
) error {
	quota, mode := cs.quotaOf(disk, c.Target(domain, names.DataCenter))
	if quota == nil || size <= 0 {
		return nil
	}
	limit := cs.limitFor(quota, "quotastoragelimits", "storage_domain", domain)
	if limit == nil {
		if mode == quotaEnforced && quota.Note(defaultQuota) == "" {
			return world.Conflict(
				"Cannot %s. No quota is defined for the selected domain. Assign a quota to the "+
					"domain or select a different domain.",
				what,
			)
		}
		return nil
	}
	n, ok := limit.Get(names.Limit).(int64)
	if !ok || n == unlimited {
		return nil
	}
	about := domain
	if c.Entity() != nil && world.TypeOf(c.Entity()).Name == names.Disk {
		about = nil // a disk that grows has its domain already
	}
	used := cs.storageUse(quota, limit.Part(names.StorageDomain))
	return cs.consume(
		c,
		quota,
		mode,
		"storage",
		[]request{{"", float64(n), used, float64(size) / world.GiB}},
		what,
		about,
	)
}

// quotaOf returns the quota that counts for an object, and what its data center does about it; nil
// if it does nothing.
func (cs *Centers) quotaOf(
	o *store.Object,
	center *store.Entity,
) (quota *store.Entity, mode string) {
	if center == nil {
		return nil, ""
	}
	mode = center.Object().Text(names.QuotaMode)
	if mode != quotaEnforced && mode != quotaAudited {
		return nil, ""
	}
	if quota = cs.w.Resolve(o.Part(names.Quota)); quota == nil {
		quota = cs.DefaultQuotaOf(center)
	}
	return quota, mode
}

// DefaultQuotaOf returns the quota that a data center has from the beginning, or nil.
func (cs *Centers) DefaultQuotaOf(center *store.Entity) *store.Entity {
	if center == nil {
		return nil
	}
	for _, quota := range cs.w.All(center.Path + "/quotas") {
		if quota.Note(defaultQuota) != "" {
			return quota
		}
	}
	return nil
}

// limitFor returns the limit of a quota for a cluster or storage domain: a general one, or that of
// its own; nil if there is none.
func (cs *Centers) limitFor(
	quota *store.Entity,
	segment, member string,
	of *store.Entity,
) *store.Object {
	for _, e := range cs.w.All(quota.Path + "/" + segment) {
		if o := e.Object(); !o.Has(member) || of != nil && o.Text(member+".id") == of.ID() {
			return o
		}
	}
	return nil
}

// consume refuses requests that go beyond the limit and its grace, if the data center enforces it.
// Events tell of all that come near.
func (cs *Centers) consume(
	c *world.Call,
	quota *store.Entity,
	mode, kind string,
	requests []request,
	what string,
	about ...*store.Entity,
) error {
	threshold := float64(quota.Object().Int(kind + "_soft_limit_pct"))
	grace := 100 + float64(quota.Object().Int(kind+"_hard_limit_pct"))
	level := 0
	for _, r := range requests {
		switch after := r.share(r.used + r.wanted); {
		case after > grace:
			level = max(level, 3)
		case after > 100:
			level = max(level, 2)
		case after > threshold:
			level = max(level, 1)
		}
	}
	if level == 0 {
		return nil
	}
	var before, more, after []string
	for _, r := range requests {
		label := r.what
		if label != "" {
			label += ":"
		}
		before = append(before, label+percent(r.share(r.used)))
		more = append(more, label+percent(r.share(r.wanted)))
		after = append(after, label+percent(r.share(r.used+r.wanted)))
	}
	code := quotaCodes[kind][level]
	refused := level == 3 && mode == quotaEnforced
	if level == 3 && !refused {
		code = quotaCodes[kind][0]
	}
	used := before
	if level < 3 {
		used = after
	}
	c.Report(code, world.Named{
		"utilization": strings.Join(used, " "), "current_storage": strings.Join(used, " "),
		"requested": strings.Join(more, " "),
	}, append([]*store.Entity{quota, quota.Owner}, about...)...)
	if refused {
		return world.Conflict("Cannot %s. Quota has insufficient %s resources.", what, kind)
	}
	return nil
}

// quotaCodes are the codes of events: beyond the grace in audit mode, near the limit, beyond it,
// and beyond the grace.
var quotaCodes = map[string][4]int64{
	"cluster": {3015, 3008, 3007, 3006},
	"storage": {3016, 3011, 3010, 3009},
}

// percent prints a share with two digits at most.
func percent(n float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(n, 'f', 2, 64), "0"), ".") + "%"
}

// UseStorageForCopies refuses to make copies of disks for which their quota has no room, where
// quotas are enforced.
func (cs *Centers) UseStorageForCopies(c *world.Call, from *store.Entity, what string) error {
	if from == nil {
		return nil
	}
	for _, a := range c.Of(from, "diskattachments") {
		disk := c.Target(a, names.Disk)
		if disk == nil || disk.Object().True(names.Shareable) {
			continue
		}
		for _, ref := range disk.Object().List(names.StorageDomains) {
			domain := c.Resolve(ref)
			if domain == nil {
				continue
			}
			if _, mode := cs.quotaOf(disk.Object(), c.Target(domain, names.DataCenter)); mode == quotaEnforced {
				if err := cs.UseStorage(c, disk.Object(), domain, disk.Object().Int(names.ProvisionedSize), what); err != nil {
					return err
				}
			}
			break
		}
	}
	return nil
}
