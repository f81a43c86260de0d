package access

import (
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// permit is one thing that roles allow. Its id is the engine's number.
type permit struct {
	id    int
	name  string
	admin bool // admin permits are for administrative roles only.
	// children says that who has the permit on an object sees what is in it.
	children bool
}

// permits are all that there are, by number.
var permits = []permit{
	{1, "create_vm", false, false},
	{2, "delete_vm", false, true},
	{3, "edit_vm_properties", false, true},
	{5, "change_vm_cd", false, true},
	{6, "migrate_vm", false, true},
	{7, "connect_to_vm", false, true},
	{8, "import_export_vm", true, true},
	{9, "configure_vm_network", false, true},
	{10, "configure_vm_storage", false, true},
	{11, "move_vm", false, true},
	{12, "manipulate_vm_snapshots", false, true},
	{13, "reconnect_to_vm", false, true},
	{14, "change_vm_custom_properties", true, true},
	{15, "edit_admin_vm_properties", true, true},
	{16, "create_instance", false, false},
	{17, "reboot_vm", false, true},
	{18, "stop_vm", false, true},
	{19, "shut_down_vm", false, true},
	{21, "hibernate_vm", false, true},
	{22, "run_vm", false, true},
	{23, "reset_vm", false, true},
	{100, "create_host", true, true},
	{101, "edit_host_configuration", true, true},
	{102, "delete_host", true, true},
	{103, "manipulate_host", true, true},
	{104, "configure_host_network", true, true},
	{200, "create_template", false, false},
	{201, "edit_template_properties", false, true},
	{202, "delete_template", false, true},
	{203, "copy_template", false, true},
	{204, "configure_template_network", false, true},
	{205, "edit_admin_template_properties", true, true},
	{300, "create_vm_pool", false, false},
	{301, "edit_vm_pool_configuration", false, true},
	{302, "delete_vm_pool", false, true},
	{303, "vm_pool_basic_operations", false, true},
	{400, "create_cluster", true, true},
	{401, "edit_cluster_configuration", true, true},
	{402, "delete_cluster", true, true},
	{403, "configure_cluster_network", true, true},
	{404, "assign_cluster_network", true, true},
	{500, "manipulate_users", true, true},
	{501, "manipulate_roles", true, true},
	{502, "manipulate_permissions", false, true},
	{503, "add_users_and_groups_from_directory", false, true},
	{504, "edit_profile", false, true},
	{600, "create_storage_domain", true, true},
	{601, "edit_storage_domain_configuration", true, true},
	{602, "delete_storage_domain", true, true},
	{603, "manipulate_storage_domain", true, true},
	{700, "create_storage_pool", true, true},
	{701, "delete_storage_pool", true, true},
	{702, "edit_storage_pool_configuration", true, true},
	{703, "configure_storage_pool_network", true, true},
	{704, "create_storage_pool_network", true, true},
	{705, "delete_storage_pool_network", true, true},
	{800, "configure_engine", true, true},
	{900, "configure_quota", true, true},
	{901, "consume_quota", false, true},
	{1000, "create_gluster_volume", true, true},
	{1001, "manipulate_gluster_volume", true, true},
	{1002, "delete_gluster_volume", true, true},
	{1003, "manipulate_gluster_hook", true, true},
	{1004, "manipulate_gluster_service", true, true},
	{1100, "create_disk", false, false},
	{1101, "attach_disk", false, true},
	{1102, "edit_disk_properties", false, true},
	{1103, "configure_disk_storage", false, true},
	{1104, "delete_disk", false, true},
	{1105, "configure_scsi_generic_io", true, true},
	{1106, "access_image_storage", false, false},
	{1107, "disk_live_storage_migration", false, true},
	{1108, "sparsify_disk", false, true},
	{1109, "reduce_disk", true, true},
	{1110, "backup_disk", true, true},
	{1203, "configure_network_vnic_profile", true, true},
	{1204, "create_network_vnic_profile", true, true},
	{1205, "delete_network_vnic_profile", true, true},
	{1300, "login", false, false},
	{1301, "tag_management", true, false},
	{1302, "bookmark_management", true, false},
	{1303, "event_notification_management", true, false},
	{1304, "audit_log_management", true, false},
	{1400, "inject_external_events", true, false},
	{1500, "inject_external_tasks", true, false},
	{1550, "manipulate_affinity_groups", true, true},
	{1560, "configure_storage_disk_profile", true, true},
	{1561, "create_storage_disk_profile", true, true},
	{1562, "delete_storage_disk_profile", true, true},
	{1563, "attach_disk_profile", false, true},
	{1660, "create_mac_pool", true, true},
	{1661, "edit_mac_pool", true, true},
	{1662, "delete_mac_pool", true, true},
	{1663, "configure_mac_pool", true, true},
	{1664, "connect_to_serial_console", false, true},
	{1665, "delete_cpu_profile", true, true},
	{1666, "update_cpu_profile", true, true},
	{1667, "create_cpu_profile", true, true},
	{1668, "assign_cpu_profile", true, true},
}

// permitIDs are the ids of permits, as texts, by name.
var permitIDs = func() map[string]string {
	out := make(map[string]string, len(permits))
	for _, p := range permits {
		out[p.name] = strconv.Itoa(p.id)
	}
	return out
}()

// permitsByID has the permits by their ids, as texts.
var permitsByID = func() map[string]*permit {
	out := make(map[string]*permit, len(permits))
	for i := range permits {
		out[strconv.Itoa(permits[i].id)] = &permits[i]
	}
	return out
}()

// permitOf returns the permit of that id or else of that name, or nil.
func permitOf(id, name string) *permit {
	if id == "" {
		id = permitIDs[name]
	}
	return permitsByID[id]
}

// PermitObject returns the permit of an ID as an object, or nil.
func (ac *Access) PermitObject(id string) *store.Object {
	p := permitOf(id, "")
	if p == nil {
		return nil
	}
	o := ac.w.NewObject(names.Permit)
	o.Set(names.ID, id)
	o.Set(names.Name, p.name)
	o.Set(names.Administrative, p.admin)
	return o
}
