package simulator_test

import (
	"strings"
	"testing"
	"time"
)

const (
	noBootDisk = "[Cannot run VM without at least one bootable disk.\nAlternatives:\n" +
		"- Create a disk for this VM, and rerun the VM.\n" +
		"- Change the boot sequence using the Edit VM command (Boot Option Sub-Tab).\n" +
		"- Use the 'Run Once' command to select a different boot option and rerun the VM.]"
	noBootNIC = "[VM is configured to be 'Network bootable', but no Network Interface is configured.\nAlternatives:\n" +
		"- Select a different boot device (using the 'Run Once' command or 'Edit VM' command on Boot Option Sub-Tab).\n" +
		"- Configure Network Interface and rerun the VM.]"
)

// refuses demands a refusal with a status and a detail.
func (e *engine) refuses(status int, method, path, body, detail string) {
	e.t.Helper()
	a := e.want(status, method, path, body)
	expect(e.t, "detail of "+method+" "+path, plain(between(e.t, a.body, "<detail>", "</detail>")), detail)
}

// boots sets what the VMs of a test boot from.
func (e *engine) boots(path, tag string, devices ...string) {
	e.t.Helper()
	list := ""
	for _, device := range devices {
		list += "<device>" + device + "</device>"
	}
	e.put(path, "<"+tag+"><os><boot><devices>"+list+"</devices></boot></os></"+tag+">")
}

// Measured at a real engine (steps "start while no disk" and "start while network boot no nic"); that
// a second boot device makes the difference follows from RunVmValidator.validateBootSequence.
func TestVMWithoutAnythingToBootFromIsNotStarted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		devices []string
		with    string // what the VM has: a disk, an inactive disk, a NIC
		once    string
		want    string
	}{
		{"disk alone, no disk", []string{"hd"}, "", "", noBootDisk},
		{"disk alone, inactive disk", []string{"hd"}, "inactive disk", "", noBootDisk},
		{"disk alone, disk", []string{"hd"}, "disk", "", ""},
		{"network alone, no NIC", []string{"network"}, "", "", noBootNIC},
		{"network alone, no NIC but a disk", []string{"network"}, "disk", "", noBootNIC},
		{"network alone, NIC", []string{"network"}, "NIC", "", ""},
		{"CD alone", []string{"cdrom"}, "", "", ""},
		{"disk, then network, neither", []string{"hd", "network"}, "", "", ""},
		{"network, then disk, neither", []string{"network", "hd"}, "", "", ""},
		{"disk alone, but CD this once", []string{"hd"}, "", "cdrom", ""},
		{"CD alone, but disk this once", []string{"cdrom"}, "", "hd", noBootDisk},
		{"CD alone, but network this once", []string{"cdrom"}, "", "network", noBootNIC},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			vm := e.addVM("myvm")
			e.boots(vm, "vm", tt.devices...)
			switch tt.with {
			case "disk":
				e.addDisk(vm, "<alias>d</alias><format>cow</format>")
			case "inactive disk":
				e.want(200, "PUT", vm+"/diskattachments/"+e.addDisk(vm, "<alias>d</alias><format>cow</format>"),
					"<disk_attachment><active>false</active></disk_attachment>")
			case "NIC":
				e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
			}
			body := "<action/>"
			if tt.once != "" {
				body = "<action><vm><os><boot><devices><device>" + tt.once + "</device></devices></boot></os></vm></action>"
			}
			if tt.want == "" {
				e.want(200, "POST", vm+"/start", body)
				return
			}
			e.refuses(409, "POST", vm+"/start", body, tt.want)
			e.shows(vm, "<status>down<")
		})
	}
}

