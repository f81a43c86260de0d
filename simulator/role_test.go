package simulator_test

import (
	"strings"
	"testing"
)

func TestSeededRolesHaveTheEnginesPermits(t *testing.T) {
	t.Parallel()
	e := start(t)
	if n := len(e.Engine.IDs("/roles")); n != 37 {
		t.Errorf("%d roles, want 37", n)
	}
	for _, tt := range []struct{ role, permit, name string }{
		{"00000000-0000-0000-0001-000000000001", "22", "run_vm"},
		{"00000000-0000-0000-0001-000000000002", "1", "create_vm"},
		{"def00006-0000-0000-0000-def000000006", "12", "manipulate_vm_snapshots"},
		{"00000000-0000-0000-0000-000000000001", "800", "configure_engine"},
	} {
		if doc := e.get("/roles/" + tt.role + "/permits/" + tt.permit); !strings.Contains(doc, "<name>"+tt.name+"</name>") {
			t.Errorf("permit %s:\n%s", tt.permit, doc)
		}
	}
	const user = "/roles/00000000-0000-0000-0001-000000000001/permits"
	e.has(user+"/2", "<name>delete_vm</name>") // which the role doesn't have
	if doc := e.get(user); strings.Contains(doc, "delete_vm") {
		t.Errorf("permits of a role:\n%s", doc)
	}
	e.want(404, "GET", user+"/4711", "")
	e.want(404, "GET", user+"/x", "")
}

func TestRolesAreMade(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": ""})
	vm := e.addVM("myvm")
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		detail                   string
	}{
		{"no permits", "POST", "/roles", "<role><name>r</name><permits/></role>", 400, ""},
		{"no kind", "POST", "/roles", `<role><name>r</name><permits><permit id="1"/></permits></role>`, 400, "[Invalid Role Type.]"},
		{"name in use", "POST", "/roles", `<role><name>UserRole</name><permits><permit id="1"/></permits></role>`, 409,
			"[Cannot add Role. The Role name is already in use, please choose a unique name and try again.]"},
		{"one permit twice", "POST", "/roles", `<role><name>r</name><administrative>false</administrative><permits><permit id="1"/><permit id="1"/></permits></role>`, 400, "[]"},
		{"permit for administrators", "POST", "/roles", `<role><name>r</name><administrative>false</administrative><permits><permit id="800"/></permits></role>`, 409,
			"[Cannot add administrator&#39;s action group to a User Role.]"},
		{"seeded: update", "PUT", "/roles/00000000-0000-0000-0001-000000000001", "<role><description>x</description></role>", 409, "[Cannot edit Role. The Role is Read-Only.]"},
		{"seeded: remove", "DELETE", "/roles/00000000-0000-0000-0001-000000000001", "", 409, "[Cannot remove Role. The Role is Read-Only.]"},
		{"seeded: permit", "POST", "/roles/00000000-0000-0000-0001-000000000001/permits", `<permit id="2"/>`, 409, "[Cannot attach Role. The Role is Read-Only.]"},
		{"unknown permit", "POST", "/roles/00000000-0000-0000-0001-000000000001/permits", `<permit><name>moon</name></permit>`, 500, ""},
	} {
		a := e.want(tt.status, tt.method, tt.path, tt.body)
		if tt.detail != "" {
			expect(t, tt.name, unescape(between(t, a.body, "<detail>", "<")), unescape(tt.detail))
		}
	}
	a := e.want(201, "POST", "/roles", `<role><name>starter</name><administrative>false</administrative><permits><permit id="22"/><permit id="1300"/></permits></role>`)
	role := "/roles/" + idOf(t, a.body)
	if !strings.Contains(a.body, "<mutable>true</mutable>") {
		t.Errorf("role:\n%s", a.body)
	}
	given := e.give("jane", "starter", vm)
	if got := e.as("jane", "POST", vm+"/stop", "<action/>").status; got != 403 {
		t.Errorf("stop: status %d, want 403", got)
	}
	if got := e.as("jane", "POST", vm+"/start", "<action/>").status; got != 200 {
		t.Errorf("start: status %d, want 200", got)
	}
	e.want(201, "POST", role+"/permits", `<permit><name>stop_vm</name></permit>`)
	if got := e.as("jane", "POST", vm+"/stop", "<action/>").status; got != 200 {
		t.Errorf("stop with the permit: status %d, want 200", got)
	}
	a = e.want(409, "POST", role+"/permits", `<permit id="18"/>`)
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot attach action group to Role. This action group is already attached to Role.]")
	e.want(200, "DELETE", role+"/permits/18", "")
	a = e.want(400, "DELETE", role+"/permits/18", "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot detach action group from Role. This action group is not attached to this Role.]")
	a = e.want(409, "DELETE", role, "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[One or more Permissions is still associated with Role.\n- Please remove all Permissions first.]")
	// Those of a user are the ones on the system, with those of everybody.
	if doc := e.get("/users/" + e.user("jane") + "/roles"); strings.Contains(doc, "<name>starter</name>") ||
		!strings.Contains(doc, "<name>UserProfileEditor</name>") {
		t.Errorf("jane's roles:\n%s", doc)
	}
	e.want(200, "DELETE", given, "")
	e.want(200, "DELETE", role, "")
}

