package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// twoHosts is an inventory with a spare host.
func twoHosts(o *simulator.Options) {
	o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 2}
}

// refused sends an action that must be refused and returns the detail of the fault.
func (e *engine) refused(path, action, body string) string {
	e.t.Helper()
	a := e.want(409, "POST", path+"/"+action, "<action>"+body+"</action>")
	return between(e.t, a.body, "<detail>", "</detail>")
}

// plain undoes what any writer may escape in a text.
func plain(s string) string {
	return strings.NewReplacer("&#39;", "'", "&apos;", "'", "&quot;", `"`, "&#34;", `"`, "&#xA;", "\n", "&amp;", "&").Replace(s)
}

func TestHostsGoTheirWays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, from, action, body string
		statuses                 []string
	}{
		{"activate", "maintenance", "activate", "", []string{"unassigned", "up"}},
		{"activate what isn't operational", "non_operational", "activate", "", []string{"unassigned", "up"}},
		{"deactivate", "up", "deactivate", "", []string{"preparing_for_maintenance", "maintenance", "maintenance"}},
		{"install", "maintenance", "install", "<root_password>p</root_password>", []string{"installing", "reboot", "initializing", "up"}},
		{"install without reboot", "install_failed", "install", "<reboot>false</reboot><root_password>p</root_password>", []string{"installing", "initializing", "up"}},
		{"install without activation", "maintenance", "install", "<activate>false</activate><root_password>p</root_password>", []string{"installing", "reboot", "initializing", "maintenance"}},
		{"approve", "pending_approval", "approve", "<host><root_password>p</root_password></host>", []string{"installing", "reboot", "initializing", "up"}},
		{"enroll a certificate", "maintenance", "enrollcertificate", "", []string{"installing", "maintenance"}},
		{"upgrade in maintenance", "maintenance", "upgrade", "", []string{"installing", "reboot", "initializing", "maintenance"}},
		{"upgrade when up", "up", "upgrade", "", []string{"preparing_for_maintenance", "installing", "reboot", "initializing", "up"}},
		{"upgrade without reboot", "non_operational", "upgrade", "<reboot>false</reboot>", []string{"installing", "initializing", "up"}},
		{"stop by power management", "maintenance", "fence", "<fence_type>stop</fence_type>", []string{"down", "down"}},
		{"start by power management", "down", "fence", "<fence_type>start</fence_type>", []string{"reboot", "initializing", "up"}},
		{"restart by power management", "up", "fence", "<fence_type>RESTART</fence_type>", []string{"reboot", "initializing", "up"}},
		{
			"restart into maintenance", "up", "fence", "<fence_type>restart</fence_type><maintenance_after_restart>true</maintenance_after_restart>",
			[]string{"reboot", "initializing", "maintenance"},
		},
		{"confirm a reboot", "non_responsive", "fence", "<fence_type>manual</fence_type>", []string{"unassigned", "up"}},
		{"ask for the power", "up", "fence", "<fence_type>status</fence_type>", []string{"up"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, twoHosts)
			host := "/hosts/" + e.Engine.IDs("/hosts")[1]
			e.power(host)
			e.put(host, "<host><status>"+tt.from+"</status><update_available>true</update_available></host>")
			e.want(200, "POST", host+"/"+tt.action, "<action>"+tt.body+"</action>")
			e.steps(host, tt.statuses...)
		})
	}
}

// power returns a host power management.
func (e *engine) power(host string) {
	e.t.Helper()
	e.want(201, "POST", host+"/fenceagents", "<agent><address>pm</address><type>ipmilan</type><username>u</username><password>p</password><order>1</order></agent>")
	e.want(200, "PUT", host, "<host><power_management><enabled>true</enabled></power_management></host>")
	e.clock.Advance(5 * time.Minute) // a young engine fences nobody
}

func (e *engine) put(path, doc string) {
	e.t.Helper()
	if err := e.Engine.Put(path, doc); err != nil {
		e.t.Fatal(err)
	}
}

