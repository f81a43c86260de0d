package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestVMFromTemplateWithDisks(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1}
	})
	body := "<vm><name>myvm</name><cluster><name>Default</name></cluster><template><name>template-001</name></template></vm>"
	a := e.want(202, "POST", "/vms", body)
	if a.header.Get("Location") != "" {
		t.Error("an answer of 202 has a location")
	}
	if !strings.Contains(a.body, "\n    <creation_status>in_progress</creation_status>\n") {
		t.Errorf("no creation status in\n%s", a.body)
	}
	vm := "/vms/" + idOf(t, a.body)
	link := vm + "/creation_status/" + between(t, a.body, vm+"/creation_status/", `"`)
	expect(t, "progress", between(t, e.get(link), "<status>", "<"), "in_progress")
	e.steps(vm, "image_locked")
	e.want(409, "POST", vm+"/start", "<action/>")
	e.clock.Advance(time.Second)
	expect(t, "progress", between(t, e.get(link), "<status>", "<"), "complete")
	e.steps(vm, "down")
	if n := strings.Count(e.get(vm+"/diskattachments"), "<disk_attachment "); n != 1 {
		t.Errorf("%d disks, want the template's one", n)
	}

	a = e.want(201, "POST", "/vms", strings.Replace(body, "myvm", "other", 1), "X-Ovirt-Expect", "201-created")
	expect(t, "status of one that was waited for", between(t, a.body, "\n    <status>", "<"), "down")
	e.want(409, "DELETE", "/templates/"+between(t, e.get(vm), `<template href="/ovirt-engine/api/templates/`, `"`), "")
}

func TestRunningVMKeepsSomeChangesForItsNextStart(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "wait_for_launch", "powering_up", "up")
	a := e.want(200, "PUT", vm, "<vm><description>new</description><bios><type>q35_sea_bios</type></bios></vm>")
	if !strings.Contains(a.body, "<description>new</description>") || !strings.Contains(a.body, "<type>q35_ovmf</type>") {
		t.Errorf("the description must change at once and the BIOS later:\n%s", a.body)
	}
	if !strings.Contains(a.body, "<next_run_configuration_exists>true<") || !strings.Contains(a.body, "<type>ovf</type>") {
		t.Errorf("the answer must tell of the next run, and have all content:\n%s", a.body)
	}
	if !strings.Contains(e.get(vm+"?next_run=true"), "<type>q35_sea_bios</type>") {
		t.Error("next_run=true doesn't show what comes")
	}
	e.want(200, "POST", vm+"/stop", "<action/>")
	doc := e.get(vm)
	if !strings.Contains(doc, "<type>q35_sea_bios</type>") || !strings.Contains(doc, "<next_run_configuration_exists>false<") {
		t.Errorf("the change didn't take effect:\n%s", doc)
	}
}

