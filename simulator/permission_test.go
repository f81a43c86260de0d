package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

// startWithRoles returns an engine with an administrator and users that have roles on the system; their passwords are "x".
func startWithRoles(t *testing.T, roles map[string]string, change ...func(*simulator.Options)) *engine {
	t.Helper()
	return start(t, append([]func(*simulator.Options){func(o *simulator.Options) {
		o.Password = "password"
		o.Users, o.Roles = map[string]string{}, map[string]string{}
		for name, role := range roles {
			o.Users[name+"@internal"], o.Roles[name+"@internal"] = "x", role
		}
	}}, change...)...)
}

// as sends a request of one of those users.
func (e *engine) as(user, method, path, body string, header ...string) answer {
	e.t.Helper()
	return e.do(method, path, body, append([]string{"Authorization", basic(user+"@internal", "x")}, header...)...)
}

// user returns the id of a user. One without a role is known to the engine when he has tried to
// log in.
func (e *engine) user(name string) string {
	e.t.Helper()
	search := "/users?search=usrname%3D" + name + "%40*"
	doc := e.get(search)
	if !strings.Contains(doc, "<user ") {
		e.as(name, "GET", "", "")
		doc = e.get(search)
	}
	return between(e.t, doc[strings.Index(doc, "<user "):], ` id="`, `"`)
}

// give provides a user with a role on an object, and returns the permission's path.
func (e *engine) give(user, role, on string) string {
	e.t.Helper()
	a := e.want(201, "POST", on+"/permissions", `<permission><role><name>`+role+`</name></role><user id="`+e.user(user)+`"/></permission>`)
	return on + "/permissions/" + idOf(e.t, a.body)
}

const refusal = "[User is not authorized to perform this action.]"

func TestOperationsNeedPermits(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"user": "UserRole", "power": "PowerUserRole", "cluster": "ClusterAdmin", "reader": "ReadOnlyAdmin", "tagger": "TagManager", "root": "SuperUser"})
	vm := e.addVM("myvm")
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	domain := e.Engine.IDs("/storagedomains")[0]
	newVM := "<vm><name>%s</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>"
	newDisk := `<disk><alias>d</alias><format>raw</format><provisioned_size>1</provisioned_size><storage_domains><storage_domain id="` + domain + `"/></storage_domains></disk>`
	for i, tt := range []struct {
		user, method, path, body string
		want                     int
	}{
		{"user", "POST", vm + "/start", "<action/>", 200},
		{"user", "POST", vm + "/stop", "<action/>", 200},
		{"user", "PUT", vm, "<vm><description>x</description></vm>", 403},
		{"user", "DELETE", vm, "", 403},
		{"user", "POST", "/vms", newVM, 403},
		{"user", "POST", vm + "/snapshots", "<snapshot><description>s</description></snapshot>", 403},
		{"user", "POST", vm + "/nics", "<nic><name>n</name></nic>", 403},
		{"user", "POST", vm + "/migrate", "<action/>", 403},
		{"user", "POST", "/disks", newDisk, 403},
		{"user", "POST", "/roles", `<role><name>r</name><permits><permit id="1"/></permits></role>`, 403},
		{"user", "POST", "/permissions", `<permission><role><name>UserRole</name></role><user id="` + e.user("user") + `"/></permission>`, 403},
		{"user", "POST", "/bookmarks", "<bookmark><name>b</name><value>vms:</value></bookmark>", 403},
		{"user", "POST", "/hosts", "<host><name>h</name><address>h</address><root_password>x</root_password><cluster><name>Default</name></cluster></host>", 403},
		{"power", "POST", "/vms", newVM, 201},
		{"power", "POST", "/disks", newDisk, 202},
		{"power", "POST", "/vmpools", "<vm_pool><name>p</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm_pool>", 403},
		{"power", "POST", vm + "/start", "<action/>", 403},
		{"cluster", "POST", vm + "/start", "<action/>", 200},
		{"cluster", "POST", vm + "/stop", "<action/>", 200},
		{"cluster", "PUT", cluster, "<cluster><description>x</description></cluster>", 200},
		{"cluster", "POST", "/datacenters", "<data_center><name>dc</name><local>false</local></data_center>", 403},
		{"cluster", "POST", "/storagedomains/" + domain + "/updateovfstore", "<action/>", 403},
		{"cluster", "DELETE", "/networks/00000000-0000-0000-0000-000000000009", "", 403},
		{"reader", "PUT", vm, "<vm><description>x</description></vm>", 403},
		{"reader", "POST", "/tags", "<tag><name>t</name></tag>", 403},
		{"tagger", "POST", "/tags", "<tag><name>t</name></tag>", 201},
		{"tagger", "POST", vm + "/tags", "<tag><name>t</name></tag>", 201},
		{"tagger", "POST", vm + "/start", "<action/>", 403},
		{"root", "PUT", vm, "<vm><description>x</description></vm>", 200},
		{"root", "POST", "/datacenters", "<data_center><name>dc</name><local>false</local></data_center>", 201},
	} {
		if strings.Contains(tt.body, "%s") {
			tt.body = fmt.Sprintf(tt.body, fmt.Sprint("vm", i))
		}
		a := e.as(tt.user, tt.method, tt.path, tt.body)
		if a.status != tt.want {
			t.Errorf("%s: %s %s: status %d, want %d\n%s", tt.user, tt.method, tt.path, a.status, tt.want, a.body)
			continue
		}
		if tt.want == 403 {
			expect(t, tt.method+" "+tt.path, between(t, a.body, "<detail>", "<"), refusal)
			expect(t, tt.method+" "+tt.path, between(t, a.body, "<reason>", "<"), "Operation Failed")
		}
		e.clock.Advance(time.Minute)
	}
	if doc := e.get("/roles"); strings.Contains(doc, "<name>r</name>") {
		t.Error("what was refused was done")
	}
}