func TestHostsRefuse(t *testing.T) {
	t.Parallel()
	const later = "Related operation is currently in progress. Please try again later.]"
	for _, tt := range []struct{ name, from, action, body, want string }{
		{"activate when up", "up", "activate", "", "[Cannot activate Host. Host in Up status.]"},
		{"activate when it doesn't answer", "non_responsive", "activate", "", "[Cannot activate Host. Host is in non responsive state.]"},
		{"activate on the way down", "reboot", "activate", "", "[Cannot activate Host. " + later},
		{"deactivate in maintenance", "maintenance", "deactivate", "", "[Cannot switch Host to Maintenance mode. Host is already in Maintenance mode.]"},
		{"deactivate while installing", "installing", "deactivate", "", "[Cannot switch Host to Maintenance mode. " + later},
		{"install when up", "up", "install", "", "[Cannot install Host. Please move Host to Maintenance mode first.]"},
		{"enroll when up", "up", "enrollcertificate", "", "[Cannot enroll certificate Host. Please switch Host to Maintenance mode first.]"},
		{
			"approve when up", "up", "approve", "<host><root_password>p</root_password></host>",
			"[Cannot approve RHVH Host.\n-Host must be in \"Pending Approval\" or \"Install Failed\" status in order to be approved.]",
		},
		{"upgrade when down", "down", "upgrade", "", "[Cannot upgrade Host. Valid Host statuses for upgrade are Up, Maintenance, and Non-Operational.]"},
		{"look for upgrades when down", "down", "upgradecheck", "", "[Cannot check for upgrade Host. Valid Host statuses for upgrade check are Up or Non-Operational.]"},
		{"refresh when installing", "installing", "refresh", "", "[Cannot refresh Host. " + later},
		{"become SPM in maintenance", "maintenance", "forceselectspm", "", "[Cannot force select SPM. The Host host-002 is not active.]"},
		{
			"start when up", "up", "fence", "<fence_type>start</fence_type>",
			"[Cannot perform Start operation, Host has to be in one of the following statuses: Down ,Non Responsive or Maintenance.]",
		},
		{
			"stop when up", "up", "fence", "<fence_type>stop</fence_type>",
			"[Cannot perform Stop operation, Host has to be in Maintenance mode in order to be stopped.]",
		},
		{
			"confirm when up", "up", "fence", "<fence_type>manual</fence_type>",
			`[Cannot confirm 'Host has been rebooted' Host. Valid Host statuses are "Non operational", "Maintenance" or "Connecting".]`,
		},
		{"networks while installing", "installing", "setupnetworks", "", "[Cannot setup Networks. Operation can be performed only when Host status is  Maintenance, Up, NonOperational.]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, twoHosts)
			host := "/hosts/" + e.Engine.IDs("/hosts")[1]
			e.power(host)
			// The engine leaves a host alone that doesn't answer.
			e.want(200, "PUT", host, "<host><power_management><automatic_pm_enabled>false</automatic_pm_enabled></power_management></host>")
			e.put(host, "<host><status>"+tt.from+"</status></host>")
			expect(t, "detail", plain(e.refused(host, tt.action, tt.body)), tt.want)
			e.steps(host, tt.from, tt.from)
		})
	}
}

func TestFencingNeedsAgentAndProxy(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	expect(t, "detail", e.refused(host, "fence", "<fence_type>status</fence_type>"), "[Cannot fence Host, Host fence is disabled.]")
	a := e.want(400, "PUT", host, "<host><power_management><enabled>true</enabled></power_management></host>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot edit Host. Power Management is enabled for Host but no Agent type selected.]")
	e.power(host)
	expect(t, "detail", plain(e.refused(host, "fence", "<fence_type>status</fence_type>")),
		"[Cannot status Host.\nThere is no other Host in the Data Center that can be used to test the Power Management settings.]")
	agent := host + "/fenceagents/" + e.Engine.IDs(host + "/fenceagents")[0]
	if strings.Contains(e.get(agent), "<password>") {
		t.Error("the password is shown")
	}
	a = e.want(409, "DELETE", agent, "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot Remove last Fence-Agent when Power Management is enabled for the Host.]")
}

func TestVMsLeaveAHostThatGoesIntoMaintenance(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.clock.Advance(time.Minute)
	host := "/hosts/" + between(t, e.get(vm), `<host href="/ovirt-engine/api/hosts/`, `"`)
	e.want(200, "POST", host+"/deactivate", "<action/>")
	e.steps(host, "preparing_for_maintenance")
	e.steps(vm, "migrating", "up")
	e.steps(host, "maintenance")
	other := "/hosts/" + between(t, e.get(vm), `<host href="/ovirt-engine/api/hosts/`, `"`)
	if other == host {
		t.Error("the VM is still on the host")
	}
	e.clock.Advance(time.Minute)
	detail := plain(e.refused(other, "deactivate", ""))
	if !strings.HasPrefix(detail, "[The following Hosts have running VMs and cannot be switched to maintenance mode: host-00") {
		t.Errorf("detail: %s", detail)
	}
	e.put(vm, "<vm><placement_policy><affinity>pinned</affinity></placement_policy></vm>")
	if detail := plain(e.refused(other, "deactivate", "")); !strings.HasSuffix(detail, "The non-migratable VMs are: myvm.]") {
		t.Errorf("detail: %s", detail)
	}
}