// The text is that of step "add blank" of the recorded pools; two VMs without disks answer once each,
// as recorded in the step "allocate" of a pool whose template has none.
func TestPoolsNeedATemplateWithADisk(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.refuses(409, "POST", "/vmpools", "<vm_pool><name>p</name><size>1</size><cluster><name>Default</name></cluster>"+
		"<template><name>Blank</name></template></vm_pool>", "[VM-Pool must be based on  non-blank Template.]")
	vm := e.addVM("golden")
	e.boots(vm, "vm", "hd")
	e.want(202, "POST", "/templates", `<template><name>bare</name><vm><name>golden</name></vm></template>`)
	e.clock.Advance(time.Minute)
	a := e.want(201, "POST", "/vmpools", "<vm_pool><name>p</name><size>2</size><cluster><name>Default</name></cluster>"+
		"<template><name>bare</name></template></vm_pool>")
	e.clock.Advance(time.Minute)
	once := strings.Trim(strings.Replace(noBootDisk, "run VM", "attach VM to VM-Pool", 1), "[]")
	e.refuses(409, "POST", "/vmpools/"+idOf(t, a.body)+"/allocatevm", "<action/>",
		"["+once+", "+once+", Cannot attach VM to VM-Pool. There are no available VMs in the VM-Pool.]")
}

// The texts of the name and of the cluster are recorded; VmNicValidator.profileValid asks for the
// network of new and of changed NICs alike.
func TestNICsFitTheirVM(t *testing.T) {
	t.Parallel()
	e := start(t, withTemplate)
	vm := e.addVM("myvm")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	e.refuses(409, "POST", vm+"/nics", "<nic><name>nic1</name></nic>", "[Network interface name is already in use]")
	second := vm + "/nics/" + idOf(t, e.want(201, "POST", vm+"/nics", "<nic><name>nic2</name></nic>").body)
	e.refuses(409, "PUT", second, "<nic><name>nic1</name></nic>", "[Network interface name is already in use]")
	e.want(200, "PUT", second, "<nic><name>nic2</name></nic>")

	network := e.made("/networks", "<network><name>blue</name><data_center><name>Default</name></data_center></network>")
	profile := "<nic><name>nic3</name><vnic_profile id=\"" + e.profileOf("blue") + "\"/></nic>"
	const elsewhere = "[The specified Logical Network doesn't exist in the current Cluster.]"
	e.refuses(409, "POST", vm+"/nics", profile, elsewhere)
	e.refuses(409, "PUT", second, strings.Replace(profile, "nic3", "nic2", 1), elsewhere)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.want(201, "POST", cluster+"/networks", `<network id="`+network[strings.LastIndex(network, "/")+1:]+`"/>`)
	e.want(201, "POST", vm+"/nics", profile)
}

// profileOf returns the ID of the vNIC profile with a name.
func (e *engine) profileOf(name string) string {
	e.t.Helper()
	for _, id := range e.Engine.IDs("/vnicprofiles") {
		if strings.Contains(e.get("/vnicprofiles/"+id), "<name>"+name+"<") {
			return id
		}
	}
	e.t.Fatalf("no vNIC profile %s", name)
	return ""
}

// Recorded: é and 中 in the description of a new VM, and é in that of a changed one, are kept. The
// dash is what a real engine refused on PUT; BaseDescription's pattern is letters and ASCII, and holds
// for new VMs as well. Data centers are recorded as ASCII only.
func TestDescriptionsAreLettersAndASCII(t *testing.T) {
	t.Parallel()
	const special = "The given description contains special characters.\n" +
		"Only alpha-numeric and some special characters that conform to the standard ASCII character set are allowed., Attribute: "
	e := start(t)
	vm := e.addVM("myvm")
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	blank := "<cluster><name>Default</name></cluster><template><name>Blank</name></template>"
	for _, text := range []string{"", "plain", "&lt;quick&gt; &amp; \"easy\" 100 %", "é中übrigens"} {
		e.want(200, "PUT", vm, "<vm><description>"+text+"</description></vm>")
	}
	for _, text := range []string{"a – b", "“quoted”", "5 €", "½", "\U0001F600"} {
		e.refuses(400, "PUT", vm, "<vm><description>"+text+"</description></vm>", "[Cannot edit VM. "+special+"vmStatic.description]")
		e.refuses(400, "POST", "/vms", "<vm><name>other</name><description>"+text+"</description>"+blank+"</vm>",
			"[Cannot add VM. "+special+"vmStatic.description]")
		e.refuses(400, "POST", vm+"/snapshots", "<snapshot><description>"+text+"</description></snapshot>",
			"[Snapshot description must be formed only from alpha-numeric characters and special characters that conform to the standard "+
				"ASCII character set., Attribute: description]")
	}
	const center = "[Data Center description must be formed of ASCII charis only, Attribute: privateStoragePool.description]"
	e.refuses(400, "PUT", dc, "<data_center><description>é</description></data_center>", center)
	e.refuses(400, "POST", "/datacenters", "<data_center><name>b</name><local>false</local><description>é</description></data_center>", center)
}

