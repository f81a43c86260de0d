package simulator_test

import (
	"strings"
	"testing"
	"time"
)

func TestVMHasTheSizeOfItsInstanceType(t *testing.T) {
	t.Parallel()
	e := start(t)
	const head = "<cluster><name>Default</name></cluster><template><name>Blank</name></template><instance_type id=\"00000007-0007-0007-0007-00000000010a\"/>"
	a := e.want(201, "POST", "/vms", "<vm><name>a</name>"+head+"</vm>")
	e.shows("/vms/"+idOf(t, a.body), "<memory>4294967296<", "<sockets>2<", "<max>17179869184<", `<instance_type href="/ovirt-engine/api/instancetypes/`)
	a = e.want(201, "POST", "/vms", "<vm><name>b</name><memory>1073741824</memory>"+head+"</vm>")
	e.shows("/vms/"+idOf(t, a.body), "<memory>1073741824<", "<sockets>2<")
}

func TestNewVMIsFurnished(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.shows(vm, "<next_run_configuration_exists>false<", "<origin>ovirt<", "<creation_time>", "<stop_time>",
		"<original_template ", "<cpu_profile ", `rel="snapshots"`, `rel="start"`)
	e.shows(vm+"/snapshots", "<description>Active VM<", "<snapshot_type>active<", "<snapshot_status>ok<")
	e.shows(vm+"/cdroms", `id="00000000-0000-0000-0000-000000000000"`)
	e.shows(vm+"/graphicsconsoles", `id="766e63"`, "<protocol>vnc<")
	e.shows(vm+"/permissions", "<user ")
	e.hides(vm+"/nics", "<nic ")
	e.hides(vm+"/diskattachments", "<disk_attachment ")
}

func TestVMIsCloned(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	e.snapshot(vm, "s")
	e.run(vm)
	a := e.want(202, "POST", vm+"/clone", "<action><discard_snapshots>false</discard_snapshots><vm><name>twin</name></vm></action>")
	twin := "/vms/" + between(t, a.body, `<vm href="/ovirt-engine/api/vms/`, `"`)
	e.steps(twin, "image_locked", "down")
	e.hides(twin, "<host ", "<start_time>", "<fqdn>", "<run_once>", "<secure_port>")
	e.shows(twin, "<name>twin<")
	e.shows(twin+"/nics", "<name>nic1<")
	if mac := between(t, e.get(vm+"/nics"), "<address>", "<"); strings.Contains(e.get(twin+"/nics"), mac) {
		t.Error("the twin has the same MAC address")
	}
	e.shows(twin+"/diskattachments", "<disk_attachment ")
	e.hides(twin+"/diskattachments", disk)
	expect(t, "snapshots", e.kinds(twin), "Active VM:active:ok, s:regular:ok")
	e.denied("POST", vm+"/clone", "<action><vm><name>twin</name></vm></action>",
		"Cannot add VM. The VM name is already in use, please choose a unique name and try again.")
}

func TestVMIsMadeOfAConfiguration(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("my-vm")
	e.want(200, "PUT", vm, "<vm><memory>2147483648</memory><cpu><topology><cores>3</cores></topology></cpu></vm>")
	data := between(t, e.get(vm+"?all_content=true"), "<data>", "</data>")
	body := "<vm><cluster><name>Default</name></cluster><initialization><configuration><type>ovf</type><data>" + data +
		"</data></configuration></initialization></vm>"
	e.denied("POST", "/vms", body, "Import VM failed - VM ID already exists in the system. Please remove the VM (my-vm) from the system first")
	e.want(200, "DELETE", vm, "")
	a := e.want(201, "POST", "/vms", body)
	expect(t, "id", idOf(t, a.body), vm[5:])
	e.shows(vm, "<name>my-vm<", "<memory>2147483648<", "<cores>3<", "<status>down<")
	a = e.want(201, "POST", "/vms", strings.Replace(strings.Replace(body, "<vm>", "<vm><name>other</name>", 1), "<initialization>",
		"<initialization><regenerate_ids>true</regenerate_ids>", 1))
	if idOf(t, a.body) == vm[5:] {
		t.Error("the id isn't a new one")
	}
}