func TestPermissionsReachWhatIsBelow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		role    string
		on      func(e *engine, vm string) string
		path    func(e *engine, vm string) (method, path, body string)
		allowed bool
	}{
		{name: "VM: its own", role: "UserVmManager", on: theVM, path: edit, allowed: true},
		{name: "VM: by its cluster", role: "ClusterAdmin", on: theCluster, path: edit, allowed: true},
		{name: "VM: by its data center", role: "DataCenterAdmin", on: theCenter, path: edit, allowed: true},
		{name: "VM: not by a role that lacks the permit", role: "UserRole", on: theCluster, path: edit},
		{name: "VM: not by its template", role: "TemplateAdmin", on: theTemplate, path: edit},
		{name: "disk: by its storage domain", role: "StorageAdmin", on: theDomain, path: editDisk, allowed: true},
		{name: "disk: by its data center", role: "DataCenterAdmin", on: theCenter, path: editDisk, allowed: true},
		{name: "disk: by the VM that it is attached to", role: "UserVmManager", on: theVM, path: editDisk, allowed: true},
		{name: "disk: not by a cluster's role on storage", role: "HostAdmin", on: theCluster, path: editDisk},
		{name: "profile: by its network", role: "NetworkAdmin", on: theNetwork, path: editProfile, allowed: true},
		{name: "profile: by the data center", role: "DataCenterAdmin", on: theCenter, path: editProfile, allowed: true},
		{name: "profile: its own", role: "NetworkAdmin", on: theProfile, path: editProfile, allowed: true},
		{name: "host: by its cluster", role: "HostAdmin", on: theCluster, path: editHost, allowed: true},
		{name: "host: not by a storage domain", role: "HostAdmin", on: theDomain, path: editHost},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := startWithRoles(t, map[string]string{"jane": ""})
			vm := e.addVM("myvm")
			e.want(202, "POST", vm+"/diskattachments", "<disk_attachment><bootable>true</bootable><interface>virtio</interface><disk><alias>d</alias>"+
				"<format>raw</format><provisioned_size>1</provisioned_size><storage_domains><storage_domain><name>data-001</name></storage_domain>"+
				"</storage_domains></disk></disk_attachment>")
			e.clock.Advance(time.Minute)
			given := e.give("jane", tt.role, tt.on(e, vm))
			method, path, body := tt.path(e, vm)
			want := map[bool]int{true: 200, false: 403}[tt.allowed]
			a := e.as("jane", method, path, body)
			if a.status != want {
				t.Fatalf("status %d, want %d\n%s", a.status, want, a.body)
			}
			e.want(200, "DELETE", given, "")
			if a = e.as("jane", method, path, body); a.status != 401 {
				t.Errorf("status %d without a permission, want 401", a.status)
			}
			expect(t, "text", a.body, "<html><head><title>Error</title></head><body>The user jane@internal-authz with profile [internal] "+
				"is not authorized to perform login</body></html>")
		})
	}
}

func theVM(_ *engine, vm string) string     { return vm }
func theCluster(e *engine, _ string) string { return "/clusters/" + e.Engine.IDs("/clusters")[0] }
func theCenter(e *engine, _ string) string  { return "/datacenters/" + e.Engine.IDs("/datacenters")[0] }
func theDomain(e *engine, _ string) string {
	return "/storagedomains/" + e.Engine.IDs("/storagedomains")[0]
}
func theTemplate(*engine, string) string { return "/templates/00000000-0000-0000-0000-000000000000" }
func theNetwork(*engine, string) string  { return "/networks/00000000-0000-0000-0000-000000000009" }
func theProfile(e *engine, _ string) string {
	return "/vnicprofiles/" + e.Engine.IDs("/vnicprofiles")[0]
}
func edit(_ *engine, vm string) (_, _, _ string) {
	return "PUT", vm, "<vm><description>x</description></vm>"
}
func editDisk(e *engine, _ string) (_, _, _ string) {
	return "PUT", "/disks/" + e.Engine.IDs("/disks")[0], "<disk><description>x</description></disk>"
}
func editProfile(e *engine, _ string) (_, _, _ string) {
	return "PUT", theProfile(e, ""), "<vnic_profile><description>x</description></vnic_profile>"
}
func editHost(e *engine, _ string) (_, _, _ string) {
	return "PUT", "/hosts/" + e.Engine.IDs("/hosts")[0], "<host><comment>x</comment></host>"
}

func TestOldReleasesHaveRolesToo(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"4.0", "4.1", "4.3"} {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			m, err := model.Embedded()
			if err != nil {
				t.Fatal(err)
			}
			old, err := m.At(release)
			if err != nil {
				t.Fatal(err)
			}
			e := startWithRoles(t, map[string]string{"joe": "UserRole"}, func(o *simulator.Options) { o.Model = old })
			vm := e.addVM("myvm")
			if a := e.as("joe", "POST", vm+"/start", "<action/>"); a.status != 200 {
				t.Errorf("start: status %d\n%s", a.status, a.body)
			}
			if a := e.as("joe", "DELETE", vm, ""); a.status != 403 {
				t.Errorf("remove: status %d, want 403\n%s", a.status, a.body)
			}
			if got := strings.Join(e.names("joe", "/vms"), " "); got != "myvm" {
				t.Errorf("joe sees %q", got)
			}
		})
	}
}
