package simulator_test

import (
	"strings"
	"testing"
)

// TestShapes looks for the members that objects of real engines always have, and for their links and actions.
func TestShapes(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	first := func(path string) string { return path + "/" + e.Engine.IDs(path)[0] }
	vm, host, center := first("/vms"), first("/hosts"), first("/datacenters")
	domain, nic := first("/storagedomains"), first(host+"/nics")
	e.want(202, "POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>")
	e.clock.Advance(60e9)
	template := "/templates/" + e.Engine.IDs("/templates")[1]
	var snapshot string
	for _, id := range e.Engine.IDs(vm + "/snapshots") {
		if strings.Contains(e.get(vm+"/snapshots/"+id), "<snapshot_type>regular<") {
			snapshot = vm + "/snapshots/" + id
		}
	}
	for _, tt := range []struct{ name, path, members, links, actions string }{
		{
			"vm", vm, "name bios cluster cpu cpu_profile cpu_shares creation_time delete_protected display high_availability io large_icon memory " +
				"memory_policy migration migration_downtime next_run_configuration_exists origin original_template os placement_policy " +
				"small_icon sso start_paused stateless status stop_time storage_error_resume_behaviour template time_zone type usb " +
				"host run_once start_time",
			"affinitylabels applications cdroms diskattachments graphicsconsoles hostdevices katelloerrata nics numanodes permissions " +
				"reporteddevices sessions snapshots statistics tags watchdogs backups",
			"cancelmigration clone detach export freezefilesystems logon maintenance migrate previewsnapshot reboot reordermacaddresses shutdown " +
				"start stop suspend thawfilesystems ticket undosnapshot commitsnapshot",
		},
		{
			"host", host, "name address auto_numa_status certificate cluster cpu device_passthrough external_status hardware_information iscsi " +
				"kdump_status ksm libvirt_version max_scheduling_memory memory numa_supported os port power_management protocol se_linux spm ssh status " +
				"summary transparent_hugepages type update_available version",
			"affinitylabels devices externalnetworkproviderconfigurations fenceagents hooks katelloerrata networkattachments nics numanodes permissions " +
				"statistics storage storageconnectionextensions tags unmanagednetworks",
			"activate approve commitnetconfig deactivate enrollcertificate fence forceselectspm install iscsidiscover iscsilogin refresh setupnetworks " +
				"syncallnetworks unregisteredstoragedomainsdiscover upgrade upgradecheck",
		},
		{
			"disk", first("/disks"), "name alias actual_size content_type format image_id propagate_errors provisioned_size shareable sparse status " +
				"storage_domains storage_type wipe_after_delete", "permissions statistics", "copy export move reduce refreshlun sparsify",
		},
		{
			"cluster", first("/clusters"), "name description ballooning_enabled cpu custom_scheduling_policy_properties error_handling fencing_policy " +
				"firewall_type gluster_service ha_reservation ksm mac_pool memory_policy migration required_rng_sources scheduling_policy switch_type " +
				"threads_as_cores trusted_service tunnel_migration version virt_service data_center",
			"affinitygroups cpuprofiles enabledfeatures externalnetworkproviders glusterhooks glustervolumes networkfilters networks permissions", "",
		},
		{
			"data center", center, "name local mac_pool quota_mode status supported_versions version",
			"clusters iscsibonds networks permissions qoss quotas storagedomains", "cleanfinishedtasks setmaster",
		},
		{
			"storage domain", domain, "name backup committed critical_space_action_blocker discard_after_delete external_status master storage " +
				"storage_format supports_discard supports_discard_zeroes_data type warning_low_space_indicator wipe_after_delete data_centers available used",
			"diskprofiles disks disksnapshots permissions storageconnections templates vms", "isattached reduceluns refreshluns updateovfstore",
		},
		{
			"storage domain of a data center", strings.Replace(domain, "/storagedomains", center+"/storagedomains", 1),
			"name status data_center data_centers storage type", "disks", "activate deactivate",
		},
		{
			"template", template, "name bios cluster cpu cpu_shares creation_time delete_protected display high_availability io large_icon memory " +
				"memory_policy migration migration_downtime origin os placement_policy small_icon sso start_paused stateless status " +
				"storage_error_resume_behaviour type usb version",
			"cdroms diskattachments graphicsconsoles nics permissions tags watchdogs", "export",
		},
		{"network", first("/networks"), "name description data_center mtu stp usages", "networklabels permissions vnicprofiles", ""},
		{
			"nic", first(vm + "/nics"), "name interface linked plugged mac vm vnic_profile", "networkfilterparameters reporteddevices statistics",
			"activate deactivate",
		},
		{
			"host nic", nic, "name boot_protocol bridged custom_configuration host ip ipv6 ipv6_boot_protocol mac mtu network properties status",
			"linklayerdiscoveryprotocolelements networkattachments networklabels statistics", "",
		},
		{"snapshot", snapshot, "description date persist_memorystate snapshot_status snapshot_type vm", "cdroms disks nics", "restore"},
		{
			"disk attachment", first(vm + "/diskattachments"), "active bootable disk interface pass_discard read_only uses_scsi_reservation vm",
			"", "",
		},
		{"vNIC profile", first("/vnicprofiles"), "name network pass_through port_mirroring", "permissions", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			doc := e.get(tt.path)
			for _, member := range strings.Fields(tt.members) {
				if !strings.Contains(doc, "\n    <"+member+">") && !strings.Contains(doc, "\n    <"+member+" ") && !strings.Contains(doc, "\n    <"+member+"/>") {
					t.Errorf("no %s", member)
				}
			}
			for _, rel := range strings.Fields(tt.links) {
				if !strings.Contains(doc, "\n    <link href=\"/ovirt-engine/api"+tt.path+"/"+rel+`" rel="`+rel+`"/>`) {
					t.Errorf("no link to %s", rel)
				}
			}
			for _, rel := range strings.Fields(tt.actions) {
				if !strings.Contains(doc, "\n        <link href=\"/ovirt-engine/api"+tt.path+"/"+rel+`" rel="`+rel+`"/>`) {
					t.Errorf("no action %s", rel)
				}
			}
			if t.Failed() {
				t.Log(doc)
			}
		})
	}
}
