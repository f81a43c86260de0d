package store

// clearing are the types whose empty objects take away what there is; other empty objects mean the
// same as absent ones. The engine's mappers say so: VmBaseMapper, InitializationMapper, NicMapper,
// VnicProfileMapper, DiskProfileMapper, StorageDomainLeaseMapper, MigrationOptionsMapper,
// HostMapper, NetworkMapper.
var clearing = map[string]bool{
	"external_host_provider": true, "initialization": true, "instance_type": true, "migration_policy": true,
	"network_filter": true, "qos": true, "quota": true, "rng_device": true, "storage_domain_lease": true,
	"version": true, "vlan": true, "vm_placement_policy": true, "vnic_profile": true,
}

// keeping are members of these types whose empty objects mean nothing all the same:
// CpuProfileMapper, DiskMapper, VnicProfileMapper.
var keeping = map[string]bool{"cpu_profile.qos": true, "disk.quota": true, "vnic_profile.failover": true}

// whole returns how a part is merged that the engine doesn't take member by member, by its type;
// nil for the others. The owner is the type that has the part; old may be nil. A nil result means
// that the part is gone.
func whole(part string) func(owner string, old, change *Object) *Object {
	switch part {
	case "vm_placement_policy":
		return placement
	case "rng_device":
		return randomDevice
	case "migration_options":
		return migrationOptions
	case "affinity_rule":
		return affinityRule
	case "fencing_policy":
		return fencingPolicy
	case "dns_resolver_configuration":
		return resolverConfiguration
	case "memory_policy":
		return memoryPolicy
	case "version":
		return version
	}
	return nil
}

// placement merges a placement policy, whose hosts are taken away if they aren't said:
// VmBaseMapper.
func placement(_ string, old, change *Object) *Object {
	out := over(old, change)
	if len(change.List("hosts")) == 0 {
		out.Set("hosts", nil)
	}
	return full(out)
}

// randomDevice replaces a random number generator, which needs its source: RngDeviceMapper.
func randomDevice(_ string, _, change *Object) *Object {
	if !change.Has("source") {
		return nil
	}
	return change
}

// migrationOptions merges what is said about migrations. A number of connections counts beside the
// policy custom alone: MigrationOptionsMapper.
func migrationOptions(_ string, old, change *Object) *Object {
	out := over(old, change)
	const number, policy = "custom_parallel_migrations", "parallel_migrations_policy"
	switch {
	case !change.Has(policy) && old == nil:
		out.Set(number, nil)
	case !change.Has(policy):
		out.Set(number, old.Get(number))
	case change.Text(policy) != "custom":
		out.Set(number, nil)
	}
	return full(out)
}

// affinityRule merges a rule, whose polarity turns it on: AffinityGroupMapper.
func affinityRule(_ string, old, change *Object) *Object {
	out := New(change.Type)
	if old != nil {
		out = old.Clone()
	}
	switch {
	case change.Has("enabled") && !change.True("enabled"):
		out.Set("enabled", false)
		out.Set("positive", false)
	case change.Has("positive"):
		out.Set("enabled", true)
		out.Set("positive", change.True("positive"))
	}
	if v := change.Get("enforcing"); v != nil {
		out.Set("enforcing", v)
	}
	return full(out)
}

// fencingPolicy replaces a policy, and sets what isn't said to its default: FencingPolicyMapper.
func fencingPolicy(_ string, _, change *Object) *Object {
	out := New(change.Type)
	for _, name := range []string{
		"skip_if_sd_active.enabled", "skip_if_connectivity_broken.enabled", "skip_if_gluster_bricks_up",
		"skip_if_gluster_quorum_not_met",
	} {
		out.Set(name, false)
	}
	out.Set("enabled", true)
	out.Set("skip_if_connectivity_broken.threshold", 50)
	out.Merge(change)
	return out
}

// resolverConfiguration replaces a configuration, which needs name servers:
// DnsResolverConfigurationMapper.
func resolverConfiguration(_ string, _, change *Object) *Object {
	if servers, _ := change.Get("name_servers").([]string); len(servers) == 0 {
		return nil
	}
	return change
}

// memoryPolicy merges a policy. That of a cluster turns huge pages on unless it says otherwise:
// ClusterMapper.
func memoryPolicy(owner string, old, change *Object) *Object {
	out := over(old, change)
	const pages = "transparent_huge_pages.enabled"
	if owner == "cluster" && old != nil && !change.Has(pages) {
		out.Set(pages, true)
	}
	return full(out)
}

// version replaces a version. That of a cluster or data center needs major and minor:
// ClusterMapper, DataCenterMapper.
func version(owner string, old, change *Object) *Object {
	if (owner == "cluster" || owner == "data_center") && !(change.Has("major") && change.Has("minor")) {
		return old
	}
	return change
}

// over lays a part over another one, which may be nil.
func over(old, change *Object) *Object {
	out := New(change.Type)
	if old != nil {
		out = old.Clone()
	}
	out.Merge(change)
	return out
}

// full returns a part that has members, or nil.
func full(part *Object) *Object {
	if part.Empty() {
		return nil
	}
	return part
}

// DropEmpty returns an object without empty parts and references: what the engine keeps has none.
func (o *Object) DropEmpty() *Object {
	out := o.Clone()
	for _, f := range o.fields {
		part, ok := f.value.(*Object)
		if !ok {
			continue
		}
		if !f.member.Link && !part.Empty() {
			part = part.DropEmpty()
		}
		if part.Empty() {
			out.Put(f.member, nil)
		} else {
			out.Put(f.member, part)
		}
	}
	return out
}
