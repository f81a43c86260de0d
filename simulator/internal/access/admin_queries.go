package access

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Insufficient refuses to read what is for administrators. Engines answer it with 400.
func Insufficient() *world.Fault {
	return &world.Fault{
		Status: http.StatusBadRequest,
		Reason: world.ReasonFailed,
		Detail: "query execution failed due to insufficient permissions.",
	}
}

// AdminQuery reports whether a service can be read by administrators only, and by them only without
// the filter.
func AdminQuery(service string) bool { return adminQueries[service] }

// adminQueries are the services whose list or get is for administrators.
var adminQueries = set(
	"affinity_group", "affinity_group_host", "affinity_group_host_label",
	"affinity_group_host_labels", "affinity_group_hosts",
	"affinity_group_vm", "affinity_group_vm_label", "affinity_group_vm_labels",
	"affinity_group_vms", "affinity_groups",
	"affinity_label", "affinity_label_host", "affinity_label_hosts", "affinity_label_vm",
	"affinity_label_vms", "affinity_labels",
	"assigned_affinity_label", "assigned_affinity_labels", "assigned_tag", "assigned_tags",
	"attached_storage_domain_disk",
	"attached_storage_domain_disks", "balance", "balances", "bookmark", "bookmarks",
	"cluster_enabled_feature",
	"cluster_enabled_features", "cluster_feature", "cluster_features", "cpu_profile",
	"cpu_profiles", "disk_profile", "disk_profiles",
	"disk_snapshot", "disk_snapshots", "engine_katello_errata", "event", "event_subscription",
	"event_subscriptions",
	"external_compute_resource", "external_compute_resources", "external_discovered_host",
	"external_discovered_hosts",
	"external_host", "external_host_group", "external_host_groups", "external_host_provider",
	"external_host_providers",
	"external_hosts", "external_network_provider_configuration",
	"external_network_provider_configurations",
	"external_provider_certificate", "external_provider_certificates", "fence_agent",
	"fence_agents", "filter", "filters",
	"gluster_brick", "gluster_bricks", "gluster_hook", "gluster_hooks", "gluster_volume",
	"gluster_volumes", "group", "host",
	"host_device", "host_devices", "host_hook", "host_hooks", "host_storage", "image_transfers",
	"iscsi_bond", "iscsi_bonds", "jobs",
	"katello_errata", "katello_erratum", "link_layer_discovery_protocol", "mac_pool", "mac_pools",
	"network_attachment",
	"network_attachments", "network_filter", "network_filters", "network_label", "network_labels",
	"openstack_image_provider",
	"openstack_image_providers", "openstack_network", "openstack_network_provider",
	"openstack_network_providers",
	"openstack_networks", "openstack_subnet", "openstack_subnets", "openstack_volume_provider",
	"openstack_volume_providers", "qos",
	"qoss", "scheduling_policies", "scheduling_policy", "scheduling_policy_unit",
	"scheduling_policy_units", "step", "steps",
	"storage_domain_disk", "storage_domain_disks", "storage_domain_server_connection",
	"storage_domain_server_connections",
	"storage_domain_vm", "storage_domain_vms", "storage_server_connection",
	"storage_server_connection_extension",
	"storage_server_connection_extensions", "storage_server_connections",
	"tag", "tags", "unmanaged_network",
	"unmanaged_networks", "virtual_function_allowed_network", "virtual_function_allowed_networks",
	"vm_backup", "vm_backup_disk",
	"vm_backup_disks", "vm_backups", "vm_checkpoint", "vm_checkpoint_disk", "vm_checkpoint_disks",
	"vm_checkpoints",
	"vm_host_device", "vm_host_devices", "weight", "weights",
)

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}
