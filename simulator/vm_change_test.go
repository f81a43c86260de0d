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
	a := e.want(200, "PUT", vm, "<vm><description>new</description><bios><type>q35_ovmf</type></bios></vm>")
	if !strings.Contains(a.body, "<description>new</description>") || !strings.Contains(a.body, "<type>q35_sea_bios</type>") {
		t.Errorf("the description must change at once and the BIOS later:\n%s", a.body)
	}
	if !strings.Contains(a.body, "<next_run_configuration_exists>true<") || !strings.Contains(a.body, "<type>ovf</type>") {
		t.Errorf("the answer must tell of the next run, and have all content:\n%s", a.body)
	}
	if !strings.Contains(e.get(vm+"?next_run=true"), "<type>q35_ovmf</type>") {
		t.Error("next_run=true doesn't show what comes")
	}
	e.want(200, "POST", vm+"/stop", "<action/>")
	doc := e.get(vm)
	if !strings.Contains(doc, "<type>q35_ovmf</type>") || !strings.Contains(doc, "<next_run_configuration_exists>false<") {
		t.Errorf("the change didn't take effect:\n%s", doc)
	}
}

func TestUpdateLeavesAloneClearsAndReplaces(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><comment>c</comment><custom_properties><custom_property><name>a</name><value>1</value></custom_property></custom_properties>
		<cpu><topology><cores>2</cores></topology></cpu><memory>1073741825</memory></vm>`)
	doc := e.get(vm)
	for _, want := range []string{
		"<cores>2</cores>\n            <sockets>1</sockets>", "<comment>c</comment>", "<memory>1073741824</memory>", "<name>a</name>",
		"<cpu_profile ",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	e.want(200, "PUT", vm, `<vm><comment></comment><custom_properties/><cpu_profile/></vm>`)
	doc = e.get(vm)
	for _, want := range []string{"<comment></comment>", "<custom_properties/>", "<cores>2</cores>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if strings.Contains(doc, "<cpu_profile") {
		t.Error("an empty reference doesn't clear")
	}
	a := e.want(409, "PUT", vm, `<vm id="00000000-0000-4000-8000-000000000000"/>`)
	expect(t, "reason", between(t, a.body, "<reason>", "<"), "Broken immutability constraint")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "Attempt to set immutable field: id")
	e.want(200, "PUT", vm, e.get(vm)) // what was read can be sent back
}
