package simulator_test

import (
	"path"
	"strings"
	"testing"
	"time"
)

// conflict demands that a request is refused with the detail.
func (e *engine) conflict(method, path, body, want string) {
	e.t.Helper()
	e.rejects(409, method, path, body, want)
}

// rejects demands a status and the detail of a fault.
func (e *engine) rejects(status int, method, path, body, want string) {
	e.t.Helper()
	a := e.want(status, method, path, body)
	expect(e.t, method+" "+path, plain(between(e.t, a.body, "<detail>", "</detail>")), want)
}

// has demands that the document at a path has all the texts.
func (e *engine) has(path string, texts ...string) {
	e.t.Helper()
	doc := e.get(path)
	for _, text := range texts {
		if !strings.Contains(doc, text) {
			e.t.Errorf("%s: %s isn't in\n%s", path, text, doc)
		}
	}
}

// made adds an object and returns its path.
func (e *engine) made(collection, body string) string {
	e.t.Helper()
	return collection + "/" + idOf(e.t, e.want(201, "POST", collection, body).body)
}

func TestClusterIsUpgraded(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	upgrade := func(status int, action, more string) string {
		t.Helper()
		return e.want(status, "POST", cluster+"/upgrade", "<action><upgrade_action>"+action+"</upgrade_action>"+more+"</action>").body
	}
	if body := upgrade(400, "update_progress", ""); !strings.Contains(body, "[Cannot update progress, cluster upgrade has not been started.]") {
		t.Errorf("fault: %s", body)
	}
	upgrade(200, "start", "<correlation_id>mine</correlation_id>")
	e.has(cluster, "<upgrade_in_progress>true<", "<upgrade_correlation_id>mine<", "<upgrade_percent_complete>0<")
	upgrade(400, "start", "")
	upgrade(400, "update_progress", "<upgrade_percent_complete>40</upgrade_percent_complete>") // by somebody else
	upgrade(200, "update_progress", "<correlation_id>mine</correlation_id><upgrade_percent_complete>40</upgrade_percent_complete>")
	e.has(cluster, "<upgrade_percent_complete>40<")
	upgrade(200, "finish", "")
	e.has(cluster, "<upgrade_in_progress>false<", "<upgrade_correlation_id>mine<", "<upgrade_percent_complete>0<")
	e.want(500, "POST", cluster+"/upgrade", "<action/>")
	e.has("/events", "<code>892</code>", "<code>896</code>", "<code>894</code>")
}

func TestClusterChangesAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	other := e.made("/datacenters", "<data_center><name>other</name><local>false</local></data_center>")
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{409, `<data_center id="` + strings.TrimPrefix(other, "/datacenters/") + `"/>`, "[Cannot change Data Center association when editing a Cluster.]"},
		{400, "<version><major>4</major><minor>6</minor></version>", "[Cluster compatibility version can't be decreased if there are hosts in the Cluster.]"},
		{400, "<version><major>4</major><minor>9</minor></version>", "[Cannot edit Cluster. Selected Compatibility Version is not supported.]"},
		{409, "<cpu><type>Other</type></cpu>", "[Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in Maintenance.]"},
		{409, "<cpu><type>IBM POWER8</type></cpu>", "[Cannot change Cluster CPU type unless all Hosts attached to this Cluster are in Maintenance.]"},
		{409, "<cpu><type></type></cpu>", "[Cannot change Cluster CPU Type to Auto Detect when there are VMs or hosts in the cluster.]"},
		{400, "<virt_service>false</virt_service>", "[At least one service [virt / gluster] must be enabled on the cluster.]"},
		{400, "<trusted_service>true</trusted_service>", "[Attestation server should be configured correctly.]"},
		{409, "<fips_mode>enabled</fips_mode>", "[Cannot update Cluster FIPS mode unless all Hosts attached to this Cluster are in Maintenance.]"},
		{400, `<serial_number><policy>custom</policy></serial_number>`, "[Cannot edit Cluster. Custom serial number must be non-empty when \"Custom\" serial number policy is specified., Attribute: cluster]"},
	} {
		e.rejects(tt.status, "PUT", cluster, "<cluster>"+tt.body+"</cluster>", tt.want)
	}
	e.conflict("DELETE", cluster, "", "[Cannot remove Cluster. Cluster contains one or more Hosts]")
}

