package store

import "github.com/ovirt-go/ovirt/simulator/internal/schema"

// ByUUID reports whether the objects of a type have UUIDs for ids.
func ByUUID(t *schema.Type) bool { return !freeID[t.Name] }

// freeID are the types whose ids are not UUIDs.
var freeID = map[string]bool{
	"event": true, "domain": true, "file": true, "graphics_console": true, "host_device": true, "unmanaged_network": true,
	"external_network_provider_configuration": true, "katello_erratum": true, "operating_system_info": true, "permit": true,
	"external_host": true, "external_host_group": true, "external_compute_resource": true, "external_discovered_host": true,
	"network_label": true, "cluster_level": true, "system_option": true, "user": true, "group": true, "host_storage": true,
	"event_subscription": true, "quota_cluster_limit": true, "quota_storage_limit": true, "open_stack_image": true,
	"open_stack_network": true, "open_stack_subnet": true, "open_stack_volume_type": true, "gluster_hook": true, "image": true,
	"link_layer_discovery_protocol_element": true, "host_cpu_unit": true, "application": true, "session": true, "certificate": true,
	"hook": true, "user_option": true, "gluster_brick": true, "statistic": true, "storage_connection": true, "network_filter": true,
}

// IsUUID reports whether the text has the form of a UUID, in any case.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