func unescape(s string) string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&quot;", `"`, "&apos;", "'").Replace(s)
}

func TestPermissionsAreGuarded(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"boss": "ClusterAdmin", "jane": ""})
	vm := e.addVM("myvm")
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	jane := e.user("jane")
	add := func(role string) string {
		return `<permission><role><name>` + role + `</name></role><user id="` + jane + `"/></permission>`
	}
	a := e.as("boss", "POST", cluster+"/permissions", add("HostAdmin"))
	if a.status != 403 {
		t.Errorf("an administrative role given by who isn't SuperUser: %d", a.status)
	}
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot add permission, only system super user can give permissions with admin Role]")
	a = e.as("boss", "POST", vm+"/permissions", add("UserRole"))
	if a.status != 201 {
		t.Fatalf("a user's role given: %d\n%s", a.status, a.body)
	}
	again := e.want(201, "POST", vm+"/permissions", add("UserRole"))
	expect(t, "the permission given twice", idOf(t, again.body), idOf(t, a.body))

	inherited := idOf(t, e.want(201, "POST", cluster+"/permissions", add("UserRole")).body)
	// The group of administrators that engines are installed with is a super user too.
	for _, group := range e.Engine.IDs("/groups") {
		doc := e.get("/groups/" + group + "/permissions")
		if super := between(t, doc, `<permission href="/ovirt-engine/api`, `"`); strings.Contains(doc, "00000000-0000-0000-0000-000000000001") {
			e.want(200, "DELETE", super, "")
		}
	}
	for path, want := range map[string]string{
		"/permissions/58ca605c-010d-0307-0224-0000000001a9": "[It's not allowed to remove system permissions assigned to built-in Everyone group]",
		"/permissions/" + e.superUser():                     "[Cannot remove Permission. The system must have at least one Super User Role defined.]",
	} {
		a := e.want(409, "DELETE", path, "")
		expect(t, path, unescape(between(t, a.body, "<detail>", "<")), want)
	}
	e.want(200, "DELETE", vm+"/permissions/"+inherited, "") // engines ask no more than whether it exists
	e.want(404, "GET", cluster+"/permissions/"+inherited, "")
	e.want(400, "POST", "/users/"+jane+"/permissions", "<permission><role><name>UserRole</name></role></permission>")
	a = e.want(201, "POST", "/users/"+jane+"/permissions", `<permission><role><name>UserVmManager</name></role><vm id="`+strings.TrimPrefix(vm, "/vms/")+`"/></permission>`)
	if !strings.Contains(e.get(vm+"/permissions"), idOf(t, a.body)) {
		t.Error("a permission given to the user isn't on the VM")
	}
	a = e.want(400, "POST", vm+"/permissions", add("King"))
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot add permission, invalid Role id]")
}

// superUser returns the id of the permission by which the administrator is one.
func (e *engine) superUser() string {
	e.t.Helper()
	doc := e.get("/permissions")
	at := strings.Index(doc, `id="00000000-0000-0000-0000-000000000001"`)
	return between(e.t, doc[strings.LastIndex(doc[:at], "<permission "):], ` id="`, `"`)
}

func TestTagsAreATree(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.addVM("other")
	add := func(name, parent string) string {
		return "/tags/" + idOf(t, e.want(201, "POST", "/tags", "<tag><name>"+name+"</name>"+parent+"</tag>").body)
	}
	top := add("top", "")
	middle := add("middle", "<parent><name>top</name></parent>")
	add("leaf", `<parent id="`+strings.TrimPrefix(middle, "/tags/")+`"/>`)
	e.want(201, "POST", vm+"/tags", "<tag><name>leaf</name></tag>")
	for _, tag := range []string{"top", "middle", "leaf", "root"} {
		if doc := e.get("/vms?search=tag%3D" + tag); !strings.Contains(doc, "<name>myvm</name>") || strings.Contains(doc, "<name>other</name>") {
			t.Errorf("search for tag %s:\n%s", tag, doc)
		}
	}
	for _, tt := range []struct{ name, method, path, body, detail string }{
		{"name in use", "POST", "/tags", "<tag><name>leaf</name></tag>", "[The specified Tag name already exists.]"},
		{"name in use by another", "PUT", top, "<tag><name>leaf</name></tag>", "[The specified Tag name already exists.]"},
		{"below itself", "PUT", top, "<tag><parent><name>leaf</name></parent></tag>", "[Operation canceled, recursive Tag hierarchy cannot be defined.]"},
	} {
		a := e.want(409, tt.method, tt.path, tt.body)
		expect(t, tt.name, between(t, a.body, "<detail>", "<"), tt.detail)
	}
	const root = "/tags/00000000-0000-0000-0000-000000000000"
	e.want(500, "PUT", root, "<tag><name>x</name></tag>")
	a := e.want(400, "DELETE", root, "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot remove tag. Tag does not exist.]")
	if a := e.want(201, "POST", "/tags", "<tag><name>root</name></tag>"); !strings.Contains(a.body, `id="00000000-`) {
		t.Errorf("a second root is answered with the first:\n%s", a.body)
	}
	e.want(200, "PUT", middle, "<tag><name>center</name><parent><name>root</name></parent></tag>")
	if doc := e.get("/vms?search=tag%3Dtop"); strings.Contains(doc, "<vm ") {
		t.Errorf("the tag was moved, but its old parent still finds the VM:\n%s", doc)
	}
	e.want(200, "DELETE", middle, "")
	if doc := e.get("/tags"); strings.Contains(doc, "leaf") || !strings.Contains(doc, "top") {
		t.Errorf("the tags below aren't removed:\n%s", doc)
	}
	expect(t, "tags of the VM", e.get(vm+"/tags"), declared("<tags/>\n"))
}