// TestNewClustersAreChecked states what an engine said of such clusters.
func TestNewClustersAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{400, "<version><major>4</major><minor>6</minor></version>",
			"[Cannot add Cluster with Compatibility Version that is lower than the Data Center Compatibility Version.\n-Please upgrade your Cluster to a later Compatibility version first.]"},
		{400, "<version><major>4</major><minor>9</minor></version>", "[Cannot create Cluster. Selected Compatibility Version is not supported.]"},
		{400, "<cpu><type>x</type></cpu>", "[Cannot create Cluster. The chosen CPU is not supported.]"},
		{400, "<virt_service>false</virt_service>", "[At least one service [virt / gluster] must be enabled on the cluster.]"},
		{400, "<trusted_service>true</trusted_service>", "[Attestation server should be configured correctly.]"},
		{400, "<migration><parallel_migrations_policy>custom</parallel_migrations_policy><custom_parallel_migrations>1</custom_parallel_migrations></migration>",
			"[Custom number of parallel migration connections must be between 2 and 255.]"},
		{400, "<migration><parallel_migrations_policy>inherit</parallel_migrations_policy></migration>", "[Cluster cannot inherit parallel migration settings.]"},
		{409, "<bios_type>q35_ovmf</bios_type>", "[Q35 chipset is allowed for x86 architecture only.]"},
		{409, "<cpu><type>IBM POWER8</type></cpu><bios_type>q35_ovmf</bios_type>", "[Q35 chipset is allowed for x86 architecture only.]"},
		{409, "<memory_policy><over_commit><percent>150</percent></over_commit></memory_policy><ksm><enabled>false</enabled></ksm><ballooning_enabled>false</ballooning_enabled>",
			"[KSM or ballooning must be enabled to allow memory optimization.]"},
		{400, "<custom_scheduling_policy_properties><property><name>HighUtilization</name><value>x</value></property></custom_scheduling_policy_properties>",
			"[Cannot create Cluster if some of the specified custom properties have illegal values. The keys are: HighUtilization]"},
		{409, "<name>DEFAULT</name>", "[Cannot create Cluster. Cluster name is already in use.]"},
	} {
		e.rejects(tt.status, "POST", "/clusters", "<cluster><name>c</name><data_center><name>Default</name></data_center>"+tt.body+"</cluster>", tt.want)
	}
}

func TestDataCenterVersionsAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	version := func(minor string) string { return "<version><major>4</major><minor>" + minor + "</minor></version>" }
	create := "<data_center><name>d</name><local>false</local>"
	e.rejects(400, "POST", "/datacenters", create+version("9")+"</data_center>", "[Cannot create Data Center. Selected Compatibility Version is not supported.]")
	e.rejects(400, "PUT", dc, "<data_center>"+version("9")+"</data_center>", "[Cannot edit Data Center. Selected Compatibility Version is not supported.]")
	e.rejects(409, "POST", "/datacenters", "<data_center><name>Default</name><local>false</local></data_center>", "[Cannot create Data Center. The Data Center name is already in use.]")
	old := e.made("/datacenters", create+version("6")+"</data_center>")
	e.has(old, "<minor>6</minor>", "<minor>7</minor>", "<minor>8</minor>")
	e.rejects(400, "PUT", old, "<data_center>"+version("5")+"</data_center>", "[Cannot decrease data center compatibility version.]")
	e.made("/clusters", `<cluster><name>c</name><data_center><name>d</name></data_center></cluster>`)
	e.rejects(400, "PUT", old, "<data_center>"+version("7")+"</data_center>",
		"[Cannot update Data Center compatibility version to a value that is greater than its cluster's version. The following clusters should be upgraded: c.]")
	e.want(200, "PUT", old, "<data_center>"+version("5")+"</data_center>") // its one network is that of management now
	e.hides(old, "<minor>7</minor>")
}