// ACTION_TYPE_FAILED_ILLEGAL_NUM_OF_MONITORS comes of VmHandler.isNumOfMonitorsLegal, for new and for
// changed VMs; the text about the number itself is recorded for 5.
func TestSeveralMonitorsNeedSpice(t *testing.T) {
	t.Parallel()
	const vnc = "Illegal number of monitors is provided, max allowed number of monitors is 1 for VNC and the max number in the " +
		"ValidNumOfMonitors configuration variable for SPICE.]"
	e := start(t)
	vm := e.addVM("myvm")
	e.refuses(400, "PUT", vm, "<vm><display><monitors>2</monitors></display></vm>", "[Cannot edit VM. "+vnc)
	e.refuses(400, "PUT", vm, "<vm><display><monitors>3</monitors></display></vm>",
		"[VM exceeded the number of allowed monitors, Attribute: vmStatic.numOfMonitors]")
	e.refuses(400, "POST", "/vms", "<vm><name>b</name><cluster><name>Default</name></cluster><template><name>Blank</name></template>"+
		"<display><monitors>2</monitors></display></vm>", "[Cannot add VM. "+vnc)
	e.want(200, "PUT", vm, "<vm><display><monitors>1</monitors></display></vm>")
	e.want(200, "PUT", vm, "<vm><display><monitors>4</monitors><type>spice</type></display></vm>")
}

// NumaValidator.validateVmNumaConfig says all of it, with code 400.
func TestNUMANodesFitTheirVM(t *testing.T) {
	t.Parallel()
	node := func(index, memory string, cores ...string) string {
		list := ""
		for _, core := range cores {
			list += "<core><index>" + core + "</index></core>"
		}
		return "<vm_numa_node><index>" + index + "</index><memory>" + memory + "</memory><cpu><cores>" + list + "</cores></cpu></vm_numa_node>"
	}
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, "<vm><cpu><topology><sockets>2</sockets></topology></cpu></vm>")
	e.refuses(400, "POST", vm+"/numanodes", node("0", "256", "1", "3"),
		"[A NUMA node has an invalid CPU index: 3. Indexes must be between 0 and 1.]")
	e.refuses(400, "POST", vm+"/numanodes", node("1", "256", "0"), "[Expected a continuous sequence of 0-0 for 1 numa nodes. "+
		"Missing indices 0. Assign indices with increasing order starting from 0 to your virtual numa nodes.]")
	e.refuses(400, "POST", vm+"/numanodes", node("0", "4096", "0"), "[The NUMA nodes' total memory of 4096 exceeds the VM's total memory of 1024.]")
	e.want(201, "POST", vm+"/numanodes", node("0", "256", "0"))
	e.refuses(400, "POST", vm+"/numanodes", node("0", "256", "1"), "[NUMA node with index 0 exists at least twice.]")
	e.refuses(400, "POST", vm+"/numanodes", node("1", "256", "0"), "[CPUs with the following indexes are assigned to two or more NUMA nodes: 0.]")
	second := vm + "/numanodes/" + idOf(t, e.want(201, "POST", vm+"/numanodes", node("1", "256", "1")).body)
	e.refuses(400, "POST", vm+"/numanodes", node("2", "256", "0"),
		"[Cannot add VM NUMA node. Assigned 3 NUMA nodes for 2 CPU cores. Cannot assign more NUMA nodes than CPU cores.]")
	e.refuses(400, "PUT", second, "<vm_numa_node><cpu><cores><core><index>0</index></core></cores></cpu></vm_numa_node>",
		"[CPUs with the following indexes are assigned to two or more NUMA nodes: 0.]")
}

