package info

import "slices"

// Whole reports whether an update with a member replaces all of it: what the request leaves out of
// such a part isn't kept, as everywhere else, but removed, set to its default, or the part isn't
// changed at all. The reason says which. The names are those of the model, of package types or of
// the wire:
//
//	reason, whole := info.Whole("vm", "placement_policy")
//	// "hosts that the request leaves out are taken away, which unpins the VM"
//
// Programs that write such parts by hand must send everything that is to stay. object.Diff and
// package ensure complete them from the present object. Lists aren't named: an update replaces each
// of them.
func Whole(typ, member string) (reason string, whole bool) {
	t, ok := TypeByName(typ)
	if !ok {
		return "", false
	}
	m, ok := t.Member(member)
	if !ok || m.List {
		return "", false
	}
	for _, row := range wholeParts {
		if row.part == m.Type && (row.of == "" || row.of == t.Name && row.member == m.Name) {
			return row.reason, true
		}
	}
	return "", false
}

// Together returns the members that an update with a member must send along, by their names in
// package types, though they don't change, and the reason. The member "" stands for any.
//
//	along, reason := info.Together("host", "comment") // Port
func Together(typ, member string) (along []string, reason string) {
	t, ok := TypeByName(typ)
	if !ok {
		return nil, ""
	}
	m, ok := t.Member(member)
	if !ok && member != "" {
		return nil, ""
	}
	for _, row := range coupled {
		if row.of == t.Name && (row.member == "" || row.member == m.Name) && row.along != m.Go {
			along, reason = append(along, row.along), row.reason
		}
	}
	return along, reason
}

// Clears reports whether an empty object removes what a member has, as <qos/> takes the QoS from
// a vNIC profile. Engines ignore all other empty objects: they mean the same as none.
func Clears(typ, member string) bool {
	t, _ := TypeByName(typ)
	m, ok := t.Member(member)
	if !ok || m.List || m.Type == "version" && m.Name != "custom_compatibility_version" {
		return false
	}
	return clears[m.Type] != "" && !slices.Contains(kept, t.Name+"."+m.Name)
}

// kept are members of these types that engines keep all the same: CpuProfileMapper, DiskMapper.
var kept = []string{"cpu_profile.qos", "disk.quota", "disk_snapshot.quota"}

// clears are the types whose empty objects take away, with the class of the engine that says so.
var clears = map[string]string{
	"external_host_provider": "HostMapper, VmMapper",
	"initialization":         "InitializationMapper",
	"instance_type":          "BackendVmResource",
	"migration_policy":       "MigrationOptionsMapper",
	"network_filter":         "VnicProfileMapper",
	"qos":                    "VnicProfileMapper, DiskProfileMapper",
	"quota":                  "VmBaseMapper",
	"rng_device":             "RngDeviceMapper",
	"storage_domain_lease":   "StorageDomainLeaseMapper",
	"version":                "VmBaseMapper",
	"vm_placement_policy":    "VmBaseMapper",
	"vnic_profile":           "NicMapper",
}

// wholeParts are the parts that engines take whole, by the type of the part, and by its owner and
// member where another owner takes the same part member by member. All were read off the classes
// with which engines map requests; those named "recorded" were seen on one, too.
var wholeParts = []struct {
	part, of, member string
	reason           string
}{
	{part: "vm_placement_policy", // VmBaseMapper; recorded
		reason: "hosts that the request leaves out are taken away, which unpins the VM"},
	{part: "rng_device", // RngDeviceMapper; recorded
		reason: "without a source the device is removed, and without a rate it has no limit"},
	{part: "rate", // RngDeviceMapper
		reason: "bytes or period that the request leaves out are removed"},
	{part: "migration_options", // MigrationOptionsMapper; recorded
		reason: "custom_parallel_migrations does nothing without parallel_migrations_policy"},
	{part: "migration_bandwidth", // ClusterMigrationOptionsMapper
		reason: "custom_value does nothing without assignment_method"},
	{part: "affinity_rule", // AffinityGroupMapper
		reason: "enabled does nothing without positive, and positive alone enables the rule"},
	{part: "version", // VersionMapper, and the mappers of all its owners
		reason: "major and minor do nothing without each other, or mean no version"},
	{part: "fencing_policy", // FencingPolicyMapper
		reason: "what the request leaves out gets its default, such as an enabled fencing"},
	{part: "skip_if_connectivity_broken", // FencingPolicyMapper
		reason: "without a threshold it becomes 50 %"},
	{part: "dns_resolver_configuration", // DnsResolverConfigurationMapper
		reason: "without name servers the configuration is removed"},
	{part: "memory_policy", of: "cluster", member: "memory_policy", // ClusterMapper
		reason: "without transparent_hugepages they are turned on"},
	{part: "host_storage", of: "disk", member: "lun_storage", // DiskMapper
		reason: "what the request leaves out of the LUN is removed"},
	{part: "qos", of: "network_attachment", member: "qos", // NetworkAttachmentMapper
		reason: "figures that the request leaves out are removed"},
	{part: "qos", of: "host_nic", member: "qos", // HostNicMapper
		reason: "figures that the request leaves out are removed"},
}

// coupled are members that don't stay as they are when an update leaves them out.
var coupled = []struct {
	of, member string // member is "" for any
	along      string
	reason     string
}{
	{"host", "", "Port", "an update without a port sets it to 54321"}, // HostMapper
	{"cluster", "log_max_memory_used_threshold", "LogMaxMemoryUsedThresholdType",
		"a threshold does nothing without its type"}, // ClusterMapper
	{"cluster", "log_max_memory_used_threshold_type", "LogMaxMemoryUsedThreshold",
		"a type without its threshold removes the threshold"}, // ClusterMapper
	{"cluster", "version", "MemoryPolicy",
		"a version without a memory policy turns transparent_hugepages on"}, // ClusterMapper
}
