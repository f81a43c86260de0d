package simulator_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// denied demands a refusal with a detail, which goes into brackets.
func (e *engine) denied(method, path, body, detail string) {
	e.t.Helper()
	a := e.want(409, method, path, body)
	expect(e.t, method+" "+path, between(e.t, a.body, "<detail>", "</detail>"), "["+detail+"]")
}

// act does an action that may leave storage work, and lets a second pass.
func (e *engine) act(path, body string) answer {
	e.t.Helper()
	a := e.do("POST", path, body)
	if a.status != 200 && a.status != 202 {
		e.t.Fatalf("POST %s: status %d\n%s", path, a.status, a.body)
	}
	e.clock.Advance(time.Second)
	return a
}

// shows demands that a document has each of the texts.
func (e *engine) shows(path string, wants ...string) string {
	e.t.Helper()
	doc := e.get(path)
	for _, want := range wants {
		if !strings.Contains(doc, want) {
			e.t.Errorf("%s lacks %s:\n%s", path, want, doc)
		}
	}
	return doc
}

// hides demands that a document has none of the texts.
func (e *engine) hides(path string, texts ...string) {
	e.t.Helper()
	doc := e.get(path)
	for _, text := range texts {
		if strings.Contains(doc, text) {
			e.t.Errorf("%s has %s:\n%s", path, text, doc)
		}
	}
}

// codes returns the codes of the events, oldest first.
func (e *engine) codes() string {
	e.t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`<code>(\d+)<`).FindAllStringSubmatch(e.get("/events"), -1) {
		out = append([]string{m[1]}, out...)
	}
	return strings.Join(out, " ")
}

// run starts a VM and waits until it is up.
func (e *engine) run(vm string) {
	e.t.Helper()
	e.want(200, "POST", vm+"/start", "<action/>")
	e.clock.Advance(2 * time.Second)
	e.steps(vm, "up")
}

// addDisk attaches a new disk to a VM and returns its id.
func (e *engine) addDisk(vm, members string) string {
	e.t.Helper()
	a := e.want(202, "POST", vm+"/diskattachments", "<disk_attachment><bootable>false</bootable><interface>virtio</interface><active>true</active>"+
		"<disk><provisioned_size>1073741824</provisioned_size>"+members+"</disk></disk_attachment>")
	e.clock.Advance(time.Second)
	return idOf(e.t, a.body)
}

// TestVMStatuses walks through the statuses of VMs: each case begins with a VM in a status and ends where the clock leads.
func TestVMStatuses(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1}
	})
	for i, tt := range []struct{ from, action, body, want string }{
		{"down", "start", "", "wait_for_launch powering_up up up"},
		{"down", "start", "<pause>true</pause>", "wait_for_launch paused paused"},
		{"suspended", "start", "", "wait_for_launch restoring_state up"},
		{"paused", "start", "", "up up"},
		{"up", "stop", "", "down down"},
		{"up", "shutdown", "", "powering_down down down"},
		{"powering_up", "shutdown", "", "down down"},
		{"paused", "stop", "", "down"},
		{"suspended", "stop", "", "down"},
		{"suspended", "shutdown", "", "down"},
		{"not_responding", "stop", "", "down"},
		{"up", "suspend", "", "saving_state suspended suspended"},
		{"up", "reboot", "", "reboot_in_progress up up"},
		{"powering_up", "reboot", "", "reboot_in_progress up"},
		{"up", "reset", "", "reboot_in_progress up"},
		{"up", "migrate", "", "migrating up up"},
		{"migrating", "cancelmigration", "", "up up"},
	} {
		t.Run(tt.action+" when "+tt.from+tt.body, func(t *testing.T) {
			vm := e.addVM(fmt.Sprintf("vm%d", i))
			if tt.from != "down" && tt.from != "suspended" {
				e.run(vm)
			}
			if err := e.Engine.Put(vm, "<vm><status>"+tt.from+"</status></vm>"); err != nil {
				t.Fatal(err)
			}
			e.want(200, "POST", vm+"/"+tt.action, "<action>"+tt.body+"</action>")
			e.steps(vm, strings.Fields(tt.want)...)
		})
	}
}

