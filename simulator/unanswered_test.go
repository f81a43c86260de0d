package simulator_test

import (
	"strings"
	"testing"
	"time"
)

// silentHost adds a host at an address where nothing answers, and returns its path.
func (e *engine) silentHost(name string) string {
	e.t.Helper()
	return e.made("/hosts", "<host><name>"+name+"</name><address>127.0.0.1</address><root_password>x</root_password></host>")
}

// Recorded from an engine of model 4.6.1 in steps of the area hosts.
func TestHostsThatNeverAnswered(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := e.silentHost("mute")
	e.shows(host, "<status>unassigned</status>", "<speed>0</speed>", "<topology/>", "<se_linux/>", "<memory>0</memory>",
		"<supported_rng_sources/>", "<pm_proxies/>", "<max_scheduling_memory>0</max_scheduling_memory>", "O=oVirt,CN=127.0.0.1")
	e.hides(host, "<hardware_information><", "<libvirt_version>", "<type>RHEL", "<active>", "<fingerprint>", "<description>mute")
	e.clock.Advance(time.Minute)
	e.shows(host, "<status>non_responsive</status>")
	for _, sub := range []string{"nics", "numanodes", "devices", "cpuunits", "networkattachments"} {
		e.hides(host+"/"+sub, " id=")
	}
	e.want(400, "GET", host+"/hooks", "")
	e.hides(host+"/statistics", "<datum>1")

	for _, tt := range []struct {
		action, body string
		status       int
		want         string // want is the detail of the refusal, or the status of the host.
	}{
		{"commitnetconfig", "", 400, "[Network error during communication with the Host.]"},
		{"setupnetworks", "", 409, "[Cannot setup Networks. Operation can be performed only when Host status is  Maintenance, Up, " +
			"NonOperational.]"},
		{"syncallnetworks", "", 409, "[Cannot setup Networks. Operation can be performed only when Host status is  Maintenance, Up, " +
			"NonOperational.]"},
		{"upgradecheck", "", 409, "[Cannot check for upgrade Host. Valid Host statuses for upgrade check are Up or Non-Operational.]"},
		{"activate", "", 409, "[Cannot activate Host. Host is in non responsive state.]"},
		{"fence", "<fence_type>x</fence_type>", 400,
			"X is not a member of FenceType. Possible values for FenceType are: manual, restart, start, stop, status"},
		{"deactivate", "", 200, "maintenance"},
		{"install", "", 400, "[Cannot install Host with empty password.]"},
		{"install", "<root_password>x</root_password>", 200, "install_failed"},
		{"refresh", "", 400, "[]"},
		{"enrollcertificate", "", 200, "non_responsive"},
	} {
		t.Run(tt.action, func(t *testing.T) {
			a := e.want(tt.status, "POST", host+"/"+tt.action, "<action>"+tt.body+"</action>")
			if tt.status == 200 {
				e.shows(host, "<status>"+tt.want+"</status>")
				return
			}
			expect(t, "detail", plain(between(t, a.body, "<detail>", "</detail>")), tt.want)
		})
	}
	e.want(200, "DELETE", host, "")
}

// Recorded from an engine of model 4.6.1; the check of a second host with one name comes before that
// of its address.
func TestNewHostsAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.silentHost("mute")
	host := func(members string) string { return "<host>" + members + "</host>" }
	for _, tt := range []struct {
		name, members string
		status        int
		detail        string
	}{
		{"no password", "<name>a</name><address>192.0.2.9</address>", 400, "[Cannot install Host with empty password.]"},
		{"name in use", "<name>mute</name><address>127.0.0.1</address><root_password>x</root_password>", 409,
			"[Cannot add Host. The Host name is already in use, please choose a unique name and try again.]"},
		{"address in use", "<name>a</name><address>127.0.0.1</address><root_password>x</root_password>", 409,
			"[Cannot add Host. Host with the same address already exists.]"},
		{"no address of a host", "<name>a</name><address>a b</address><root_password>x</root_password>", 400,
			"[Host address must be a FQDN or a valid IP address, Attribute: vdsStatic.hostName]"},
		{"port of SSH", "<name>a</name><address>192.0.2.9</address><root_password>x</root_password><ssh><port>0</port></ssh>", 400,
			"[validation.vds.ssh port.range, Attribute: vdsStatic.sshPort]"},
		{"unknown cluster", `<name>a</name><address>192.0.2.9</address><root_password>x</root_password><cluster id="` + nowhere + `"/>`, 400,
			"[Cannot add Host. Cluster ID is not valid.]"},
	} {
		t.Run(tt.name, func(t *testing.T) { e.refuses(tt.status, "POST", "/hosts", host(tt.members), tt.detail) })
	}
	e.made("/hosts", host("<name>b</name><address>192.0.2.8</address><root_password>x</root_password>"+
		"<power_management><enabled>true</enabled></power_management>"))
}

// Recorded from an engine of model 4.6.1.
func TestChangedHostsAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := e.silentHost("mute")
	for _, tt := range []struct {
		name, members string
		status        int
		detail        string
	}{
		{"address", "<address>127.0.0.2</address>", 400, "[Host Address can not be modified due to Security restrictions.  " +
			"In order to change Host Address, Host has to be reinstalled]"},
		{"cluster", `<cluster id="` + nowhere + `"/>`, 409, "[Cannot edit Host. Host parameters cannot be modified while Host is " +
			"operational.\nPlease switch Host to Maintenance mode first.]"},
		{"power management", "<power_management><enabled>true</enabled></power_management>", 400,
			"[Cannot edit Host. Power Management is enabled for Host but no Agent type selected.]"},
		{"port", "<port>1</port>", 400, "[The Host Port number cannot be changed without reinstalling the Host.]"},
	} {
		t.Run(tt.name, func(t *testing.T) { e.refuses(tt.status, "PUT", host, "<host>"+tt.members+"</host>", tt.detail) })
	}
	e.want(200, "PUT", host, "<host><os><custom_kernel_cmdline>a=b</custom_kernel_cmdline></os></host>")
	e.shows(host, "<custom_kernel_cmdline>a=b</custom_kernel_cmdline>", "<reinstallation_required>true</reinstallation_required>")
}

// Recorded from an engine of model 4.6.1.
func TestFenceAgentsAreShownAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	agents := e.silentHost("mute") + "/fenceagents"
	agent := func(kind string) string {
		return "<agent><type>" + kind + "</type><address>192.0.2.1</address><username>u</username><password>p</password>" +
			"<order>1</order></agent>"
	}
	made := e.made(agents, agent("ipmilan"))
	e.hides(made, "concurrent", "password")
	e.want(200, "PUT", made, "<agent><port>7</port></agent>")
	doc := e.get(made)
	if got := strings.Join(strings.Fields(between(t, doc, "<options>", "</options>")), ""); got !=
		"<option><name>port</name><value>7</value></option>" {
		t.Errorf("the options are %s", got)
	}
	e.refuses(409, "POST", agents, agent("x"), "[Cannot add Fence Agent. Selected Power Management Agent is not supported.]")
}
