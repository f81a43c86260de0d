package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// addVM adds a VM of Blank and returns its path.
func (e *engine) addVM(name string) string {
	e.t.Helper()
	a := e.want(201, "POST", "/vms", "<vm><name>"+name+"</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>")
	return "/vms/" + idOf(e.t, a.body)
}

// status returns the status of an object, or "" if it has none.
func (e *engine) status(path string) string {
	e.t.Helper()
	doc := e.get(path)
	if !strings.Contains(doc, "\n    <status>") {
		return ""
	}
	return between(e.t, doc, "\n    <status>", "<")
}

// steps checks the status now and after each step of the clock.
func (e *engine) steps(path string, statuses ...string) {
	e.t.Helper()
	for i, want := range statuses {
		if i > 0 {
			e.clock.Advance(time.Second)
		}
		if got := e.status(path); got != want {
			e.t.Fatalf("%s: status %s after %d s, want %s", path, got, i, want)
		}
	}
}

func TestVMLivesItsLife(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.steps(vm, "down", "down")

	act := func(action string) { e.t.Helper(); e.want(200, "POST", vm+"/"+action, "<action/>") }
	act("start")
	e.steps(vm, "wait_for_launch", "powering_up", "up", "up")
	doc := e.get(vm)
	for _, member := range []string{"<host ", "<start_time>", "<run_once>false", "<fqdn>myvm.localdomain<"} {
		if !strings.Contains(doc, member) {
			t.Errorf("a running VM has no %s", member)
		}
	}
	act("shutdown")
	e.steps(vm, "powering_down", "down")
	doc = e.get(vm)
	for _, member := range []string{"<host ", "<start_time>", "<run_once>", "<fqdn>"} {
		if strings.Contains(doc, member) {
			t.Errorf("a VM that is down has %s", member)
		}
	}

	act("start")
	e.steps(vm, "wait_for_launch", "powering_up", "up")
	act("suspend")
	e.steps(vm, "saving_state", "suspended")
	act("start")
	e.steps(vm, "wait_for_launch", "restoring_state", "up")
	act("reboot")
	e.steps(vm, "reboot_in_progress", "up")
	act("stop")
	e.steps(vm, "down")

	e.want(200, "POST", vm+"/start", "<action><pause>true</pause></action>")
	e.steps(vm, "wait_for_launch", "paused")
	act("start")
	e.steps(vm, "up")
}

func TestStopEndsAStartUnderWay(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.steps(vm, "down", "down", "down", "down")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.want(200, "POST", vm+"/stop", "<action/>")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "wait_for_launch", "powering_up", "up")
}

func TestRefusalsByStatus(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	const progress = "Related operation is currently in progress. Please try again later."
	for _, tt := range []struct{ status, action, want string }{
		{"up", "start", "Cannot run VM. VM is running."},
		{"down", "suspend", "Cannot hibernate VM. VM is not up."},
		{"down", "migrate", "Cannot migrate VM. VM is not running."},
		{"down", "reboot", "Cannot restart VM because the VM is in Down status."},
		{"down", "reset", "Cannot reset VM because the VM is in Down status."},
		{"up", "cancelmigration", "Cannot cancel migration for non migrating VM."},
		{"up", "export", "Cannot export VM. At least one of the VMs is not down."},
		{"powering_up", "start", "Cannot run VM. VM is running."},
		{"powering_down", "suspend", "Cannot hibernate VM. VM is not up."},
		{"powering_down", "reboot", "Cannot restart VM because the VM is in Powering Down status."},
		{"wait_for_launch", "suspend", "Cannot hibernate VM because the VM is in Wait For Launch status."},
		{"wait_for_launch", "migrate", "Cannot migrate VM because the VM is in Wait For Launch status."},
		{"reboot_in_progress", "reboot", "Cannot restart VM because the VM is in Reboot In Progress status."},
		{"image_locked", "start", "Cannot run VM. " + progress},
		{"image_locked", "stop", "Cannot stop VM. " + progress},
		{"image_locked", "clone", "Cannot clone VM. " + progress},
		{"saving_state", "stop", "Cannot stop VM. VM is in saving/restoring state.\n-Please try again when the VM is either up or down."},
		{"restoring_state", "shutdown", "Cannot shutdown VM. VM is in saving/restoring state.\n-Please try again when the VM is either up or down."},
		{"paused", "suspend", "Cannot hibernate VM. VM is not up."},
		{"paused", "reboot", "Cannot restart VM because the VM is in Paused status."},
		{"paused", "reset", "Cannot reset VM because the VM is in Paused status."},
		{"suspended", "migrate", "Cannot migrate VM because the VM is in Suspended status."},
		{"suspended", "clone", "Cannot clone VM because the VM is in Suspended status."},
		{"migrating", "migrate", "Cannot migrate VM. VM myvm is being migrated."},
		{"migrating", "suspend", "Cannot hibernate VM. VM is not up."},
		{"not_responding", "start", "Cannot run VM. VM is running."},
		{"unknown", "shutdown", "Cannot shutdown VM. VM is not running."},
		{"paused", "stop", ""}, {"paused", "start", ""}, {"suspended", "stop", ""}, {"not_responding", "stop", ""}, {"powering_up", "reboot", ""},
		{"powering_up", "reset", ""}, {"reboot_in_progress", "reset", ""}, {"migrating", "cancelmigration", ""}, {"suspended", "shutdown", ""},
	} {
		t.Run(tt.action+" when "+tt.status, func(t *testing.T) {
			if err := e.Engine.Put(vm, "<vm><status>"+tt.status+"</status></vm>"); err != nil {
				t.Fatal(err)
			}
			body := "<action/>"
			switch tt.action {
			case "export":
				body = "<action><storage_domain><name>data-001</name></storage_domain></action>"
			case "clone":
				body = "<action><vm><name>twin</name></vm></action>"
			}
			a := e.do("POST", vm+"/"+tt.action, body)
			if tt.want == "" {
				if a.status != 200 {
					t.Errorf("status %d\n%s", a.status, a.body)
				}
				return
			}
			if a.status != 409 {
				t.Fatalf("status %d, want 409\n%s", a.status, a.body)
			}
			expect(t, "detail", between(t, a.body, "<detail>", "</detail>"), "["+tt.want+"]")
		})
	}
}

