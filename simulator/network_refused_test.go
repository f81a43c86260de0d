package simulator_test

import (
	"regexp"
	"strings"
	"testing"
)

// nowhere is an ID that no object has.
const nowhere = "99999999-9999-4999-8999-999999999999"

// Recorded from an engine of model 4.6.1 but for those whose name ends with a class of the engine,
// which says so.
func TestNetworksAreRefusedAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	blue := e.made("/networks", networkOf("<name>blue</name>"))
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		detail                   string // detail of the fault; "" is an answer without one
	}{
		{"MTU below 68", "POST", "/networks", networkOf("<name>a</name><mtu>67</mtu>"), 400,
			"[mtu value invalid, Attribute: network.mtu]"},
		{"MTU of a change", "PUT", blue, "<network><mtu>10</mtu></network>", 400,
			"[mtu value invalid, Attribute: network.mtu]"},
		{"STP without VMs", "POST", "/networks", networkOf("<name>a</name><stp>true</stp><usages/>"), 409,
			"[Cannot add Network. STP can only be enabled on VM Networks.]"},
		{"isolation without VMs", "POST", "/networks", networkOf("<name>a</name><port_isolation>true</port_isolation><usages/>"),
			409, "[Cannot add Network. Port isolation can only be enabled on VM Networks.]"},
		{"isolation of a change (UpdateNetworkCommand)", "PUT", blue, "<network><port_isolation>true</port_isolation></network>",
			400, "[ Cannot edit Network. Port isolation option cannot be updated after Network is defined.]"},
		{"name of a bond (NetworkValidator)", "POST", "/networks", networkOf("<name>Bond0</name>"), 400,
			"[Bad network name, network cannot start with 'bond']"},
		{"name in use", "POST", "/networks", networkOf("<name>blue</name>"), 409,
			"[Cannot add Network. The name of the logical network 'blue' is already used by an existing logical network in " +
				"the same data-center.\n-Please choose a different name.]"},
		{"server of names that is no address", "POST", "/networks", networkOf("<name>a</name>" + servers("1.1.1.1", "nohost")), 400,
			`[IPv4 or IPv6 address should be provided, supplied "nohost" is neither., ` +
				"Attribute: network.dnsResolverConfiguration.nameServers[1].address]"},
		{"four servers of names", "POST", "/networks", networkOf("<name>a</name>" + servers("1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4")),
			400, "[size must be between 1 and 3, Attribute: network.dnsResolverConfiguration.nameServers]"},
		{"a server of names twice", "POST", "/networks", networkOf("<name>a</name>" + servers("1.1.1.1", "1.1.1.1")), 400,
			"[Internal Engine Error]"},
		{"unknown QoS", "POST", "/networks", networkOf(`<name>a</name><qos id="` + nowhere + `"/>`), 400, "[Internal Engine Error]"},
		{"unknown data center", "POST", "/networks", `<network><name>a</name><data_center id="` + nowhere + `"/></network>`, 400,
			"[Data Center doesn't exist.]"},
		{"unknown data center by name", "POST", "/networks",
			"<network><name>a</name><data_center><name>nosuch</name></data_center></network>", 404,
			"Entity not found: Datacenter: name=nosuch"},
		{"management network", "DELETE", "/networks/" + management, "", 400,
			"[The Management Network ('ovirtmgmt') is mandatory and cannot be removed.]"},
		{"unknown network of a cluster", "POST", e.cluster() + "/networks", `<network id="` + nowhere + `"/>`, 404, ""},
		{"unknown network of a cluster by name", "POST", e.cluster() + "/networks", "<network><name>nosuch</name></network>", 404, ""},
		{"second label", "POST", blue + "/networklabels", `<network_label id="two"/>`, 400,
			"[Cannot add Label. The specified network is already labeled.]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "second label" {
				e.want(201, "POST", blue+"/networklabels", `<network_label id="one"/>`)
			}
			a := e.want(tt.status, tt.method, tt.path, tt.body)
			got := ""
			if strings.Contains(a.body, "<detail>") {
				got = plain(between(t, a.body, "<detail>", "</detail>"))
			}
			expect(t, "detail", got, tt.detail)
		})
	}
}

// management is the network that the first cluster of each engine is managed by.
const management = "00000000-0000-0000-0000-000000000009"

func networkOf(members string) string {
	return "<network>" + members + "<data_center><name>Default</name></data_center></network>"
}

func servers(addresses ...string) string {
	list := ""
	for _, a := range addresses {
		list += "<name_server>" + a + "</name_server>"
	}
	return "<dns_resolver_configuration><name_servers>" + list + "</name_servers></dns_resolver_configuration>"
}

func (e *engine) cluster() string {
	e.t.Helper()
	return "/clusters/" + e.Engine.IDs("/clusters")[0]
}

// Recorded from an engine of model 4.6.1; what a rename does to profiles is UpdateNetworkCommand's.
func TestNetworksChangeAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	blue := e.made("/networks", networkOf(`<name>blue</name><vlan id="5"/><profile_required>true</profile_required>`))
	e.hides(blue, "profile_required")

	e.want(200, "PUT", blue, "<network><vlan/></network>")
	e.hides(blue, "<vlan")
	e.want(200, "PUT", blue, "<network><data_center><name>nosuch</name></data_center></network>")
	other := e.made("/datacenters", "<data_center><name>other</name><local>false</local></data_center>")
	e.want(200, "PUT", blue, "<network><data_center><name>other</name></data_center></network>")
	e.hides(blue, other)

	e.want(200, "PUT", blue, "<network><name>light blue</name></network>")
	e.shows(blue, "<vdsm_name>on"+strings.ReplaceAll(blue[len("/networks/"):], "-", "")[:13])
	e.shows(blue+"/vnicprofiles", "<name>light blue<")

	e.want(200, "PUT", blue, "<network><usages/></network>")
	e.hides(blue+"/vnicprofiles", "<vnic_profile ")
	e.refuses(400, "POST", blue+"/vnicprofiles", "<vnic_profile><name>p</name></vnic_profile>",
		"[Cannot add VM network interface profile. VM network interface profiles cannot be added to a non-VM network. "+
			"Please make sure the network is a VM network.]")

	manages := "/networks/" + management
	e.want(200, "PUT", manages, "<network><description>renamed</description></network>")
	e.made("/networks", networkOf("<name>plain</name><profile_required>false</profile_required>"))
	e.hides("/vnicprofiles", "<name>plain<")
}