// Recorded for new VMs (steps "vm os windows", "vm timezone bad"); TimeZoneValidator holds for changed
// ones as well, and takes only the zones of the engine's table.
func TestTimeZoneFitsTheOperatingSystem(t *testing.T) {
	t.Parallel()
	const bad = "Invalid time zone for given OS type., Attribute: vmStatic]"
	blank := "<vm><name>b</name><cluster><name>Default</name></cluster><template><name>Blank</name></template>"
	e := start(t)
	vm := e.addVM("myvm")
	e.refuses(400, "POST", "/vms", blank+"<os><type>windows_2019x64</type></os></vm>", "[Cannot add VM. "+bad)
	e.refuses(400, "POST", "/vms", blank+"<time_zone><name>Nowhere/X</name></time_zone></vm>", "[Cannot add VM. "+bad)
	e.refuses(400, "PUT", vm, "<vm><os><type>windows_2022</type></os></vm>", "[Cannot edit VM. "+bad)
	e.refuses(400, "PUT", vm, "<vm><time_zone><name>GMT Standard Time</name></time_zone></vm>", "[Cannot edit VM. "+bad)
	e.refuses(400, "PUT", vm, "<vm><time_zone><name>Etc/UTC</name></time_zone></vm>", "[Cannot edit VM. "+bad)
	e.want(200, "PUT", vm, "<vm><time_zone><name>Europe/Berlin</name></time_zone></vm>")
	e.want(200, "PUT", vm, "<vm><os><type>windows_2022</type></os><time_zone><name>GMT Standard Time</name></time_zone></vm>")
	e.refuses(400, "PUT", vm, "<vm><os><type>other_linux</type></os></vm>", "[Cannot edit VM. "+bad)
}

// The recorded quotas have a limit of each kind from the start, -1, whose ID is the quota's own, and
// refuse specific ones beside it (steps "cluster limit", "limit cluster", "limits 3").
func TestQuotasHaveGeneralLimits(t *testing.T) {
	t.Parallel()
	const both = "[Cannot edit Quota. Limitation can not be configured as specific and general for the same Quota. Please choose whether the " +
		"limitation should be enforced on the Data Center (global) or for specific storage domain or cluster.]"
	e := start(t)
	quota := e.made("/datacenters/"+e.Engine.IDs("/datacenters")[0]+"/quotas", "<quota><name>q</name></quota>")
	id := quota[strings.LastIndex(quota, "/")+1:]
	cluster, domain := e.Engine.IDs("/clusters")[0], e.Engine.IDs("/storagedomains")[0]
	e.shows(quota+"/quotastoragelimits", `id="`+id+`"`, "<limit>-1<")
	e.shows(quota+"/quotaclusterlimits", `id="`+id+`"`, "<vcpu_limit>-1<", "<memory_limit>-1")
	e.refuses(409, "POST", quota+"/quotastoragelimits", `<quota_storage_limit><limit>5</limit><storage_domain id="`+domain+`"/></quota_storage_limit>`, both)
	e.refuses(409, "POST", quota+"/quotaclusterlimits", `<quota_cluster_limit><vcpu_limit>2</vcpu_limit><cluster id="`+cluster+`"/></quota_cluster_limit>`, both)
	e.want(200, "POST", quota+"/quotastoragelimits", "<quota_storage_limit><limit>100</limit></quota_storage_limit>")
	e.shows(quota+"/quotastoragelimits/"+id, "<limit>100<")
	expect(t, "limits", strings.Join(e.Engine.IDs(quota+"/quotastoragelimits"), " "), id)
	e.want(200, "DELETE", quota+"/quotastoragelimits/"+id, "")
	e.shows(quota+"/quotastoragelimits/"+id, "<limit>-1<")
	e.specific(quota)
	e.want(200, "POST", quota+"/quotastoragelimits", `<quota_storage_limit><limit>5</limit><storage_domain id="`+domain+`"/></quota_storage_limit>`)
	e.shows(quota+"/quotastoragelimits/"+domain, "<limit>5<")
	e.refuses(409, "POST", quota+"/quotastoragelimits", "<quota_storage_limit><limit>100</limit></quota_storage_limit>", both)
}

