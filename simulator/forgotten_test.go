package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestWhatTheEngineForgotIsSaved(t *testing.T) {
	t.Parallel()
	e := start(t)
	id := e.newDomain("away", "data", "")
	path := e.attachDomain(id)
	vm := e.addVM("passenger")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	disk := e.addDisk(vm, `<alias>luggage</alias><format>cow</format><storage_domains><storage_domain id="`+id+`"/></storage_domains>`)
	e.act(path+"/deactivate", "<action/>")
	e.clock.Advance(time.Minute)
	e.want(200, "DELETE", path, "")
	e.clock.Advance(time.Minute)
	e.want(200, "DELETE", "/storagedomains/"+id+"?destroy=true", "")
	event := between(t, e.get("/events?max=1"), ` id="`, `"`)
	text := between(t, e.get("/events/"+event), "<description>", "<")
	e.want(200, "DELETE", "/events/"+event, "")

	state := save(t, e.Engine)
	again := start(t, func(o *simulator.Options) { o.State = strings.NewReader(state) })
	expect(t, "the state", save(t, again.Engine), state)
	again.hides("/events", ` id="`+event+`"`)
	again.want(200, "POST", "/events/undelete", "<action/>")
	again.has("/events/"+event, text)
	back := again.want(201, "POST", "/storagedomains", `<storage_domain><name>back</name><type>data</type><import>true</import><host><name>host-001</name></host>`+
		`<storage><type>nfs</type><address>nfs</address><path>/away</path></storage></storage_domain>`)
	expect(t, "id", idOf(t, back.body), id)
	again.attachDomain(id)
	again.has("/storagedomains/"+id+"/vms?unregistered=true", "<name>passenger<")
	again.has("/storagedomains/"+id+"/disks?unregistered=true", "<alias>luggage<")
	again.want(200, "POST", "/storagedomains/"+id+vm+"/register", "<action><cluster><name>Default</name></cluster></action>")
	again.has(vm+"/diskattachments", disk)
	again.has(vm+"/nics", "<name>nic1<")
}

func TestInstallationFailsWhereNobodyAnswers(t *testing.T) {
	t.Parallel()
	e := start(t)
	host := e.made("/hosts", "<host><name>ghost</name><cluster><name>Default</name></cluster><address>ghost.INVALID</address><root_password>p</root_password></host>")
	e.steps(host, "installing", "install_failed", "install_failed")
	e.shows("/events", "Host ghost installation failed. Failed to connect to ghost.INVALID.", "<code>505<")
	e.want(200, "POST", host+"/install", "<action><root_password>p</root_password></action>")
	e.steps(host, "installing", "install_failed")
	e.want(200, "PUT", host, "<host><address>ghost.example.com</address></host>")
	e.want(200, "POST", host+"/install", "<action><root_password>p</root_password></action>")
	e.steps(host, "installing", "reboot", "initializing", "up")
}
