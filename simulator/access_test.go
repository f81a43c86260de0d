package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestPermissionsAreInherited(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	user := e.Engine.IDs("/users")[0]
	a := e.want(201, "POST", cluster+"/permissions", `<permission><role><name>ClusterAdmin</name></role><user id="`+user+`"/></permission>`)
	if !strings.Contains(a.body, `<cluster href="/ovirt-engine/api`+cluster+`"`) {
		t.Errorf("permission:\n%s", a.body)
	}
	doc := e.get(vm + "/permissions")
	for _, want := range []string{"roles/def00001-", "roles/00000000-0000-0000-0000-000000000001"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if strings.Contains(doc, "<cluster ") || strings.Count(doc, "<vm ") != 4 {
		t.Errorf("inherited permissions must show the VM:\n%s", doc)
	}
	if n := strings.Count(e.get("/permissions"), "<permission "); n != 3 {
		t.Errorf("%d permissions of the system, want those of all users, the administrators and the user", n)
	}
	e.want(200, "DELETE", cluster+"/permissions/"+idOf(t, a.body), "")
	if strings.Contains(e.get(vm+"/permissions"), "roles/def00001-") {
		t.Error("the permission is still inherited")
	}
}

func TestAffinityLabelsWorkFromBothSides(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	label := idOf(t, e.want(201, "POST", "/affinitylabels", "<affinity_label><name>l</name></affinity_label>").body)
	e.want(201, "POST", vm+"/affinitylabels", `<affinity_label id="`+label+`"/>`)
	if doc := e.get("/affinitylabels/" + label + "/vms"); !strings.Contains(doc, "<name>myvm</name>") {
		t.Errorf("the label's VMs:\n%s", doc)
	}
	e.want(200, "DELETE", "/affinitylabels/"+label+"/vms/"+strings.TrimPrefix(vm, "/vms/"), "")
	expect(t, "labels", e.get(vm+"/affinitylabels"), declared("<affinity_labels/>\n"))
}

func TestSomeAddsAreAnsweredAsActions(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	group := idOf(t, e.want(201, "POST", cluster+"/affinitygroups", "<affinity_group><name>g</name></affinity_group>").body)
	a := e.want(200, "POST", cluster+"/affinitygroups/"+group+"/hosts", "<host><name>host-001</name></host>")
	expect(t, "answer", a.body, declared("<action>\n    <status>complete</status>\n</action>\n"))
	e.want(200, "DELETE", cluster+"/affinitygroups/"+group+"/hosts/host-001", "")
	expect(t, "hosts", e.get(cluster+"/affinitygroups/"+group+"/hosts"), declared("<hosts/>\n"))
}

func TestHostIsInstalledAndRemoved(t *testing.T) {
	t.Parallel()
	e := start(t)
	body := "<host><name>h</name><address>h.example.com</address><root_password>secret</root_password><cluster><name>Default</name></cluster></host>"
	a := e.want(201, "POST", "/hosts", body)
	if strings.Contains(a.body, "secret") {
		t.Error("the password is shown")
	}
	host := "/hosts/" + idOf(t, a.body)
	e.steps(host, "installing", "reboot", "initializing", "up")
	a = e.want(409, "DELETE", host, "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot remove Host. Host is operational. Please switch Host to Maintenance mode first.]")
	e.want(200, "POST", host+"/deactivate", "<action/>")
	e.steps(host, "preparing_for_maintenance", "maintenance")
	e.want(200, "DELETE", host, "")
	a = e.want(201, "POST", "/hosts?activate=false&reboot=no", strings.Replace(body, ">h<", ">h2<", 1))
	e.steps("/hosts/"+idOf(t, a.body), "installing", "initializing", "maintenance")
}

func TestUsersComeFromTheDirectory(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Users = map[string]string{"jane@internal": "x"}
		o.Password = "password"
	})
	const domain = "<domain><name>internal-authz</name></domain>"
	for _, tt := range []struct {
		body, detail string
		status       int
	}{
		{"<user_name>moon@internal-authz</user_name>" + domain, "Entity not found: ADUSER@internal-authz:: username=moon", 404},
		{"<user_name>jane@internal</user_name>" + domain, "Entity not found: ADUSER@internal-authz:: username=jane@internal", 404},
		{`<user_name>jane</user_name><domain id="696E7465726E616C2D617574687A"/>`, "Domain: '696E7465726E616C2D617574687A' does not exist.", 400},
	} {
		a := e.want(tt.status, "POST", "/users", "<user>"+tt.body+"</user>")
		expect(t, tt.body, unescape(between(t, a.body, "<detail>", "<")), tt.detail)
	}
	a := e.want(201, "POST", "/users", "<user><user_name>jane@internal-authz</user_name>"+domain+"</user>")
	for _, want := range []string{"<principal>jane<", "<namespace>*<", `<domain href="/ovirt-engine/api/domains/696E7465726E616C2D617574687A"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s isn't in\n%s", want, a.body)
		}
	}
	jane := "/users/" + idOf(t, a.body)
	e.want(200, "PUT", jane, "<user><user_name>jane@internal-authz</user_name></user>")
	a = e.want(409, "PUT", jane, "<user><user_name>joan</user_name></user>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "Attempt to set immutable field: userName")
	a = e.want(200, "PUT", jane, "<user><user_options><property><name>a</name><value>1</value></property></user_options></user>")
	if !strings.Contains(a.body, "<property><name>a</name><value>1</value>") && !strings.Contains(a.body, "<value>1</value>") {
		t.Errorf("a user shows his options:\n%s", a.body)
	}
	e.has(jane+"/options", "<name>a</name>")
	e.want(200, "PUT", jane, "<user/>")
	if doc := e.get(jane + "/options"); strings.Contains(doc, "<name>a</name>") {
		t.Errorf("options that a document lacks are removed:\n%s", doc)
	}
}

func TestCDIsChangedAndEjected(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	cdrom := vm + "/cdroms/00000000-0000-0000-0000-000000000000"
	a := e.want(200, "PUT", cdrom, `<cdrom><file id="boot.iso"/></cdrom>`)
	if !strings.Contains(a.body, `<file id="boot.iso"/>`) {
		t.Errorf("cdrom:\n%s", a.body)
	}
	if a := e.want(200, "PUT", cdrom, `<cdrom><file id=""/></cdrom>`); strings.Contains(a.body, "<file") {
		t.Errorf("the file is still there:\n%s", a.body)
	}
	e.want(409, "PUT", cdrom+"?current=true", `<cdrom><file id="boot.iso"/></cdrom>`)
}

func TestConsoleTicket(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	console := vm + "/graphicsconsoles/766e63"
	file := console + "/remoteviewerconnectionfile"
	current := vm + "/graphicsconsoles?current=true"
	e.want(409, "POST", console+"/ticket", "<action/>")
	e.want(204, "POST", file, "<action/>")
	if a := e.want(200, "GET", current, ""); strings.Contains(a.body, "<protocol>") {
		t.Errorf("a VM that is down has the console:\n%s", a.body)
	}
	e.want(200, "POST", vm+"/start", "<action/>")
	e.want(409, "POST", console+"/ticket", "<action/>") // It still waits for its launch.
	e.clock.Advance(time.Minute)
	if a := e.want(200, "GET", current, ""); !strings.Contains(a.body, "<protocol>vnc</protocol>") {
		t.Errorf("the VM that is up lacks the console:\n%s", a.body)
	}
	a := e.want(200, "POST", console+"/ticket", "<action><ticket><value>open</value><expiry>60</expiry></ticket></action>")
	if !strings.Contains(a.body, "<expiry>60</expiry>") || !strings.Contains(a.body, "<value>open</value>") {
		t.Errorf("ticket:\n%s", a.body)
	}
	if a := e.want(200, "POST", console+"/ticket", "<action/>"); !strings.Contains(a.body, "<expiry>7200</expiry>") {
		t.Errorf("ticket:\n%s", a.body)
	}
	a = e.want(200, "GET", console, "", "Accept", "application/x-virt-viewer")
	if !strings.HasPrefix(a.body, "[virt-viewer]\ntype=vnc\n") {
		t.Errorf("viewer file:\n%s", a.body)
	}
}

func TestImageTransferGoesThroughItsPhases(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := idOf(t, e.want(202, "POST", "/disks", "<disk><alias>d</alias><format>raw</format><provisioned_size>1</provisioned_size></disk>").body)
	e.clock.Advance(time.Second)
	begin := func() string {
		return "/imagetransfers/" + idOf(t, e.want(201, "POST", "/imagetransfers", `<image_transfer><disk id="`+disk+`"/></image_transfer>`).body)
	}
	phase := func(path, want string) {
		e.t.Helper()
		expect(t, "phase", between(t, e.get(path), "<phase>", "<"), want)
	}
	transfer := begin()
	phase(transfer, "initializing")
	if strings.Contains(e.get(transfer), "<transfer_url>") {
		t.Error("the address is there before the ticket is")
	}
	e.clock.Advance(time.Second)
	phase(transfer, "transferring")
	doc := e.get(transfer)
	if !strings.Contains(doc, "<transfer_url>https://") || strings.Contains(doc, "<disk ") || !strings.Contains(doc, `<image id="`+disk+`"/>`) {
		t.Errorf("transfer:\n%s", doc)
	}
	e.steps("/disks/"+disk, "locked")
	e.want(200, "POST", transfer+"/finalize", "<action/>")
	phase(transfer, "finalizing_success")
	e.clock.Advance(time.Second)
	phase(transfer, "finished_success")
	e.steps("/disks/"+disk, "ok")
	if a := e.want(409, "POST", transfer+"/cancel", "<action/>"); !strings.Contains(a.body, "<fault>\n    <detail>") {
		t.Errorf("the fault isn't bare:\n%s", a.body)
	}
	e.clock.Advance(15 * time.Minute)
	e.want(404, "GET", transfer, "")

	transfer = begin()
	e.want(200, "POST", transfer+"/cancel", "<action/>")
	e.clock.Advance(2 * time.Second)
	phase(transfer, "finished_cleanup")
	e.want(404, "GET", "/disks/"+disk, "") // an upload that was given up leaves no disk
}
