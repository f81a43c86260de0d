package world

// audit is the event that a call leaves. {name} stands for the object, and {user} for the caller.
type audit struct {
	code int64
	text string
}

// audits are the events by service and what was done, with the engine's codes.
var audits = map[string]audit{
	"hosts add":              {42, "Host {name} was added by {user}."},
	"host update":            {43, "Host {name} configuration was updated by {user}."},
	"host remove":            {44, "Host {name} was removed by {user}."},
	"host activate":          {16, "Activation of host {name} was initiated by {user}."},
	"host deactivate":        {600, "Host {name} was switched to Maintenance mode by {user}."},
	"host approve":           {498, "Host {name} was successfully approved by {user}."},
	"host forceselectspm":    {159, "Host {name} was force selected as SPM by {user}."},
	"host refresh":           {606, "Successfully refreshed the capabilities of host {name}."},
	"host enrollcertificate": {880, "Enrolling certificate for host {name} was started by {user}."},
	"host upgrade":           {840, "Host {name} upgrade was started by {user}."},
	"host upgradecheck":      {884, "Started to check for available updates on host {name}."},
	"host install":           {509, "Installing Host {name}."},
	"host setupnetworks":     {10902, "Network changes were saved on host {name}."},
	"host commitnetconfig":   {1146, "Network changes were saved on host {name}."},
	"host copyhostnetworks":  {10928, "Networks were copied to host {name} by {user}."},
	"host syncallnetworks":   {10901, "Networks of host {name} were synchronized by {user}."},

	"storage_domains add":   {956, "Storage Domain {name} was added by {user}."},
	"storage_domain update": {958, "Storage Domain {name} was updated by {user}."},
	"storage_domain remove": {960, "Storage Domain {name} was removed by {user}."},
	"storage_domain updateovfstore": {
		199,
		"OVF updates of domain {name} were initiated by {user}.",
	},
	"storage_domain reduceluns":        {1042, "Storage Domain {name} was reduced by {user}."},
	"storage_domain refreshluns":       {1022, "LUNs of domain {name} were refreshed by {user}."},
	"attached_storage_domains add":     {962, "Storage Domain {name} was attached by {user}."},
	"attached_storage_domain remove":   {964, "Storage Domain {name} was detached by {user}."},
	"attached_storage_domain activate": {966, "Storage Domain {name} was activated by {user}."},
	"attached_storage_domain deactivate": {
		968,
		"Storage Domain {name} was deactivated and has moved to 'Preparing for maintenance' by " +
			"{user}.",
	},

	"data_centers add":   {950, "Data Center {name} was added by {user}."},
	"data_center update": {952, "Data Center {name} was updated by {user}."},
	"data_center remove": {954, "Data Center {name} was removed by {user}."},
	"data_center cleanfinishedtasks": {
		9031,
		"Finished tasks of Data Center {name} were cleaned by {user}.",
	},
	"data_center setmaster": {
		1480,
		"The master Storage Domain of Data Center {name} was switched by {user}.",
	},
	"clusters add":   {809, "Host cluster {name} was added by {user}."},
	"cluster update": {811, "Host cluster {name} was updated by {user}."},
	"cluster remove": {813, "Host cluster {name} was removed by {user}."},
	"cluster syncallnetworks": {
		10908,
		"Networks of all hosts of cluster {name} were synchronized by {user}.",
	},

	"networks add":             {942, "Network {name} was added by {user}."},
	"data_center_networks add": {942, "Network {name} was added by {user}."},
	"network update":           {1114, "Network {name} was updated by {user}."},
	"network remove":           {944, "Network {name} was removed by {user}."},
	"cluster_networks add":     {946, "Network {name} was attached to a cluster by {user}."},
	"cluster_network update":   {1112, "Network {name} of a cluster was updated by {user}."},
	"cluster_network remove":   {948, "Network {name} was detached from a cluster by {user}."},
	"vnic_profiles add":        {1122, "VM network interface profile {name} was added by {user}."},
	"vnic_profile update": {
		1124,
		"VM network interface profile {name} was updated by {user}.",
	},
	"vnic_profile remove": {
		1126,
		"VM network interface profile {name} was removed by {user}.",
	},

	"quotas add":               {3000, "Quota {name} was added by {user}."},
	"quota update":             {3002, "Quota {name} was updated by {user}."},
	"quota remove":             {3004, "Quota {name} was deleted by {user}."},
	"bookmarks add":            {350, "Bookmark {name} was added by {user}."},
	"bookmark update":          {352, "Bookmark {name} was updated by {user}."},
	"bookmark remove":          {354, "Bookmark {name} was removed by {user}."},
	"tags add":                 {432, "Tag {name} was added by {user}."},
	"tag update":               {430, "Tag {name} configuration was updated by {user}."},
	"tag remove":               {434, "Tag {name} was removed by {user}."},
	"mac_pools add":            {10700, "MAC Pool {name} was added by {user}."},
	"mac_pool update":          {10702, "MAC Pool {name} was updated by {user}."},
	"mac_pool remove":          {10704, "MAC Pool {name} was removed by {user}."},
	"affinity_groups add":      {10350, "Affinity Group {name} was added by {user}."},
	"affinity_group update":    {10352, "Affinity Group {name} was updated by {user}."},
	"affinity_group remove":    {10354, "Affinity Group {name} was removed by {user}."},
	"affinity_labels add":      {10380, "Affinity Label {name} was added by {user}."},
	"affinity_label update":    {10382, "Affinity Label {name} was updated by {user}."},
	"affinity_label remove":    {10384, "Affinity Label {name} was removed by {user}."},
	"scheduling_policies add":  {9910, "Scheduling policy {name} was added by {user}."},
	"scheduling_policy update": {9912, "Scheduling policy {name} was updated by {user}."},
	"scheduling_policy remove": {9914, "Scheduling policy {name} was removed by {user}."},
	"iscsi_bonds add":          {10400, "iSCSI bond {name} was created by {user}."},
	"iscsi_bond update":        {10402, "iSCSI bond {name} was updated by {user}."},
	"iscsi_bond remove":        {10404, "iSCSI bond {name} was removed by {user}."},

	"gluster_volumes add":   {4000, "Gluster Volume {name} was created by {user}."},
	"gluster_volume remove": {4010, "Gluster Volume {name} was deleted by {user}."},
	"gluster_volume start":  {4004, "Gluster Volume {name} was started by {user}."},
	"gluster_volume stop":   {4006, "Gluster Volume {name} was stopped by {user}."},
	"gluster_volume rebalance": {
		4012,
		"Gluster Volume {name} rebalance was started by {user}.",
	},
	"gluster_volume stoprebalance": {
		4078,
		"Gluster Volume {name} rebalance was stopped by {user}.",
	},
	"gluster_volume setoption": {
		4002,
		"An option of Gluster Volume {name} was set by {user}.",
	},
	"gluster_volume resetoption": {
		4008,
		"An option of Gluster Volume {name} was reset by {user}.",
	},
	"gluster_volume resetalloptions": {
		4074,
		"All options of Gluster Volume {name} were reset by {user}.",
	},
	"gluster_volume startprofile": {
		4022,
		"Profiling of Gluster Volume {name} was started by {user}.",
	},
	"gluster_volume stopprofile": {
		4024,
		"Profiling of Gluster Volume {name} was stopped by {user}.",
	},
	"gluster_brick replace": {4162, "A brick of a Gluster Volume was replaced by {user}."},
	"gluster_hook enable":   {4042, "Gluster Hook {name} was enabled by {user}."},
	"gluster_hook disable":  {4045, "Gluster Hook {name} was disabled by {user}."},

	"openstack_image_providers add": {205, "Provider {name} was added by {user}."},
	"openstack_image_provider remove": {
		209,
		"Provider {name} was removed by {user}.",
	},
	"openstack_image_provider update": {
		207,
		"Provider {name} was updated by {user}.",
	},
	"openstack_image_provider importcertificates": {
		213,
		"Certificate for provider {name} was imported by {user}.",
	},
	"openstack_network_providers add": {205, "Provider {name} was added by {user}."},
	"openstack_network_provider remove": {
		209,
		"Provider {name} was removed by {user}.",
	},
	"openstack_network_provider update": {
		207,
		"Provider {name} was updated by {user}.",
	},
	"openstack_network_provider importcertificates": {
		213,
		"Certificate for provider {name} was imported by {user}.",
	},
	"openstack_volume_providers add": {205, "Provider {name} was added by {user}."},
	"openstack_volume_provider remove": {
		209,
		"Provider {name} was removed by {user}.",
	},
	"openstack_volume_provider update": {
		207,
		"Provider {name} was updated by {user}.",
	},
	"openstack_volume_provider importcertificates": {
		213,
		"Certificate for provider {name} was imported by {user}.",
	},
	"external_host_providers add": {205, "Provider {name} was added by {user}."},
	"external_host_provider remove": {
		209,
		"Provider {name} was removed by {user}.",
	},
	"external_host_provider update": {
		207,
		"Provider {name} was updated by {user}.",
	},
	"external_host_provider importcertificates": {
		213,
		"Certificate for provider {name} was imported by {user}.",
	},

	"system reloadconfigurations": {1010, "Configurations were reloaded by {user}."},
}
