package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// netHost returns a host and the network red of its cluster, with what else its document has.
func netHost(t *testing.T, more string) (e *engine, host, network string) {
	t.Helper()
	e = start(t, twoHosts)
	host = "/hosts/" + e.Engine.IDs("/hosts")[0]
	return e, host, e.clusterNetwork("red", more)
}

// clusterNetwork makes a network of the first cluster and returns its id.
func (e *engine) clusterNetwork(name, more string) string {
	e.t.Helper()
	a := e.want(201, "POST", "/networks", "<network><name>"+name+"</name><data_center><name>Default</name></data_center>"+more+"</network>")
	id := idOf(e.t, a.body)
	e.want(201, "POST", "/clusters/"+e.Engine.IDs("/clusters")[0]+"/networks", `<network id="`+id+`"/>`)
	return id
}

// attach returns the part of a setup that puts a network onto an interface.
func attach(network, nic string) string {
	return fmt.Sprintf(`<modified_network_attachments><network_attachment><network id="%s"/><host_nic><name>%s</name></host_nic>
		</network_attachment></modified_network_attachments>`, network, nic)
}

func TestNetworksAreSetUp(t *testing.T) {
	t.Parallel()
	e, host, red := netHost(t, `<vlan id="7"/>`)
	setup := func(body string) { t.Helper(); e.want(200, "POST", host+"/setupnetworks", "<action>"+body+"</action>") }
	setup(attach(red, "eth1"))
	doc := e.get(host + "/nics")
	for _, want := range []string{"<name>eth1.7</name>", "<base_interface>eth1<", `<vlan id="7"/>`, `<network href="/ovirt-engine/api/networks/` + red + `"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	nic := host + "/nics/" + e.Engine.IDs(host + "/nics")[1]
	doc = e.get(nic + "/networkattachments")
	for _, want := range []string{"<in_sync>true<", "<name>vlan</name>", "<expected_value>7<"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}

	// A change of the network reaches the hosts a step later, or at once if they are told.
	e.want(200, "PUT", "/networks/"+red, "<network><mtu>9000</mtu></network>")
	doc = e.get(nic + "/networkattachments")
	for _, want := range []string{"<in_sync>false<", "<actual_value>1500<", "<expected_value>9000<"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	e.want(200, "POST", host+"/syncallnetworks", "<action/>")
	if doc = e.get(nic + "/networkattachments"); strings.Contains(doc, "<in_sync>false<") {
		t.Errorf("not in sync:\n%s", doc)
	}

	attachment := e.Engine.IDs(host + "/networkattachments")[1]
	setup(`<removed_network_attachments><network_attachment id="` + attachment + `"/></removed_network_attachments>`)
	if doc = e.get(host + "/nics"); strings.Contains(doc, "eth1.7") {
		t.Errorf("the interface of the VLAN is still there:\n%s", doc)
	}
	e.want(404, "GET", host+"/networkattachments/"+attachment, "")
}

func TestBondsAreMadeAndUndone(t *testing.T) {
	t.Parallel()
	e, host, red := netHost(t, "")
	for i := range 2 {
		if _, err := e.Engine.Seed(host+"/nics", fmt.Sprintf(`<host_nic><name>eth%d</name><mac><address>52:54:00:00:00:0%d</address></mac></host_nic>`, i+2, i)); err != nil {
			t.Fatal(err)
		}
	}
	const bond = `<modified_bonds><host_nic><name>bond0</name><bonding><options><option><name>mode</name><value>1</value></option></options>
		<slaves><host_nic><name>eth2</name></host_nic><host_nic><name>eth3</name></host_nic></slaves></bonding></host_nic></modified_bonds>`
	e.want(200, "POST", host+"/setupnetworks", "<action>"+bond+attach(red, "bond0")+"</action>")
	doc := e.get(host + "/nics")
	part := between(t, doc, "<name>bond0</name>", "</host_nic>")
	if !strings.Contains(part, "<value>1</value>") || !strings.Contains(part, "<slaves>") || !strings.Contains(doc, "networks/"+red) {
		t.Errorf("bond:\n%s", doc)
	}
	e.want(200, "POST", host+"/setupnetworks", `<action><removed_bonds><host_nic><name>bond0</name></host_nic></removed_bonds>
		<removed_network_attachments><network_attachment><network id="`+red+`"/></network_attachment></removed_network_attachments></action>`)
	if doc := e.get(host + "/nics"); strings.Contains(doc, "bond0") || strings.Contains(doc, "networks/"+red) {
		t.Errorf("the bond is still there:\n%s", doc)
	}
}

func TestSetupNetworksIsRefused(t *testing.T) {
	t.Parallel()
	e, host, red := netHost(t, "")
	blue := e.clusterNetwork("blue", "")
	outside := idOf(t, e.want(201, "POST", "/networks", "<network><name>far</name><data_center><name>Default</name></data_center></network>").body)
	management := e.Engine.IDs(host + "/networkattachments")[0]
	before := e.get(host+"/nics") + e.get(host+"/networkattachments")
	for _, tt := range []struct{ name, body, want string }{
		{"interface that isn't there", attach(red, "eth9"), "[Cannot setup Networks. The host network interface (name eth9) does not exist.]"},
		{"network outside the cluster", attach(outside, "eth1"), "[Failed setup Networks. The following networks (far) are not defined in the cluster.]"},
		{
			"two networks without VLAN", attach(red, "eth1") + strings.Replace(strings.Replace(attach(blue, "eth1"), "<modified_network_attachments>", "", 1), "</modified_network_attachments>", "", 1),
			"",
		},
		{
			"network that is there already", attach("00000000-0000-0000-0000-000000000009", "eth1"),
			"[Cannot setup Networks. Given network 'ovirtmgmt' is already attached to given host 'host-001'.]",
		},
		{
			"management network", `<removed_network_attachments><network_attachment id="` + management + `"/></removed_network_attachments>`,
			"[The Management Network ('ovirtmgmt') is mandatory and cannot be removed.]",
		},
		{
			"attachment that isn't there", `<removed_network_attachments><network_attachment id="00000000-0000-4000-9000-000000000001"/></removed_network_attachments>`,
			"[Cannot setup Networks. Cannot remove following Network Attachments, because they do not exist: 00000000-0000-4000-9000-000000000001.]",
		},
		{
			"bond of one", attach(red, "eth1") + `<modified_bonds><host_nic><name>bond0</name><bonding><slaves><host_nic><name>eth1</name></host_nic></slaves></bonding></host_nic></modified_bonds>`,
			"[Cannot setup Networks. The following bonds consist of less than two Network Interfaces: bond0.]",
		},
		{
			"slave with a network", `<modified_bonds><host_nic><name>bond0</name><bonding><slaves><host_nic><name>eth0</name></host_nic><host_nic><name>eth1</name></host_nic></slaves></bonding></host_nic></modified_bonds>`,
			"[Cannot setup Networks. Network Interface 'eth0' cannot become slave, there's network 'ovirtmgmt' attached to it.]",
		},
		{"bond with another name", `<modified_bonds><host_nic><name>team0</name></host_nic></modified_bonds>`, "[Cannot setup Networks. Bond name 'team0' does not follow naming criteria.]"},
	} {
		if tt.want == "" {
			tt.body = "<modified_network_attachments>" + strings.ReplaceAll(strings.ReplaceAll(attach(red, "eth1")+attach(blue, "eth1"),
				"<modified_network_attachments>", ""), "</modified_network_attachments>", "") + "</modified_network_attachments>"
			tt.want = "[Cannot setup Networks. At most one VLAN-untagged Logical Network is allowed on a NIC (optionally in conjunction with several " +
				"VLAN Logical Networks). The following Network Interfaces violate that rule: eth1]"
		}
		a := e.want(409, "POST", host+"/setupnetworks", "<action>"+tt.body+"</action>")
		expect(t, tt.name, plain(between(t, a.body, "<detail>", "</detail>")), tt.want)
		if strings.Contains(a.body, "<action>") {
			t.Errorf("%s: the fault isn't bare:\n%s", tt.name, a.body)
		}
	}
	if after := e.get(host+"/nics") + e.get(host+"/networkattachments"); after != before {
		t.Error("a refused setup changed something")
	}
}

func TestLabelsBringNetworks(t *testing.T) {
	t.Parallel()
	e, host, red := netHost(t, "")
	nic := host + "/nics/" + e.Engine.IDs(host + "/nics")[1]
	attached := func() bool { t.Helper(); return strings.Contains(e.get(host+"/networkattachments"), "networks/"+red) }
	e.want(201, "POST", nic+"/networklabels", `<network_label id="lab"/>`)
	if attached() {
		t.Error("the network is there without its label")
	}
	e.want(201, "POST", "/networks/"+red+"/networklabels", `<network_label id="lab"/>`)
	if !attached() {
		t.Error("the label of the network doesn't bring it")
	}
	a := e.want(400, "POST", "/networks/"+red+"/networklabels", `<network_label id="other"/>`)
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot add Label. The specified network is already labeled.]")
	e.want(200, "DELETE", nic+"/networklabels/lab", "")
	if attached() {
		t.Error("the network is there without the interface's label")
	}
	e.want(200, "POST", host+"/setupnetworks", `<action><modified_labels><network_label id="lab"><host_nic><name>eth1</name></host_nic></network_label></modified_labels></action>`)
	if !attached() || len(e.Engine.IDs(nic+"/networklabels")) != 1 {
		t.Error("the label of the setup doesn't bring the network")
	}
}

func TestNetworksAreCopied(t *testing.T) {
	t.Parallel()
	e, host, red := netHost(t, "")
	other := "/hosts/" + e.Engine.IDs("/hosts")[1]
	e.want(200, "POST", host+"/setupnetworks", "<action>"+attach(red, "eth1")+"</action>")
	e.want(200, "POST", other+"/copyhostnetworks", `<action><source_host id="`+strings.TrimPrefix(host, "/hosts/")+`"/></action>`)
	nic := other + "/nics/" + e.Engine.IDs(other + "/nics")[1]
	if doc := e.get(nic + "/networkattachments"); !strings.Contains(doc, "networks/"+red) {
		t.Errorf("the network isn't on the second interface:\n%s", doc)
	}
	if n := len(e.Engine.IDs(other + "/networkattachments")); n != 2 {
		t.Errorf("%d attachments, want 2", n)
	}
}

func TestVirtualFunctionsAreInterfaces(t *testing.T) {
	t.Parallel()
	e, host, _ := netHost(t, "")
	set := func(status int, nic, n string) string {
		t.Helper()
		return e.want(status, "POST", host+"/nics/"+nic+"/updatevirtualfunctionsconfiguration",
			"<action><virtual_functions_configuration><number_of_virtual_functions>"+n+"</number_of_virtual_functions></virtual_functions_configuration></action>").body
	}
	ids := e.Engine.IDs(host + "/nics")
	expect(t, "detail", between(t, set(409, ids[0], "1"), "<detail>", "<"),
		"[Cannot edit host NIC VFs configuration. The selected network interface eth0 is not SR-IOV enabled.]")
	expect(t, "detail", between(t, set(409, ids[1], "8"), "<detail>", "<"),
		"[Cannot edit host NIC VFs configuration. The specified number of VFs on network interface eth1 is 8, the valid range is 0 - 7.]")
	set(200, ids[1], "3")
	if doc := e.get(host + "/nics"); strings.Count(doc, "<physical_function ") != 3 || !strings.Contains(doc, "<name>eth1v2</name>") {
		t.Errorf("interfaces:\n%s", doc)
	}
	set(200, ids[1], "0")
	if n := len(e.Engine.IDs(host + "/nics")); n != 2 {
		t.Errorf("%d interfaces, want 2", n)
	}
	e.clock.Advance(time.Second)
}