func TestVMIsExported(t *testing.T) {
	t.Parallel()
	e, _, data, export := twoDomains(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	body := `<action><storage_domain id="` + export + `"/></action>`
	e.denied("POST", vm+"/export", `<action><storage_domain id="`+data+`"/></action>`, "Cannot export VM. Storage Domain type is illegal.")
	e.want(202, "POST", vm+"/export", body)
	e.steps(vm, "image_locked", "down")
	shelf := "/storagedomains/" + export + "/vms"
	e.shows(shelf, "<name>myvm<", `id="`+vm[5:]+`"`)
	e.denied("POST", vm+"/export", body, "Cannot export VM. A VM with the same identifier already exists.")
	e.act(vm+"/export", strings.Replace(body, "<action>", "<action><exclusive>true</exclusive>", 1))
	e.shows(vm+"/diskattachments/"+disk+"?follow=disk", "<status>ok<") // ids mean the engine's own objects
	e.want(202, "POST", vm+"/export", "<action><host><name>host-001</name></host><directory>/var/tmp</directory></action>")
	e.steps(vm, "image_locked", "down")
	e.shows("/events?max=1", "<code>1224<", "/var/tmp/myvm.ova")
	e.want(200, "DELETE", vm, "")
	e.shows(shelf, "<name>myvm<")
}

func TestVMsComeFromOtherSystems(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.want(200, "POST", "/externalvmimports", `<external_vm_import><vm><name>new</name></vm><name>old</name><provider>vmware</provider>
		<url>vpx://x</url><username>u</username><password>secret</password><sparse>true</sparse><cluster><name>Default</name></cluster>
		<storage_domain><name>data-001</name></storage_domain></external_vm_import>`)
	if strings.Contains(a.body, "secret") {
		t.Error("the answer tells the password")
	}
	vm := "/vms/" + between(t, a.body, `<vm href="/ovirt-engine/api/vms/`, `"`)
	e.steps(vm, "image_locked", "down")
	e.shows(vm, "<name>new<", "<origin>vmware<")
	e.shows(vm+"/diskattachments", "<bootable>true<")
	a = e.want(200, "POST", "/externaltemplateimports", `<external_template_import><template><name>t</name></template><url>ova:///t.ova</url>
		<cluster><name>Default</name></cluster><host><name>host-001</name></host><storage_domain><name>data-001</name></storage_domain>
		</external_template_import>`)
	template := "/templates/" + between(t, a.body, `<template href="/ovirt-engine/api/templates/`, `"`)
	e.steps(template, "locked", "ok")
	e.shows(template+"/diskattachments", "<disk_attachment ")
}

func TestTemplateIsExportedAndVersioned(t *testing.T) {
	t.Parallel()
	e, _, _, export := twoDomains(t)
	vm := e.addVM("myvm")
	e.addDisk(vm, "<format>cow</format>")
	version := func(members string) string {
		a := e.want(202, "POST", "/templates", `<template><name>t</name><vm id="`+vm[5:]+`"/>`+members+"</template>")
		path := "/templates/" + idOf(t, a.body)
		e.denied("POST", path+"/export", `<action><storage_domain id="`+export+`"/></action>`,
			"Cannot export Template. Related operation is currently in progress. Please try again later.")
		e.denied("PUT", path, "<template><description>x</description></template>",
			"Cannot edit Template. Related operation is currently in progress. Please try again later.")
		e.denied("DELETE", path, "", "Cannot remove Template. Template ${TemplateName} is being created.")
		e.clock.Advance(time.Second)
		return path
	}
	base := version("")
	second := version(`<version><base_template id="` + base[11:] + `"/><version_name>two</version_name></version>`)
	e.shows(second, "<version_number>2<", "<version_name>two<")
	e.denied("PUT", second, "<template><name>new</name></template>", "Cannot update the name of Sub-Templates, Only the Version name can be updated.")
	e.want(200, "PUT", second, "<template><version><version_name>II</version_name></version></template>")
	e.shows(second, "<version_number>2<", "<version_name>II<", `<base_template href="/ovirt-engine/api`+base+`"`)

	e.want(202, "POST", base+"/export", `<action><storage_domain id="`+export+`"/></action>`)
	e.steps(base, "locked", "ok")
	e.shows("/storagedomains/"+export+"/templates", "<name>t<")
	e.denied("POST", "/templates/00000000-0000-0000-0000-000000000000/export", `<action><storage_domain id="`+export+`"/></action>`,
		"Cannot export Blank Template.")
	a := e.want(400, "DELETE", "/templates/00000000-0000-0000-0000-000000000000", "")
	expect(t, "Blank", unescape(between(t, a.body, "<detail>", "<")), "[Cannot remove Template. The relevant Cluster doesn't exist.]")

	a = e.want(202, "POST", "/vms", `<vm><name>child</name><cluster><name>Default</name></cluster><template id="`+second[11:]+
		`"/><stateless>true</stateless><use_latest_template_version>true</use_latest_template_version></vm>`)
	child := "/vms/" + idOf(t, a.body)
	e.clock.Advance(time.Second)
	e.denied("DELETE", second, "", "Cannot delete Template. Template is being used by the following VMs: child.")
	third := version(`<version><base_template id="` + base[11:] + `"/><version_name>three</version_name></version>`)
	e.want(200, "POST", child+"/start", "<action/>")
	e.clock.Advance(5 * time.Second)
	e.shows(child, "<status>up<", `<template href="/ovirt-engine/api`+third+`"`)
	e.want(200, "DELETE", second, "")
	e.want(200, "PUT", base, "<template><delete_protected>true</delete_protected></template>")
	e.denied("DELETE", base, "", "Cannot remove Template. Delete protection is enabled. In order to delete, disable Delete protection first.")
}

func TestRunningVMsAreNoTemplates(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.run(vm)
	e.denied("POST", "/templates", `<template><name>t</name><vm id="`+vm[5:]+`"/></template>`,
		"Cannot add Template. VM is locked or still running, try again once VM is in the Down state.")
}