// Recorded from an engine of model 4.6.1: a cluster's documents count for roles alone, and a role has one
// network.
func TestNetworksHaveRolesInClusters(t *testing.T) {
	t.Parallel()
	e := start(t)
	blue := e.made("/networks", networkOf("<name>blue</name>"))
	networks := e.cluster() + "/networks"
	e.want(201, "POST", networks, `<network id="`+blue[len("/networks/"):]+`"/>`)
	here, manages := networks+blue[len("/networks"):], networks+"/"+management
	usages := func(want string) {
		t.Helper()
		got := strings.Join(regexp.MustCompile(`<usage>\w+`).FindAllString(e.get(here), -1), " ")
		expect(t, "usages", strings.ReplaceAll(got, "<usage>", ""), want)
	}
	e.shows(here, "<display>false</display>", "<required>true</required>")
	usages("vm")

	e.want(200, "PUT", here, "<network><required>false</required><name>red</name><description>red</description></network>")
	e.shows(here, "<name>blue</name>", "<required>false</required>")
	e.want(200, "PUT", here, "<network><display>true</display></network>")
	e.shows(here, "<display>true</display>")
	usages("vm display")
	e.hides(manages, "<usage>display</usage>")
	e.want(200, "PUT", here, "<network><usages><usage>migration</usage></usages></network>")
	usages("vm migration")
	e.shows(manages, "<usage>display</usage>")

	e.refuses(400, "PUT", here, "<network><usages><usage>management</usage></usages></network>",
		"[Cannot edit Network. The management network 'blue' must be required, please change the network to be required "+
			"and try again.]")
	e.refuses(400, "PUT", manages, "<network><usages><usage>vm</usage></usages></network>",
		"[Cannot edit Network. Unsetting management network property is not allowed. It is done automatically when moving "+
			"the role to another network.]")
}

// Recorded from an engine of model 4.6.1.
func TestProfilesOfNICsAreCheckedAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	blue := e.made("/networks", networkOf("<name>blue</name>"))
	network := `<network id="` + blue[len("/networks/"):] + `"/>`
	with := func(members string) string { return "<vnic_profile>" + members + network + "</vnic_profile>" }
	const what = "VM network interface profile"
	for _, tt := range []struct {
		name, members string
		status        int
		detail        string
	}{
		{"unknown filter", `<name>a</name><network_filter id="` + nowhere + `"/>`, 400,
			"[Cannot add " + what + ". vNIC profile 'a' has an invalid network filter id '" + nowhere + "'.]"},
		{"unknown QoS", `<name>a</name><qos id="` + nowhere + `"/>`, 400, "[The specified Network QoS doesn't exist.]"},
		{"unknown failover", `<name>a</name><failover id="` + nowhere + `"/>`, 400,
			"[Cannot add " + what + ". Failover must be valid non-passthrough vNIC profile.]"},
		{"illegal custom property", "<name>a</name>" + property("SecurityGroups"), 400,
			"[Cannot add " + what + " if some of the specified custom properties have illegal values. The keys are: SecurityGroups]"},
		{"unknown custom property", "<name>a</name>" + property("nosuch"), 400,
			"[Cannot add " + what + " if some of the specified custom properties are not configured by the system. The keys are: nosuch]"},
		{"mirrored passthrough", "<name>a</name><pass_through><mode>enabled</mode></pass_through><port_mirroring>true</port_mirroring>",
			400, "[Cannot add " + what + ". 'Port Mirroring,'Qos' and 'Network Filter' are not supported on passthrough profiles.]"},
		{"name in use", "<name>blue</name>", 409, "[Cannot add " + what + ". The " + what + "'s name is already used by an existing " +
			"profile for the same network.\n-Please choose a different name.]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e.refuses(tt.status, "POST", "/vnicprofiles", with(tt.members), tt.detail)
		})
	}

	passed := e.made("/vnicprofiles", with("<name>passed</name><pass_through><mode>enabled</mode></pass_through>"))
	e.shows(passed, "<migratable>false</migratable>")
	e.want(200, "PUT", passed, "<vnic_profile><pass_through><mode>disabled</mode></pass_through></vnic_profile>")
	e.hides(passed, "migratable")

	// A filter by name is no filter, not even the default.
	named := e.made("/vnicprofiles", with("<name>named</name><network_filter><name>clean-traffic</name></network_filter>"))
	e.hides(named, "network_filter")
	e.shows(e.made("/vnicprofiles", with("<name>plain</name>")), "network_filter")
	e.refuses(400, "POST", blue+"/vnicprofiles", `<vnic_profile><name>b</name><network id="`+nowhere+`"/></vnic_profile>`,
		"[Logical Network (id '"+nowhere+"') doesn't exist.]")
	e.refuses(404, "POST", "/vnicprofiles", `<vnic_profile><name>b</name><network id="`+nowhere+`"/></vnic_profile>`,
		"Entity not found: Network: id="+nowhere)
}

func property(name string) string {
	return "<custom_properties><custom_property><name>" + name + "</name><value>x</value></custom_property></custom_properties>"
}