func TestStorageHasOneManager(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	first, second := "/hosts/"+e.Engine.IDs("/hosts")[0], "/hosts/"+e.Engine.IDs("/hosts")[1]
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	spm := func(host string) string {
		t.Helper()
		return between(t, between(t, e.get(host), "<spm>", "</spm>"), "<status>", "<")
	}
	expect(t, "first", spm(first), "spm")
	e.want(200, "POST", second+"/forceselectspm", "<action/>")
	expect(t, "second", spm(second), "contending")
	expect(t, "first", spm(first), "none")
	e.clock.Advance(time.Second)
	expect(t, "second", spm(second), "spm")

	// Another host takes over from one that leaves; without any the data center and its storage can't be used.
	e.want(200, "POST", second+"/deactivate", "<action/>")
	e.clock.Advance(time.Minute)
	expect(t, "first", spm(first), "spm")
	e.want(200, "POST", first+"/deactivate", "<action/>")
	e.clock.Advance(time.Minute)
	expect(t, "first", spm(first), "none")
	e.steps(dc, "problematic")
	attached := dc + "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
	e.steps(attached, "unknown")
	e.want(200, "POST", first+"/activate", "<action/>")
	e.clock.Advance(time.Minute)
	e.steps(dc, "up")
	e.steps(attached, "active")
	expect(t, "first", spm(first), "spm")
}

func TestUpdatesAreFoundOnce(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	host := "/hosts/" + e.Engine.IDs("/hosts")[1]
	available := func() string { t.Helper(); return between(t, e.get(host), "<update_available>", "<") }
	check := func() {
		t.Helper()
		e.want(200, "POST", host+"/upgradecheck", "<action/>")
		e.clock.Advance(time.Second)
	}
	expect(t, "before", available(), "false")
	check()
	expect(t, "after the check", available(), "true")
	e.want(200, "POST", host+"/upgrade", "<action/>")
	e.clock.Advance(time.Minute)
	e.steps(host, "up")
	check()
	expect(t, "after the upgrade", available(), "false")
}

func TestHostStorageIsFound(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	const portal = "<iscsi><address>10.0.0.1</address></iscsi>"
	a := e.want(200, "POST", host+"/iscsidiscover", "<action>"+portal+"</action>")
	target := between(t, a.body, "<iscsi_target>", "<")
	a = e.want(200, "POST", host+"/discoveriscsi", "<action>"+portal+"</action>")
	if !strings.Contains(a.body, "<target>"+target+"</target>") {
		t.Errorf("the target isn't in\n%s", a.body)
	}
	e.want(200, "POST", host+"/iscsilogin", "<action><iscsi><address>10.0.0.1</address><target>"+target+"</target></iscsi></action>")
	units := e.Engine.IDs(host + "/storage")
	if len(units) != 2 || !strings.Contains(e.get(host+"/storage"), "<status>free</status>") {
		t.Fatalf("units %v in\n%s", units, e.get(host+"/storage"))
	}
	e.want(201, "POST", "/storagedomains", `<storage_domain><name>block</name><type>data</type><host><name>host-001</name></host>
		<storage><type>iscsi</type><logical_units><logical_unit id="`+units[0]+`"/></logical_units></storage></storage_domain>`)
	a = e.want(409, "POST", "/storagedomains", `<storage_domain><name>twice</name><type>data</type><host><name>host-001</name></host>
		<storage><type>iscsi</type><logical_units><logical_unit id="`+units[0]+`"/></logical_units></storage></storage_domain>`)
	expect(t, "detail", between(t, a.body, "<detail>", "<"),
		"[Cannot add Storage. The following LUNs are already part of existing storage domains: "+units[0]+".]")
	if doc := e.get("/storageconnections"); !strings.Contains(doc, "<target>"+target+"<") {
		t.Errorf("no connection to the target:\n%s", doc)
	}
}

func TestHostHasParts(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	for _, tt := range []struct {
		collection, tag string
		n               int
	}{
		{"nics", "<host_nic ", 2}, {"networkattachments", "<network_attachment ", 1}, {"numanodes", "<host_numa_node ", 2},
		{"devices", "<host_device ", 6}, {"hooks", "<hook ", 2}, {"cpuunits", "<host_cpu_unit ", 32}, {"storage", "<host_storage ", 0},
	} {
		if n := strings.Count(e.get(host+"/"+tt.collection), tt.tag); n != tt.n {
			t.Errorf("%d %s, want %d", n, tt.collection, tt.n)
		}
	}
	a := e.want(409, "POST", "/hosts", "<host><name>twin</name><address>host-001.localdomain</address><root_password>p</root_password><cluster><name>Default</name></cluster></host>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot add Host. Host with the same address already exists.]")
}