func TestFailedActionEchoesWhatWasSent(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	const fault = "[Cannot restart VM because the VM is in Down status.]"
	expect(t, "XML", e.want(409, "POST", vm+"/reboot", "<action><force>true</force></action>").body, declared(`<action>
    <fault>
        <detail>`+fault+`</detail>
        <reason>Operation Failed</reason>
    </fault>
    <force>true</force>
    <status>failed</status>
</action>
`))
	a := e.do("POST", vm+"/reboot", `{"force":"true"}`, "Content-Type", "application/json", "Accept", "application/json")
	expect(t, "JSON", a.body, `{
  "fault" : {
    "detail" : "`+fault+`",
    "reason" : "Operation Failed"
  },
  "force" : "true",
  "status" : "failed"
}`)
}

// declared puts the engine's first line before a document.
func declared(doc string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + doc
}

func TestCloudInitAndSysprepExcludeEachOther(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(409, "POST", vm+"/start", "<action><use_cloud_init>true</use_cloud_init><use_sysprep>true</use_sysprep></action>")
	if strings.Contains(a.body, "<detail>") || !strings.Contains(a.body, "<reason>") {
		t.Errorf("the fault must have a reason only:\n%s", a.body)
	}
}

func TestVMNeedsAHostThatIsUp(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	e.want(200, "POST", host+"/deactivate", "<action/>")
	e.steps(host, "preparing_for_maintenance", "maintenance")
	e.want(409, "POST", vm+"/start", "<action/>")
	e.want(200, "POST", host+"/activate", "<action/>")
	e.steps(host, "unassigned", "up")
	e.want(200, "POST", vm+"/start", "<action/>")
}

func TestVMMigrates(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1}
	})
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.steps(vm, "wait_for_launch", "powering_up", "up")
	host := func() string { return between(t, e.get(vm), "<host href=\"/ovirt-engine/api/hosts/", `"`) }
	before := host()
	e.want(200, "POST", vm+"/migrate", "<action/>")
	e.steps(vm, "migrating", "up")
	if host() == before {
		t.Error("the VM is on the same host")
	}
	e.want(200, "POST", vm+"/migrate", fmt.Sprintf(`<action><host id="%s"/></action>`, before))
	e.steps(vm, "migrating", "up")
	expect(t, "host", host(), before)
}

func TestVMIsNotRemovedWhile(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for _, tt := range []struct{ name, put, want string }{
		{"it runs", "<vm><status>up</status></vm>", "[Cannot remove VM. VM is running.]"},
		{
			"it is protected", "<vm><status>down</status><delete_protected>true</delete_protected></vm>",
			"[Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := e.Engine.Put(vm, tt.put); err != nil {
				t.Fatal(err)
			}
			a := e.want(409, "DELETE", vm, "")
			expect(t, "body", a.body, declared(`<fault>
    <detail>`+tt.want+`</detail>
    <reason>Operation Failed</reason>
</fault>
`))
		})
	}
	e.want(200, "PUT", vm, "<vm><delete_protected>false</delete_protected></vm>")
	a := e.want(200, "DELETE", vm, "")
	job := between(t, a.body, `<job href="`, `"`)
	id := job[strings.LastIndexByte(job, '/')+1:]
	expect(t, "body", a.body, declared(`<action>
    <job href="`+job+`" id="`+id+`"/>
    <status>complete</status>
</action>
`))
	if a := e.want(404, "DELETE", vm, ""); a.body != "" {
		t.Errorf("second remove has a body: %s", a.body)
	}
}