// Measured for the format of qcow2; DiskValidator.isSparsifySupported has the same code for
// preallocated disks.
func TestSparsifyNeedsRawThinDisks(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct{ name, members, want string }{
		{"qcow2", "<format>cow</format>", "[Cannot sparsify Virtual Disk. Sparsifying is not supported for QCOW2 disk d.]"},
		{
			"preallocated", "<format>raw</format><sparse>false</sparse>",
			"[Cannot sparsify Virtual Disk. Sparsifying is not supported for preallocated disk d.]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			disk := e.newDisk(tt.members + "<storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains>")
			e.refuses(400, "POST", disk+"/sparsify", "<action/>", tt.want)
		})
	}
}

// BackendTemplatesResource asks for the base of any version that is given; a real engine answered so.
func TestVersionOfATemplateNeedsItsBase(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.addVM("golden")
	const doc = "<template><name>base</name><vm><name>golden</name></vm>"
	e.refuses(400, "POST", "/templates", doc+"<version><version_name>first</version_name></version></template>",
		"TemplateVersion [baseTemplate] required for addFromVm")
	a := e.want(202, "POST", "/templates", doc+"</template>")
	e.clock.Advance(time.Minute)
	a = e.want(202, "POST", "/templates", doc+`<version><version_name>second</version_name><base_template id="`+idOf(t, a.body)+`"/></version></template>`)
	e.shows("/templates/"+idOf(t, a.body), "<version_number>2<", "<version_name>second<")
}

// Recorded: hooks and numa_nodes together are a 500 on hosts, numa_nodes, backups and checkpoints on
// VMs, vm on snapshots, and everything on the active snapshot, which has no links. Which of hooks and
// numa_nodes a host stumbles over isn't known; both are refused here.
func TestWhatCannotBeFollowedIsAnError(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	for _, path := range []string{
		host + "?follow=nics,hooks,numa_nodes", host + "?follow=hooks", host + "?follow=numa_nodes", "/hosts?follow=numa_nodes",
		vm + "?follow=numa_nodes", vm + "?follow=backups", vm + "?follow=checkpoints", vm + "?follow=snapshots.disks",
		vm + "/snapshots?follow=nics",
	} {
		e.want(500, "GET", path, "")
	}
	for _, path := range []string{host + "?follow=nics,statistics", vm + "?follow=snapshots,nics,disk_attachments.disk"} {
		e.want(200, "GET", path, "")
	}
}

// Measured for an upgrade without updates; a check finds some.
func TestHostWithoutUpdatesIsNotUpgraded(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	const none = "[Cannot upgrade Host. There are no available updates for the host.]"
	e.refuses(409, "POST", host+"/upgrade", "<action/>", none)
	e.want(200, "POST", host+"/upgradecheck", "<action/>")
	e.clock.Advance(time.Minute)
	e.want(200, "POST", host+"/upgrade", "<action/>")
	e.clock.Advance(time.Minute)
	e.refuses(409, "POST", host+"/upgrade", "<action/>", none)
}

