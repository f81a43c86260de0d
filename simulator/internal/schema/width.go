package schema

import (
	"math"

	"github.com/ovirt-go/ovirt/model"
)

// builtins are the types of XML Schema for the built-in types of the model.
var builtins = map[string]string{
	"boolean": "xs:boolean", "string": "xs:string", "integer": "xs:int", "date": "xs:dateTime", "decimal": "xs:decimal",
}

// wide are the members whose type is another one in the engine's schema. All other integers have 32 bits.
var wide = map[string]string{
	"disk.actual_size": "xs:long", "disk.provisioned_size": "xs:long", "disk.initial_size": "xs:long", "disk.total_size": "xs:long",
	"gluster_client.bytes_read": "xs:long", "gluster_client.bytes_written": "xs:long",
	"host.max_scheduling_memory": "xs:long", "host.memory": "xs:long", "host_nic.speed": "xs:long", "image.size": "xs:long",
	"image_transfer.transferred": "xs:long", "logical_unit.discard_max_size": "xs:long", "logical_unit.size": "xs:long",
	"memory_policy.guaranteed": "xs:long", "memory_policy.max": "xs:long", "numa_node.memory": "xs:long",
	"quota_cluster_limit.memory_limit": "xs:double", "quota_cluster_limit.memory_usage": "xs:double",
	"quota_storage_limit.limit": "xs:long", "quota_storage_limit.usage": "xs:double",
	"storage_domain.available": "xs:long", "storage_domain.used": "xs:long", "storage_domain.committed": "xs:long",
	"ticket.expiry": "xs:unsignedInt", "vm_base.memory": "xs:long",
}

// Builtin returns the type of a member, or of the items of a list, in the engine's XML schema; empty for enums and structs.
func Builtin(m *model.Member) string {
	if m.Owner != nil {
		if t := wide[m.Owner.Name+"."+m.Name]; t != "" {
			return t
		}
	}
	return builtins[m.Type.Name]
}

// limits returns the least and the greatest value of an integer member.
func limits(m *model.Member) (least, most int64) {
	switch Builtin(m) {
	case "xs:int":
		return math.MinInt32, math.MaxInt32
	case "xs:unsignedInt":
		return 0, math.MaxUint32
	}
	return math.MinInt64, math.MaxInt64
}
