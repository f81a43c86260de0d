package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestNICsOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	add := func(name, mac string) string {
		a := e.want(201, "POST", vm+"/nics", "<nic><name>"+name+"</name><mac><address>"+mac+"</address></mac></nic>")
		return vm + "/nics/" + idOf(t, a.body)
	}
	second := add("nic2", "56:6f:00:00:01:01")
	first := add("nic1", "56:6f:00:00:01:02")
	e.denied("POST", vm+"/nics", "<nic><name>x</name><mac><address>56:6F:00:00:01:02</address></mac></nic>",
		"Cannot add Interface. MAC Address 56:6f:00:00:01:02 is already in use.")
	e.want(400, "POST", vm+"/nics", "<nic><name>x</name><mac><address>56:6f:00</address></mac></nic>")
	e.want(200, "POST", vm+"/reordermacaddresses", "<action/>")
	e.shows(first, "56:6f:00:00:01:01")
	e.shows(second, "56:6f:00:00:01:02")

	e.run(vm)
	e.shows(vm+"/reporteddevices", "56:6f:00:00:01:01", "56:6f:00:00:01:02", "<version>v4<")
	e.denied("PUT", first, "<nic><mac><address>56:6f:00:00:01:09</address></mac></nic>",
		"Cannot edit Interface. The VM Network Interface is plugged to a running VM.")
	e.denied("DELETE", first, "", "Cannot remove Interface. The VM Network Interface is plugged to a running VM.")
	e.want(200, "PUT", first, "<nic><linked>false</linked></nic>")
	e.hides(vm+"/reporteddevices", "56:6f:00:00:01:01")
	e.want(200, "POST", second+"/deactivate", "<action/>")
	e.shows(second, "<plugged>false<")
	e.want(200, "PUT", second, "<nic><mac><address>56:6f:00:00:01:09</address></mac></nic>")
	e.want(200, "POST", second+"/activate", "<action/>")
	e.shows(second, "<plugged>true<", "56:6f:00:00:01:09")
	e.want(200, "POST", second+"/deactivate", "<action/>")
	e.want(200, "DELETE", second, "")
	expect(t, "codes", strings.TrimPrefix(e.codes(), "34 "), "53 932 932 153 32 934 934 934 934 934 930")
	e.act(vm+"/suspend", "<action/>")
	e.denied("POST", vm+"/nics", "<nic><name>x</name></nic>", "Cannot edit a Network Interface when VM is not Down, Up or Image-Locked.")
	e.denied("POST", first+"/deactivate", "<action/>", "Cannot deactivate a Network Interface when VM is not Down, Up or Image-Locked.")
}

func TestCDIsChanged(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	cd := vm + "/cdroms/00000000-0000-0000-0000-000000000000"
	file := func(id string) string { return `<cdrom><file id="` + id + `"/></cdrom>` }
	e.denied("PUT", cd+"?current=true", file("a.iso"), "Cannot Change CD VM because the VM is in Down status.")
	e.want(200, "PUT", cd, file("a.iso"))
	e.shows(cd, `<file id="a.iso"/>`)
	e.run(vm)
	e.shows(cd+"?current=true", `<file id="a.iso"/>`)
	e.want(200, "PUT", cd+"?current=true", file("b.iso"))
	e.shows(cd+"?current=true", `<file id="b.iso"/>`)
	e.shows(cd, `<file id="a.iso"/>`)
	e.want(200, "PUT", cd+"?current=true", file(""))
	e.hides(cd+"?current=true", "<file ")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.run(vm)
	e.shows(cd+"?current=true", `<file id="a.iso"/>`)
	e.want(200, "PUT", cd, file(""))
	e.hides(cd, "<file ")
	e.refuses(400, "PUT", cd, file("00000000-0000-4000-9000-000000000001"), "[Invalid ISO image path]")
}

func TestConsolesOfARunningVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	spice, vnc := vm+"/graphicsconsoles/7370696365", vm+"/graphicsconsoles/766e63"
	e.want(201, "POST", vm+"/graphicsconsoles", "<graphics_console><protocol>spice</protocol></graphics_console>")
	e.refuses(400, "POST", vm+"/graphicsconsoles", "<graphics_console><protocol>spice</protocol></graphics_console>",
		"[Cannot ${action} ${type}. One VM can not contain more than one device with the same graphics type.]")
	e.refuses(400, "POST", spice+"/proxyticket", "<action/>",
		"Graphics console can't be obtained. Is vm ready for connecting to console?")
	e.hides(vnc+"?current=true", "<port>")
	e.run(vm)
	e.shows(spice+"?current=true", "<address>host-001.localdomain<", "<port>5900<", "<tls_port>5901<")
	e.shows(vnc+"?current=true", "<port>5902<")
	e.hides(spice, "<port>")
	if a := e.want(200, "POST", spice+"/proxyticket", "<action/>"); !strings.Contains(a.body, "<proxy_ticket>") {
		t.Errorf("no ticket in\n%s", a.body)
	}
	e.denied("DELETE", spice, "", "Cannot remove Graphics Device. At least one of the VMs is not down.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "DELETE", spice, "")
	e.want(404, "GET", spice, "")
}

func TestNUMANodesOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, "<vm><cpu><topology><sockets>2</sockets></topology></cpu></vm>")
	node := func(index, core string) string {
		return "<vm_numa_node><index>" + index + "</index><memory>512</memory><cpu><cores><core><index>" + core + "</index></core></cores></cpu></vm_numa_node>"
	}
	a := e.want(201, "POST", vm+"/numanodes", node("0", "0"))
	first := vm + "/numanodes/" + idOf(t, a.body)
	e.want(200, "PUT", first, "<vm_numa_node><memory>256</memory></vm_numa_node>")
	e.shows(first, "<memory>256<", "<index>0<")
	e.run(vm)
	e.denied("POST", vm+"/numanodes", node("1", "1"), "Cannot add VM NUMA node. At least one of the VMs is not down.")
	e.denied("DELETE", first, "", "Cannot remove VM NUMA node. At least one of the VMs is not down.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "DELETE", first, "")
	e.hides(vm+"/numanodes", "<vm_numa_node ")
}

func TestOtherDevicesOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	dog := "<watchdog><action>reset</action><model>i6300esb</model></watchdog>"
	a := e.want(201, "POST", vm+"/watchdogs", dog)
	e.denied("POST", vm+"/watchdogs", dog, "watchdog already exists")
	e.want(200, "PUT", vm+"/watchdogs/"+idOf(t, a.body), "<watchdog><action>poweroff</action></watchdog>")
	e.shows(vm+"/watchdogs", "<action>poweroff<")

	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	device, err := e.Engine.Seed(host+"/devices", `<host_device id="7063695f30"><name>pci_0</name><capability>pci</capability></host_device>`)
	if err != nil {
		t.Fatal(err)
	}
	body := `<host_device id="` + device + `"/>`
	e.denied("POST", vm+"/hostdevices", body, "Cannot add Host devices. VM must be pinned to a host.")
	e.want(200, "PUT", vm, "<vm><placement_policy><hosts><host><name>host-001</name></host></hosts></placement_policy></vm>")
	e.want(201, "POST", vm+"/hostdevices", body)
	e.shows(vm+"/hostdevices/"+device, "<name>pci_0<", "<capability>pci<", "<placeholder>false<")
	e.denied("POST", vm+"/hostdevices", body, "Cannot add Host devices. The device is already attached to the VM.")
	e.run(vm)
	e.denied("DELETE", vm+"/hostdevices/"+device, "", "Cannot remove Host devices. At least one of the VMs is not down.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "DELETE", vm+"/hostdevices/"+device, "")
	e.want(404, "GET", vm+"/hostdevices/"+device, "")

	a = e.want(201, "POST", vm+"/mediateddevices", "<vm_mediated_device><spec_params><property><name>mdevType</name><value>nvidia-11</value></property></spec_params></vm_mediated_device>")
	e.shows(vm+"/mediateddevices/"+idOf(t, a.body), "<value>nvidia-11<")
}

func TestStatelessPoolTakesItsVMsBack(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1}
	})
	a := e.do("POST", "/vmpools", "<vm_pool><name>desk-??</name><size>2</size><prestarted_vms>1</prestarted_vms>"+
		"<cluster><name>Default</name></cluster><template><name>template-001</name></template></vm_pool>")
	if a.status != 201 && a.status != 202 {
		t.Fatalf("status %d\n%s", a.status, a.body)
	}
	pool := "/vmpools/" + idOf(t, a.body)
	e.clock.Advance(10 * time.Second)
	expect(t, "VMs", names(e.get("/vms?search=pool%3Ddesk-%3F%3F+or+name%3Ddesk*")), "desk-01 desk-02")
	expect(t, "running", names(e.get("/vms?search=status%3Dup")), "desk-01")

	a = e.want(200, "POST", pool+"/allocatevm", "<action/>")
	vm := "/vms/" + between(t, a.body, `<vm href="/ovirt-engine/api/vms/`, `"`)
	e.shows(vm, "<name>desk-01<", "<status>up<")
	e.shows(vm+"/permissions?follow=role", "<name>UserRole<")
	e.shows(vm+"/snapshots", "<snapshot_type>stateless<")
	e.clock.Advance(10 * time.Second)
	expect(t, "another is started ahead", names(e.get("/vms?search=status%3Dup")), "desk-01 desk-02")
	e.denied("POST", pool+"/allocatevm", "<action/>", "User is already attached to maximum number of VMs from this VM-Pool.")
	e.denied("POST", vm+"/suspend", "<action/>", "Cannot suspend VM that belongs to a  VM-Pool.")
	e.denied("POST", vm+"/detach", "<action/>", "Cannot detach VM from VM-Pool. VM is running.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.steps(vm, "image_locked", "down")
	e.hides(vm+"/snapshots", "stateless")
	e.denied("DELETE", vm, "", "Cannot remove VM. VM is attached to a VM Pool.")
	e.want(400, "PUT", pool, "<vm_pool><size>1</size></vm_pool>")
	e.denied("PUT", pool, "<vm_pool><type>manual</type></vm_pool>", "Cannot change VM-Pool type.")
	e.want(200, "PUT", pool, "<vm_pool><size>3</size></vm_pool>")
	e.clock.Advance(10 * time.Second)
	if doc := e.get("/vms"); strings.Count(doc, "<vm ") != 3 || !strings.Contains(doc, "<name>desk-03<") {
		t.Errorf("the pool must have grown:\n%s", doc)
	}
	e.want(200, "POST", vm+"/detach", "<action/>")
	e.shows(pool, "<size>2<")
	e.denied("POST", vm+"/detach", "<action/>", "Cannot detach VM from pool. VM is not attached to the VM-Pool.")
}