func TestNetworkRules(t *testing.T) {
	t.Parallel()
	e := start(t)
	const mgmt = "/networks/00000000-0000-0000-0000-000000000009"
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.refuses(400, "DELETE", mgmt, "", "[The Management Network ('ovirtmgmt') is mandatory and cannot be removed.]")
	e.refuses(400, "DELETE", cluster+mgmt, "", "[The Management Network ('ovirtmgmt') is mandatory and cannot be removed.]")
	e.refuses(400, "PUT", cluster+mgmt, "<network><required>false</required></network>",
		"[Cannot edit Network. The management network 'ovirtmgmt' must be required, please change the network to be required and try again.]")
	e.conflict("POST", cluster+"/networks", `<network id="00000000-0000-0000-0000-000000000009"/>`, "[Logical Network is already attached to Cluster.]")

	red := e.clusterNetwork("red", "")
	profile := e.Engine.IDs("/networks/" + red + "/vnicprofiles")[0]
	vm := e.addVM("myvm")
	nic := e.made(vm+"/nics", `<nic><name>nic1</name><vnic_profile id="`+profile+`"/></nic>`)
	e.conflict("DELETE", "/networks/"+red, "", "[Cannot remove Network. This logical network is used by virtual machine: myvm\n - Please remove it from this virtual machine and try again.]")
	e.conflict("DELETE", "/vnicprofiles/"+profile, "", "[Cannot remove VM network interface profile. This VM network interface profile is used by virtual machine:  myvm.\n"+
		" - Please remove it from this virtual machine and try again.]")
	e.refuses(400, "PUT", "/vnicprofiles/"+profile, `<vnic_profile><network id="00000000-0000-0000-0000-000000000009"/></vnic_profile>`,
		"[Cannot edit VM network interface profile. VM network interface profile's network cannot be changed.]")
	e.want(200, "DELETE", nic, "")
	e.want(200, "DELETE", "/networks/"+red, "")
	e.want(404, "GET", "/vnicprofiles/"+profile, "")
}

