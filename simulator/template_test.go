package simulator_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestVersionsShareTheNameOfTheirBase states what becomes of versions when their base changes.
func TestVersionsShareTheNameOfTheirBase(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	version := func(name, members string) string {
		a := e.want(202, "POST", "/templates", "<template><name>"+name+`</name><vm id="`+vm[5:]+`"/>`+members+"</template>")
		e.clock.Advance(time.Second)
		return "/templates/" + idOf(t, a.body)
	}
	base := version("t", "")
	second := version("u", `<version><base_template id="`+base[11:]+`"/><version_name>two</version_name></version>`)
	e.shows(second, "<name>t<", "<version_number>2<")
	e.want(200, "PUT", base, "<template><name>new</name></template>")
	e.shows(second, "<name>new<")

	a := e.want(201, "POST", "/vms", "<vm><name>child</name><cluster><name>Default</name></cluster><template><name>new</name></template></vm>")
	if !strings.Contains(a.body, `href="/ovirt-engine/api`+second+`"`) {
		t.Errorf("a name must mean the last version:\n%s", a.body)
	}
	e.denied("DELETE", second, "", "Cannot remove Template. This template is currently in use to create VM child.")
	e.want(200, "DELETE", base, "")
	e.shows(second, `<base_template href="/ovirt-engine/api`+second+`"`)
}

// TestPoolsAreInUseWhileTheyFillThemselves states what is refused right after a pool was added.
func TestPoolsAreInUseWhileTheyFillThemselves(t *testing.T) {
	t.Parallel()
	e := start(t, withTemplate)
	a := e.want(202, "POST", "/vmpools", "<vm_pool><name>p</name><size>1</size><cluster><name>Default</name></cluster>"+
		"<template><name>template-001</name></template></vm_pool>")
	pool := "/vmpools/" + idOf(t, a.body)
	e.denied("DELETE", pool, "", "Cannot remove VM-Pool. This VM Pool is currently in use to create VM p-1.")
	e.clock.Advance(time.Minute)
	e.want(200, "DELETE", pool, "")
}

// TestAccessIsLogged states which events changes of tags, roles and permissions leave.
func TestAccessIsLogged(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	user := e.Engine.IDs("/users")[0]
	ask := func(status int, method, path, body string) answer {
		t.Helper()
		a := e.do(method, path, body, "Correlation-Id", "corr1")
		if a.status != status {
			t.Fatalf("%s %s: status %d, want %d\n%s", method, path, a.status, status, a.body)
		}
		return a
	}
	tag := idOf(t, e.want(201, "POST", "/tags", "<tag><name>mytag</name></tag>").body)
	ask(201, "POST", vm+"/tags", `<tag id="`+tag+`"/>`)
	ask(201, "POST", vm+"/tags", `<tag id="`+tag+`"/>`)
	ask(200, "DELETE", vm+"/tags/"+tag, "")
	role := "/roles/" + idOf(t, e.want(201, "POST", "/roles",
		`<role><name>myrole</name><administrative>false</administrative><permits><permit id="1"/></permits></role>`).body)
	ask(201, "POST", role+"/permits", `<permit id="2"/>`)
	ask(200, "DELETE", role+"/permits/2", "")
	given := idOf(t, ask(201, "POST", "/permissions", `<permission><role><name>myrole</name></role><user id="`+user+`"/></permission>`).body)
	ask(200, "DELETE", "/permissions/"+given, "")
	var got []string
	for _, l := range e.logOf("corr1") {
		got = append(got, strconv.Itoa(l.Code)+" "+l.Severity+" "+strings.ReplaceAll(l.Description, "admin@internal-authz", "me"))
	}
	want := []string{
		"440 normal Tag mytag was attached to VM(s) myvm by me.",
		"454 warning Tag mytag already attached to VM(s) myvm.",
		"446 normal Tag mytag was detached from VM(s) myvm by me.",
		"860 normal Action group DELETE_VM was attached to Role myrole by me",
		"862 normal Action group DELETE_VM was detached from Role myrole by me",
		"850 normal ", "852 normal ",
	}
	for i, w := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], w) {
			t.Fatalf("events:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if !strings.Contains(got[5], "on System System") || !strings.Contains(got[6], "from System System") {
		t.Errorf("permissions on the system:\n%s\n%s", got[5], got[6])
	}
}