func TestUpdateLeavesAloneClearsAndReplaces(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><comment>c</comment><custom_properties><custom_property><name>hugepages</name><value>1</value></custom_property></custom_properties>
		<cpu><topology><cores>2</cores></topology></cpu><memory>1073741825</memory></vm>`)
	doc := e.get(vm)
	for _, want := range []string{
		"<cores>2</cores>\n            <sockets>1</sockets>", "<comment>c</comment>", "<memory>1073741824</memory>", "<name>hugepages</name>",
		"<cpu_profile ",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	e.want(200, "PUT", vm, `<vm><comment></comment><custom_properties/><cpu_profile/></vm>`)
	doc = e.get(vm)
	for _, want := range []string{"<comment></comment>", "<cores>2</cores>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if !strings.Contains(doc, "<cpu_profile") {
		t.Error("an empty reference that the engine ignores clears")
	}
	a := e.want(409, "PUT", vm, `<vm id="00000000-0000-4000-8000-000000000000"/>`)
	expect(t, "reason", between(t, a.body, "<reason>", "<"), "Broken immutability constraint")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "Attempt to set immutable field: id")
	e.want(200, "PUT", vm, e.get(vm)) // what was read can be sent back
}

func TestRunningVMTakesSomeChangesAtOnce(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.run(vm)
	for _, tt := range []struct{ name, change, now, next string }{
		{"a module of memory", "<memory>1342177280</memory>", "<memory>1342177280<", ""},
		{"half a module", "<memory>1476395008</memory>", "<memory>1342177280<", "<memory>1476395008<"},
		{"less memory", "<memory>1073741824</memory>", "<memory>1342177280<", "<memory>1073741824<"},
		{"a new maximum", "<memory>2147483648</memory><memory_policy><max>8589934592</max></memory_policy>",
			"<memory>2147483648<", "<max>8589934592<"},
		{"another socket", "<cpu><topology><sockets>2</sockets></topology></cpu>", "<sockets>2<", ""},
		{"fewer sockets", "<cpu><topology><sockets>1</sockets></topology></cpu>", "<sockets>2<", "<sockets>1<"},
		{"other cores", "<cpu><topology><cores>2</cores></topology></cpu>", "<cores>1<", "<cores>2<"},
		{"a comment", "<comment>c</comment>", "<comment>c<", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e.want(200, "PUT", vm, "<vm>"+tt.change+"</vm>")
			e.shows(vm, tt.now)
			if tt.next != "" {
				e.shows(vm+"?next_run=true", tt.next)
				e.shows(vm, "<next_run_configuration_exists>true<")
			}
		})
	}
	e.denied("PUT", vm, "<vm><memory>1099511627776</memory></vm>",
		"Cannot edit VM. Memory size (1048576MB) cannot exceed maximum memory size (4096MB).")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.shows(vm, "<memory>1073741824<", "<sockets>1<", "<cores>2<", "<next_run_configuration_exists>false<", "<max>8589934592<")
}

func TestVMMovesToAnotherCluster(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 2, Clusters: 4, Hosts: 4, StorageDomains: 2}
	})
	vm := e.addVM("myvm")
	clusters := e.Engine.IDs("/clusters")
	to := func(id string) string { return `<vm><cluster id="` + id + `"/></vm>` }
	e.denied("PUT", vm, to(clusters[1]), "VM can be moved only to a Cluster in the same Data Center.")
	e.run(vm)
	e.denied("PUT", vm, to(clusters[2]), "Cannot edit VM because the VM is in Up status.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	before := between(t, e.get(vm), "<cpu_profile ", "/>")
	e.want(200, "PUT", vm, to(clusters[2]))
	e.shows(vm, `<cluster href="/ovirt-engine/api/clusters/`+clusters[2])
	if between(t, e.get(vm), "<cpu_profile ", "/>") == before {
		t.Error("the VM has the CPU profile of its old cluster")
	}
}

func TestStatisticsFollowTheVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	nic := vm + "/nics/" + idOf(t, a.body)
	disk := "/disks/" + e.addDisk(vm, "<format>cow</format>")
	datum := func(path, name string) string {
		t.Helper()
		_, doc, ok := strings.Cut(e.get(path+"/statistics"), "<name>"+name+"<")
		if !ok {
			t.Fatalf("%s has no %s", path, name)
		}
		return between(t, doc, "<datum>", "<")
	}
	expect(t, "installed", datum(vm, "memory.installed"), "1073741824")
	for _, idle := range []string{datum(vm, "cpu.current.total"), datum(vm, "elapsed.time"), datum(nic, "data.current.rx"), datum(disk, "data.current.read")} {
		expect(t, "statistic of a VM that is down", idle, "0")
	}
	e.run(vm)
	e.clock.Advance(58 * time.Second)
	expect(t, "elapsed", datum(vm, "elapsed.time"), "60")
	expect(t, "received", datum(nic, "data.total.rx"), "61440")
	expect(t, "read", datum(disk, "data.current.read"), "4096")
	history := between(t, e.get(vm+"/statistics"), "<name>cpu.usage.history<", "</statistic>")
	if n := strings.Count(history, "<datum>14<"); n != 3 {
		t.Errorf("%d values in a minute, want 3:\n%s", n, history)
	}
	e.shows(vm+"/statistics", `<detail>[{"path":"/"`)
}