func TestQuotaShowsItsUse(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.has(dc+"/quotas", "<name>Default</name>")
	e.conflict("DELETE", dc+"/quotas/"+e.Engine.IDs(dc + "/quotas")[0], "", "[Cannot remove Quota. Default quota cannot be changed.]")
	quota := e.made(dc+"/quotas", "<quota><name>q</name></quota>")
	id := quota[strings.LastIndex(quota, "/")+1:]
	e.want(200, "POST", quota+"/quotaclusterlimits", "<quota_cluster_limit><memory_limit>4</memory_limit><vcpu_limit>2</vcpu_limit></quota_cluster_limit>")
	cluster := e.Engine.IDs("/clusters")[0]
	e.conflict("POST", quota+"/quotaclusterlimits", `<quota_cluster_limit><memory_limit>4</memory_limit><cluster id="`+cluster+`"/></quota_cluster_limit>`,
		"[Cannot edit Quota. Limitation can not be configured as specific and general for the same Quota. Please choose whether the limitation should be enforced on the Data Center (global) or for specific storage domain or cluster.]")
	e.want(200, "POST", quota+"/quotastoragelimits", "<quota_storage_limit><limit>10</limit></quota_storage_limit>")
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><quota id="`+id+`"/></vm>`)
	e.has(quota+"/quotaclusterlimits", "<memory_usage>0", "<vcpu_usage>0<")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.clock.Advance(time.Minute)
	e.has(quota+"/quotaclusterlimits", "<memory_usage>1", "<vcpu_usage>1<")
	e.want(202, "POST", "/disks", `<disk><alias>d</alias><format>cow</format><provisioned_size>2147483648</provisioned_size><quota id="`+id+`"/>
		<storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains></disk>`)
	e.has(quota+"/quotastoragelimits", "<usage>2")
	e.want(200, "PUT", dc, "<data_center><quota_mode>enabled</quota_mode></data_center>")
	e.conflict("DELETE", quota, "", "[Cannot remove Quota. Quota is still in use by a VM or a disk and Data Center's Quota enforcement is enabled.]")
}

func TestAffinityGroupsHaveRulesAndMembers(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	group := e.made(cluster+"/affinitygroups", "<affinity_group><name>g</name><positive>true</positive><enforcing>true</enforcing></affinity_group>")
	e.has(group, "<vms_rule>", "<positive>true<", "<enforcing>true<", "<priority>1")
	other := e.made("/clusters", "<cluster><name>c2</name><data_center><name>Default</name></data_center></cluster>")
	a := e.want(201, "POST", "/vms", `<vm><name>far</name><cluster id="`+strings.TrimPrefix(other, "/clusters/")+`"/><template><name>Blank</name></template></vm>`)
	far, near := idOf(t, a.body), strings.TrimPrefix(e.addVM("near"), "/vms/")
	e.want(200, "POST", group+"/vms", `<vm id="`+far+`"/>`) // engines don't look at its cluster here
	e.rejects(400, "PUT", group, `<affinity_group><vms><vm id="`+far+`"/></vms></affinity_group>`, "[Cannot edit Affinity Group. Provided VM resides in another Cluster.]")
	e.want(200, "POST", group+"/vms", `<vm id="`+near+`"/>`)
	e.rejects(400, "POST", group+"/vms", `<vm id="`+near+`"/>`, "[Cannot edit Affinity Group. Duplicate VM.]")
	e.want(500, "POST", group+"/vms", `<vm><name>near</name></vm>`)
	e.rejects(400, "POST", group+"/vms", `<vm id="99999999-9999-4999-8999-999999999999"/>`, "[The selected VM does not exist.]")
	e.rejects(400, "DELETE", group+"/vms/99999999-9999-4999-8999-999999999999", "", "[The selected VM does not exist.]")
	e.want(404, "POST", group+"/hosts", `<host><name>nosuch</name></host>`)
	label := strings.TrimPrefix(e.made("/affinitylabels", "<affinity_label><name>l</name></affinity_label>"), "/affinitylabels/")
	e.want(200, "POST", group+"/vmlabels", `<affinity_label id="`+label+`"/>`)
	e.rejects(400, "POST", group+"/hostlabels", `<affinity_label id="`+label+`"/>`, "[Cannot edit Affinity Group. Duplicate LABEL.]")
	e.rejects(400, "DELETE", group+"/vmlabels/"+label, "", "[Cannot edit Affinity Group. Provided LABEL is invalid (does not exist).]")
	e.rejects(400, "POST", cluster+"/affinitygroups", `<affinity_group><name>h</name><hosts><host id="99999999-9999-4999-8999-999999999999"/></hosts></affinity_group>`,
		"[Cannot add Affinity Group. Provided VDS is invalid (does not exist).]")
	e.rejects(400, "POST", "/clusters/"+strings.TrimPrefix(other, "/clusters/")+"/affinitygroups", "<affinity_group><name>g</name></affinity_group>",
		"[Cannot add Affinity Group. Affinity Group name already exists.]")
	e.want(400, "GET", cluster+"/affinitygroups/99999999-9999-4999-8999-999999999999", "")
	e.want(200, "PUT", group, "<affinity_group><positive>false</positive><vms/></affinity_group>")
	e.has(group, "<positive>false<")
	expect(t, "members", e.get(group+"/vms"), declared("<vms/>\n"))
	e.has("/events", "<code>10350</code>", "<code>10352</code>")
}

func TestPoliciesAndPoolsAreGuarded(t *testing.T) {
	t.Parallel()
	e := start(t)
	none := "/schedulingpolicies/b4ed2332-a7ac-4d5f-9596-99a439cb2812"
	e.refuses(400, "PUT", none, "<scheduling_policy><name>x</name></scheduling_policy>", "[Cannot edit Scheduling Policy. Parameters are invalid.]")
	mine := e.made("/schedulingpolicies", "<scheduling_policy><name>mine</name></scheduling_policy>")
	const memory = `<scheduling_policy_unit id="c9ddbb34-0e1d-4061-a8d7-b0893fa80932"/>`
	e.want(200, "POST", mine+"/filters", "<filter>"+memory+"</filter>")
	e.refuses(400, "POST", mine+"/filters", "<filter>"+memory+"</filter>", "[Cannot edit Scheduling Policy. policy unit already exists in Scheduling Policy.]")
	e.refuses(400, "POST", mine+"/weights", "<weight>"+memory+"</weight>", "[Cannot edit Scheduling Policy. Policy unit doesn't implement score function.]")
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.want(200, "PUT", cluster, `<cluster><scheduling_policy id="`+strings.TrimPrefix(mine, "/schedulingpolicies/")+`"/></cluster>`)
	e.refuses(400, "DELETE", mine, "", "[Cannot remove Scheduling Policy. Scheduling Policy is attached to cluster(s): Default, please unassign cluster(s).]")

	e.conflict("DELETE", "/macpools/58ca604b-017d-0374-0220-00000000014e", "", "[Cannot remove MAC Pool. Default MAC Pool cannot be removed.]")
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{400, "<ranges><range><from>x</from><to>00:00:00:00:00:01</to></range></ranges>",
			`[MAC address must be in format "HH:HH:HH:HH:HH:HH" where H is a hexadecimal character (either a digit or A-F, case is insignificant)., Attribute: macPool.ranges[0].macFrom]`},
		{400, "<ranges><range><from>01:00:00:00:00:00</from><to>01:00:00:00:00:ff</to></range></ranges>", "[Error Initializing MAC Pool]"},
		{409, "<ranges><range><from>00:00:00:00:00:00</from><to>00:00:00:00:00:0f</to></range><range><from>00:00:00:00:00:0A</from><to>00:00:00:00:00:ff</to></range></ranges>",
			"[Cannot create MAC Pool. MAC pool cannot contain overlapping ranges.]"},
		{409, "<ranges><range><from>56:6f:1a:2b:00:10</from><to>56:6f:1a:2b:00:20</to></range></ranges>",
			"[Cannot create MAC Pool. MAC pool cannot contain ranges which overlap with ranges in MAC pools: 'Default']"},
		{400, "<default_pool>true</default_pool><ranges><range><from>00:00:00:00:00:00</from><to>00:00:00:00:00:0f</to></range></ranges>",
			"[Cannot create MAC Pool. Setting default MAC Pool is not supported.]"},
	} {
		e.rejects(tt.status, "POST", "/macpools", "<mac_pool><name>p</name>"+tt.body+"</mac_pool>", tt.want)
	}
	e.made("/macpools", "<mac_pool><name>back</name><ranges><range><from>00:00:00:00:00:02</from><to>00:00:00:00:00:01</to></range></ranges></mac_pool>")
	pool := e.made("/macpools", "<mac_pool><name>p</name><ranges><range><from>00:00:00:00:00:01</from><to>00:00:00:00:00:02</to></range></ranges></mac_pool>")
	e.want(200, "PUT", cluster, `<cluster><mac_pool id="`+strings.TrimPrefix(pool, "/macpools/")+`"/></cluster>`)
	e.conflict("DELETE", pool, "", "[Cannot remove MAC Pool. Several Clusters (1) are using this MAC Pool:\n\tDefault\n - Please remove it from all Clusters that are using it and try again.]")
}

func TestQoSIsChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	qoss := "/datacenters/" + e.Engine.IDs("/datacenters")[0] + "/qoss"
	e.rejects(400, "POST", qoss, "<qos><name>n</name><type>network</type><inbound_average>10</inbound_average></qos>",
		"[Cannot add QoS. All three values are needed in order to define QoS on each network directions.]")
	net := e.made(qoss, "<qos><name>n</name><type>network</type><inbound_average>10</inbound_average><inbound_peak>10</inbound_peak><inbound_burst>10</inbound_burst></qos>")
	e.rejects(400, "PUT", net, "<qos><inbound_average>11</inbound_average></qos>", "[Cannot edit QoS. Peak cannot be set lower than Average.]")
	e.rejects(400, "POST", qoss, "<qos><name>s</name><type>storage</type><max_iops>10</max_iops><max_read_iops>5</max_read_iops></qos>",
		"[Cannot add QoS.\nQoS have non-zero total value with non-zero read/write for either throughput or IOps or both.]")
	id := net[strings.LastIndex(net, "/")+1:]
	e.want(200, "PUT", "/vnicprofiles/"+e.Engine.IDs("/vnicprofiles")[0], `<vnic_profile><qos id="`+id+`"/></vnic_profile>`)
	e.want(200, "DELETE", net, "")
	if strings.Contains(e.get("/vnicprofiles"), "<qos ") {
		t.Error("a profile still refers to the QoS")
	}
}

func TestDomainsCountWhatIsCommitted(t *testing.T) {
	t.Parallel()
	e := start(t)
	sd := "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
	e.has(sd, "<committed>0<")
	e.want(202, "POST", "/disks", `<disk><alias>d</alias><format>cow</format><provisioned_size>2147483648</provisioned_size>
		<storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains></disk>`)
	e.has(sd, "<committed>2147483648<")
	e.has("/datacenters/"+e.Engine.IDs("/datacenters")[0]+sd, "<committed>2147483648<")
}

func TestGlusterVolumesGoTheirWays(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	host := "<server_id>" + e.Engine.IDs("/hosts")[0] + "</server_id>"
	brick := func(dir string) string { return "<brick>" + host + "<brick_dir>" + dir + "</brick_dir></brick>" }
	e.want(200, "PUT", cluster, "<cluster><gluster_service>true</gluster_service></cluster>")
	e.has(cluster+"/glusterhooks", "<status>enabled<")
	e.conflict("POST", cluster+"/glustervolumes", "<gluster_volume><name>v</name><volume_type>replicate</volume_type><replica_count>3</replica_count><bricks>"+
		brick("/a")+"</bricks></gluster_volume>", "[Cannot create Gluster Volume. Number of bricks must be equal to the replica count for a REPLICATED volume.]")
	v := e.made(cluster+"/glustervolumes", "<gluster_volume><name>v</name><volume_type>distribute</volume_type><bricks>"+brick("/a")+brick("/b")+"</bricks></gluster_volume>")
	e.has(v, "<status>down<")
	e.has(v+"/glusterbricks", "<name>host-001.localdomain:/a</name>", "<status>down<")
	act := func(status int, action, body string) string {
		t.Helper()
		return e.want(status, "POST", v+"/"+action, "<action>"+body+"</action>").body
	}
	detail := func(action, body, want string) {
		t.Helper()
		expect(t, action, plain(between(t, act(409, action, body), "<detail>", "<")), want)
	}
	detail("stop", "", "[Cannot stop Gluster Volume. Gluster Volume v already stopped.]")
	detail("rebalance", "", "[Cannot rebalance Gluster Volume. Gluster Volume should be started.]")
	act(200, "start", "")
	detail("start", "", "[Cannot start Gluster Volume. Gluster Volume v already started.]")
	e.has(v+"/glusterbricks", "<status>up<")
	act(200, "rebalance", "")
	detail("stop", "", "[Cannot stop Gluster Volume. Rebalance is running on the volume v in cluster Default.]")
	e.clock.Advance(time.Minute)
	detail("stoprebalance", "", "[Cannot stop rebalance Gluster Volume. Rebalance is not running on the volume v in cluster Default.]")
	act(200, "setoption", "<option><name>auth.allow</name><value>*</value></option>")
	e.has(v, "<name>auth.allow</name>")
	act(200, "startprofile", "")
	e.has(v, "<name>diagnostics.count-fop-hits</name>", "<value>on</value>")
	if body := act(200, "getprofilestatistics", ""); strings.Count(body, "<brick_profile_detail>") != 2 {
		t.Errorf("details:\n%s", body)
	}
	act(200, "resetalloptions", "")
	if strings.Contains(e.get(v), "<option>") {
		t.Error("there are still options")
	}
	bricks := e.Engine.IDs(v + "/glusterbricks")
	e.has(v+"/glusterbricks/"+bricks[0]+"/statistics", "<name>size.total</name>")
	e.want(200, "DELETE", v+"/glusterbricks", `<action><bricks><brick id="`+bricks[1]+`"/></bricks></action>`)
	e.conflict("DELETE", v+"/glusterbricks", `<action><bricks><brick id="`+bricks[0]+`"/></bricks></action>`,
		"[Cannot remove Brick(s). A Gluster Volume needs at least one brick.]")
	e.conflict("DELETE", v, "", "[Cannot remove Gluster Volume. Gluster Volume v is up.]")
	e.conflict("PUT", cluster, "<cluster><gluster_service>false</gluster_service></cluster>",
		"[Cannot disable gluster service on the cluster as it contains volumes.]")
	act(200, "stop", "")
	e.want(200, "DELETE", v, "")
	e.has("/events", "<code>4000</code>", "<code>4004</code>", "<code>4006</code>", "<code>4010</code>")
}

func TestProvidersOfferImagesAndNetworks(t *testing.T) {
	t.Parallel()
	e := start(t)
	images := e.made("/openstackimageproviders", "<openstack_image_provider><name>glance</name><url>http://g</url></openstack_image_provider>")
	ids := e.Engine.IDs("/storagedomains")
	domain := "/storagedomains/" + ids[len(ids)-1]
	e.has(domain, "<type>image<", `rel="images"`)
	image := domain + "/images/" + e.Engine.IDs(domain + "/images")[0]
	a := e.want(202, "POST", image+"/import", `<action><storage_domain><name>data-001</name></storage_domain><disk><alias>mine</alias></disk></action>`)
	disk := "/disks/" + between(t, a.body, `<disk href="/ovirt-engine/api/disks/`, `"`)
	e.steps(disk, "locked", "ok")
	e.has(disk, "<alias>mine<")
	a = e.want(202, "POST", images+"/images/"+e.Engine.IDs(images + "/images")[1]+"/import",
		`<action><import_as_template>true</import_as_template><cluster><name>Default</name></cluster><storage_domain><name>data-001</name></storage_domain></action>`)
	template := "/templates/" + between(t, a.body, `<template href="/ovirt-engine/api/templates/`, `"`)
	e.steps(template, "locked", "ok")

	e.refuses(400, "POST", "/openstacknetworkproviders", "<openstack_network_provider><name>n</name><url>http://n</url><type>neutron</type>"+
		"<plugin_type>open_vswitch</plugin_type><requires_authentication>true</requires_authentication></openstack_network_provider>",
		"[An Openstack Neutron provider with authentication enabled requires a user name.]")
	networks := e.made("/openstacknetworkproviders", "<openstack_network_provider><name>n</name><url>http://n</url><type>external</type></openstack_network_provider>")
	network := networks + "/networks/" + e.Engine.IDs(networks + "/networks")[0]
	imp := `<action><data_center><name>Default</name></data_center></action>`
	e.want(200, "POST", network+"/import", imp)
	e.has("/networks", "<name>public</name>", "<external_provider ")
	e.conflict("POST", network+"/import", imp, "[Cannot add Network. The external network already exists as 'public' in the data center.]")
	e.want(200, "DELETE", images, "")
	e.want(404, "GET", domain, "")
}

func TestJobsAndEventsComeAndGo(t *testing.T) {
	t.Parallel()
	e := start(t)
	job := e.made("/jobs", "<job><description>mine</description></job>")
	e.has(job, "<external>true<", "<status>started<")
	step := e.made(job+"/steps", "<step><description>s</description><type>executing</type></step>")
	e.want(200, "POST", step+"/end", "<action><succeeded>false</succeeded></action>")
	e.has(step, "<status>failed<", "<end_time>", "<number>0<")
	e.has(job, "<status>failed<", "<auto_cleared>false<") // by its step
	e.want(200, "POST", job+"/end", "<action><force>true</force><succeeded>true</succeeded></action>")
	e.has(job, "<status>failed<", "<auto_cleared>true<")
	e.want(201, "POST", job+"/steps", "<step><description>late</description><type>finalizing</type></step>")
	e.want(200, "POST", job+"/end", "<action/>")
	e.want(200, "POST", job+"/clear", "<action/>")
	const nobody = "/99999999-9999-4999-8999-999999999999"
	a := e.want(400, "POST", "/jobs"+nobody+"/clear", "<action/>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot Clear External Job. Job not found.]")
	e.want(400, "POST", job+"/steps", `<step><description>s</description><type>executing</type><parent_step id="`+nobody[1:]+`"/></step>`)
	below := e.want(201, "POST", job+"/steps", `<step><description>s</description><type>executing</type><parent_step id="`+path.Base(step)+`"/></step>`)
	expect(t, "number", between(t, below.body, "<number>", "<"), "0")
	e.want(200, "GET", job, "")
	e.clock.Advance(time.Hour)
	e.want(404, "GET", job, "")

	for severity, code := range map[string]string{"normal": "9801", "warning": "9802", "error": "9803", "alert": "9804"} {
		event := e.made("/events", "<event><description>d</description><severity>"+severity+"</severity><origin>tool</origin><custom_id>"+code+"</custom_id></event>")
		e.has(event, "<code>"+code+"</code>")
		found := "/events?search=custom_event_id%3D" + code
		e.want(200, "DELETE", event, "")
		e.want(200, "DELETE", event, "") // it is still at its address
		if doc := e.get(found); strings.Contains(doc, "<event ") {
			t.Errorf("a deleted event is listed:\n%s", doc)
		}
		e.want(200, "POST", "/events/undelete", "<action/>")
		if doc := e.get(found); strings.Contains(doc, "<event ") != (severity == "alert") {
			t.Errorf("%s comes back:\n%s", severity, doc)
		}
	}
	for _, tt := range []struct{ origin, id, detail string }{
		{"tool", "9801", "[=Cannot add External Event. External Event with this custom id already exists.]"},
		{"OVIRT", "1", "[Cannot add External Event. Illegal Origin for External Event : oVirt]"},
	} {
		a := e.want(400, "POST", "/events", "<event><description>d</description><severity>normal</severity><origin>"+tt.origin+
			"</origin><custom_id>"+tt.id+"</custom_id></event>")
		expect(t, tt.origin, between(t, a.body, "<detail>", "<"), tt.detail)
	}
}