func TestRunOnceLastsUntilTheVMIsDown(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", `<action><vm><os><boot><devices><device>cdrom</device><device>network</device></devices></boot></os>
		<display><type>spice</type></display></vm></action>`)
	e.clock.Advance(2 * time.Second)
	e.shows(vm, "<run_once>true<", "<device>cdrom</device>\n                <device>network</device>", "<address>host-001.localdomain<", "<port>5900<",
		"<secure_port>5901<")
	expect(t, "display", between(t, between(t, e.get(vm), "<display>", "</display>"), "<type>", "<"), "spice")
	e.shows(vm+"?next_run=true", "<device>hd<")
	e.want(200, "POST", vm+"/stop", "<action><reason>enough</reason></action>")
	e.shows(vm, "<device>hd<", "<stop_reason>enough<", "<type>vnc<")
	e.hides(vm, "<run_once>", "<device>cdrom<", "<secure_port>", "<address>")
	e.run(vm)
	e.shows(vm, "<run_once>false<", "<device>hd<")
	e.hides(vm, "<stop_reason>")
}

func TestStartedVMIsBoundToItsHosts(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 3, StorageDomains: 1}
	})
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><placement_policy><affinity>pinned</affinity><hosts><host><name>host-002</name></host></hosts></placement_policy></vm>`)
	host := e.Engine.IDs("/hosts")[1]
	for range 2 {
		e.run(vm)
		e.shows(vm, `<host href="/ovirt-engine/api/hosts/`+host+`"`)
		e.want(200, "POST", vm+"/stop", "<action/>")
	}
	e.run(vm)
	e.denied("POST", vm+"/migrate", "<action/>", "Cannot migrate VM. VM is pinned to Host.")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "POST", "/hosts/"+host+"/deactivate", "<action/>")
	e.clock.Advance(time.Second)
	const pinned = " did not satisfy internal filter PinToHost because the host is not present in the pinning list.."
	e.denied("POST", vm+"/start", "<action/>", "Cannot run VM. "+noHost+", The host host-001"+pinned+", The host host-003"+pinned)
	e.want(200, "PUT", vm, "<vm><placement_policy><affinity>user_migratable</affinity><hosts/></placement_policy></vm>")
	e.run(vm)
	e.denied("POST", vm+"/migrate", "<action/>", "Cannot migrate VM. VM is non migratable and user did not specify the force-migration flag")
	e.want(200, "POST", vm+"/migrate", "<action><force>true</force></action>")
	e.steps(vm, "migrating", "up")
	self := between(t, e.get(vm), `<host href="/ovirt-engine/api/hosts/`, `"`)
	e.denied("POST", vm+"/migrate", `<action><force>true</force><host id="`+self+`"/></action>`,
		"Cannot migrate VM. source and destination is the same.")
}

func TestVMNeedsItsDisks(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	for status, want := range map[string]string{
		"locked":  "Cannot run VM: The following disks are locked: d. Please try again in a few minutes.",
		"illegal": "Cannot run VM. The following attached disks are in ILLEGAL status: d - please remove them and try again.",
	} {
		if err := e.Engine.Put("/disks/"+disk, "<disk><status>"+status+"</status></disk>"); err != nil {
			t.Fatal(err)
		}
		e.denied("POST", vm+"/start", "<action/>", want)
	}
}

func TestRebootTakesTheNextConfiguration(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.run(vm)
	e.want(200, "PUT", vm+"?next_run=true", "<vm><cpu><topology><cores>4</cores></topology></cpu></vm>")
	e.shows(vm, "<cores>1<", "<next_run_configuration_exists>true<")
	e.shows(vm+"?next_run=true", "<cores>4<")
	e.want(200, "POST", vm+"/reset", "<action/>")
	e.steps(vm, "reboot_in_progress", "up")
	e.shows(vm, "<cores>1<")
	e.want(200, "POST", vm+"/reboot", "<action/>")
	e.steps(vm, "reboot_in_progress", "wait_for_launch", "powering_up", "up")
	e.shows(vm, "<cores>4<", "<next_run_configuration_exists>false<")
}

func TestStatelessVMForgets(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	disk := e.addDisk(vm, "<alias>d</alias><format>cow</format>")
	image := between(t, e.get("/disks/"+disk), "<image_id>", "<")
	e.want(200, "PUT", vm, "<vm><stateless>true</stateless></vm>")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "image_locked", "wait_for_launch", "powering_up", "up")
	e.shows(vm+"/snapshots", "<snapshot_type>stateless<", "<description>stateless snapshot<")
	if e.shows("/disks/" + disk); between(t, e.get("/disks/"+disk), "<image_id>", "<") == image {
		t.Error("the VM writes into the image that shall stay as it is")
	}
	e.denied("POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>",
		"Cannot create Snapshot. The VM is running as Stateless. Please try again when VM is not running as Stateless.")
	e.denied("POST", vm+"/suspend", "<action/>", "Cannot suspend VM, VM is stateless.")
	e.want(201, "POST", vm+"/nics", "<nic><name>new</name></nic>")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.steps(vm, "image_locked", "down")
	e.hides(vm+"/snapshots", "stateless")
	e.hides(vm+"/nics", "<name>new<")
	expect(t, "image", between(t, e.get("/disks/"+disk), "<image_id>", "<"), image)
}