// FenceValidator.isStartupTimeoutPassed refuses them, with DisableFenceAtStartupInSec at 300.
func TestYoungEngineFencesNobody(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	host := "/hosts/" + e.Engine.IDs("/hosts")[1]
	e.want(201, "POST", host+"/fenceagents",
		"<agent><address>pm</address><type>ipmilan</type><username>u</username><password>p</password><order>1</order></agent>")
	e.want(200, "PUT", host, "<host><power_management><enabled>true</enabled></power_management></host>")
	e.clock.Advance(5*time.Minute - time.Second)
	for _, kind := range []string{"start", "stop", "restart"} {
		e.refuses(409, "POST", host+"/fence", "<action><fence_type>"+kind+"</fence_type></action>",
			"[Fence is disabled due to the Engine Service start up sequence., Cannot "+kind+" Host. Fence operation failed.]")
	}
	e.want(200, "POST", host+"/fence", "<action><fence_type>status</fence_type></action>")
	e.clock.Advance(time.Second)
	e.want(200, "POST", host+"/fence", "<action><fence_type>restart</fence_type></action>")
}

// Recorded in the step "rm detach_only"; RemoveVmCommand asks whether a VM has disks only afterwards.
func TestVMOfATemplateKeepsNoDisks(t *testing.T) {
	t.Parallel()
	e := start(t, withTemplate)
	a := e.want(202, "POST", "/vms", "<vm><name>thin</name><cluster><name>Default</name></cluster><template><name>template-001</name></template></vm>")
	e.clock.Advance(time.Minute)
	e.refuses(409, "DELETE", "/vms/"+idOf(t, a.body)+"?detach_only=true", "",
		"[Cannot remove VM with detaching disks, VM is based from template.]")
	e.want(200, "DELETE", "/vms/"+idOf(t, a.body), "")
}

// VmMapper copies the protection of a template to the VMs that are made of it.
func TestDeleteProtectionIsInherited(t *testing.T) {
	t.Parallel()
	e := start(t, withTemplate)
	e.want(200, "PUT", "/templates/"+e.idOfNamed("/templates", "template-001"), "<template><delete_protected>true</delete_protected></template>")
	a := e.want(202, "POST", "/vms", "<vm><name>thin</name><cluster><name>Default</name></cluster><template><name>template-001</name></template></vm>")
	e.clock.Advance(time.Minute)
	vm := "/vms/" + idOf(t, a.body)
	e.shows(vm, "<delete_protected>true<")
	e.refuses(409, "DELETE", vm, "", "[Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.]")
	e.want(200, "PUT", vm, "<vm><delete_protected>false</delete_protected></vm>")
	e.want(200, "DELETE", vm, "")
}

// idOfNamed returns the ID of the object with a name.
func (e *engine) idOfNamed(collection, name string) string {
	e.t.Helper()
	for _, id := range e.Engine.IDs(collection) {
		if strings.Contains(e.get(collection+"/"+id), "<name>"+name+"<") {
			return id
		}
	}
	e.t.Fatalf("%s has no %s", collection, name)
	return ""
}

// HostSetupNetworksValidator says so of slaves of bonds and of interfaces for VLANs.
func TestSlaveOfABondTakesNoLabel(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	if _, err := e.Engine.Seed(host+"/nics", "<host_nic><name>eth2</name></host_nic>"); err != nil {
		t.Fatal(err)
	}
	e.want(200, "POST", host+"/setupnetworks", "<action><modified_bonds><host_nic><name>bond1</name><bonding><options><option><name>mode</name>"+
		"<value>1</value></option></options><slaves><host_nic><name>eth1</name></host_nic><host_nic><name>eth2</name></host_nic></slaves></bonding>"+
		"</host_nic></modified_bonds></action>")
	e.refuses(400, "POST", host+"/nics/"+e.idOfNamed(host+"/nics", "eth1")+"/networklabels", `<network_label id="dmz"/>`,
		"[Cannot setup Networks. Network interface 'eth1' cannot be labeled. Label can be provided only to interfaces or to bonds "+
			"(not to slaves nor vlans).]")
}