func TestGuestActions(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for action, verb := range map[string]string{
		"freezefilesystems": "freeze", "thawfilesystems": "thaw", "screenshot": "screenshot",
	} {
		e.denied("POST", vm+"/"+action, "<action/>", "Cannot "+verb+" VM because the VM is in Down status.")
	}
	e.refuses(400, "POST", vm+"/logon", "<action/>", "[]")
	e.denied("POST", vm+"/ticket", "<action/>", "Cannot set Virtual Machine Ticket because the VM is in Down status.")
	e.hides(vm+"/applications", "<application ")
	e.run(vm)
	e.hides(vm+"/sessions", "<session ")
	e.want(200, "POST", vm+"/logon", "<action/>")
	session := e.shows(vm+"/sessions", "<console_user>true<", `<user href="/ovirt-engine/api/users/`)
	e.shows(vm+"/sessions/"+between(t, session, ` id="`, `"`), "<session ")
	e.shows(vm+"/applications", "<name>qemu-guest-agent-")
	e.want(200, "POST", vm+"/freezefilesystems", "<action/>")
	e.want(200, "POST", vm+"/thawfilesystems", "<action/>")
	if a := e.want(200, "POST", vm+"/screenshot", "<action/>"); !strings.Contains(a.body, "<image>UDYK") {
		t.Errorf("no picture in\n%s", a.body)
	}
	a := e.want(200, "POST", vm+"/ticket", "<action><ticket><expiry>60</expiry></ticket></action>")
	password := between(t, a.body, "<value>", "<")
	expect(t, "expiry", between(t, a.body, "<expiry>", "<"), "60")
	a = e.want(200, "POST", vm+"/graphicsconsoles/766e63/remoteviewerconnectionfile", "<action/>")
	// The file brings a password of its own.
	if given := between(t, a.body, "password=", "\n"); given == password || len(given) != 12 || !strings.Contains(a.body, "host=host-001.localdomain") {
		t.Errorf("the password %s, or the host, is wrong in\n%s", given, a.body)
	}
	expect(t, "codes", e.codes(), "34 53 153 32 10767 10768 13502 164 164")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.hides(vm+"/sessions", "<session ")
	a = e.want(400, "POST", vm+"/maintenance", "<action><maintenance_enabled>true</maintenance_enabled></action>")
	expect(t, "maintenance", a.body, "Moving to maintenance mode is currently only available for the VM containing the hosted engine.")
}

func TestHostedEngineGoesIntoMaintenance(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("HostedEngine")
	e.run(vm)
	if err := e.Engine.Put(vm, "<vm><origin>managed_hosted_engine</origin></vm>"); err != nil {
		t.Fatal(err)
	}
	host := "/hosts/" + e.Engine.IDs("/hosts")[0] + "?all_content=true"
	e.want(200, "POST", vm+"/maintenance", "<action><maintenance_enabled>true</maintenance_enabled></action>")
	e.shows(host, "<global_maintenance>true<")
	e.want(200, "POST", vm+"/maintenance", "<action><maintenance_enabled>false</maintenance_enabled></action>")
	e.shows(host, "<global_maintenance>false<")
}

func TestEventsTellTheLifeOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1}
	})
	vm := e.addVM("myvm")
	e.run(vm)
	for _, action := range []string{"migrate", "reboot", "reset", "suspend"} {
		e.act(vm+"/"+action, "<action/>")
	}
	e.run(vm)
	e.act(vm+"/shutdown", "<action/>")
	e.act(vm+"/start", "<action><pause>true</pause></action>")
	e.act(vm+"/start", "<action/>")
	e.act(vm+"/stop", "<action/>")
	e.want(200, "PUT", vm, "<vm><description>d</description></vm>")
	e.want(200, "DELETE", vm, "")
	expect(t, "codes", e.codes(), "34 53 153 32 62 63 157 221 501 503 153 32 73 61 179 1025 40 32 33 35 113")
	jobs := e.get("/jobs")
	if n := strings.Count(jobs, "<job "); n < 10 {
		t.Errorf("%d jobs, want one for each call", n)
	}
}

func TestVMsCPUsWillBePinned(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(400, "POST", vm+"/autopincpuandnumanodes", "<action/>")
	e.want(200, "POST", vm+"/autopincpuandnumanodes", "<action><optimize_cpu_settings>true</optimize_cpu_settings></action>")
	e.shows(vm, "<auto_pinning_policy>adjust<", "<cpu_pinning_policy>resize_and_pin_numa<")
	e.run(vm)
	e.denied("POST", vm+"/autopincpuandnumanodes", "<action/>", "Cannot edit VM. VM is running.")
}
