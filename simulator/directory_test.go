package simulator_test

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestGroupsCarryPermissions(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "", "joe": ""}, func(o *simulator.Options) {
		o.Groups = map[string][]string{"ops": {"jane@internal"}}
	})
	a := e.want(404, "POST", "/groups", "<group><name>moon</name><domain><name>internal-authz</name></domain></group>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "Entity not found: ADGROUP@internal-authz:: name=moon")
	const domain = "/domains/696E7465726E616C2D617574687A"
	if doc := e.get(domain + "/groups"); !strings.Contains(doc, "<name>ops</name>") {
		t.Errorf("the directory's groups:\n%s", doc)
	}
	if doc := e.get("/users/" + e.user("jane") + "/groups"); !strings.Contains(doc, "<name>ops</name>") {
		t.Errorf("jane's groups:\n%s", doc)
	}
	if doc := e.get("/users/" + e.user("joe") + "/groups"); strings.Contains(doc, "<name>ops</name>") {
		t.Errorf("joe's groups:\n%s", doc)
	}
	vm := e.addVM("myvm")
	if got := e.as("jane", "GET", "/vms", "").status; got != 401 {
		t.Fatalf("status %d before there is a permission", got)
	}
	group := idOf(t, e.want(201, "POST", "/groups", "<group><name>ops</name><domain><name>internal-authz</name></domain></group>").body)
	a = e.want(201, "POST", vm+"/permissions", `<permission><role><name>UserRole</name></role><group id="`+group+`"/></permission>`)
	if got := strings.Join(e.names("jane", "/vms"), " "); got != "myvm" {
		t.Errorf("jane sees %q", got)
	}
	if got := e.as("jane", "POST", vm+"/start", "<action/>").status; got != 200 {
		t.Errorf("start by a member of the group: status %d", got)
	}
	if got := e.as("joe", "GET", "/vms", "").status; got != 401 {
		t.Errorf("status %d for one who isn't in the group", got)
	}
	if doc := e.get("/users/" + e.user("jane") + "/permissions"); !strings.Contains(doc, "/groups/"+group+"/permissions/"+idOf(t, a.body)) {
		t.Errorf("a user's permissions hold those of his groups, as theirs:\n%s", doc)
	}
	e.want(409, "DELETE", "/users/"+e.user("jane")+"/permissions/"+idOf(t, a.body), "")
	e.want(200, "DELETE", "/groups/"+group, "")
	if got := e.as("jane", "GET", "/vms", "").status; got != 401 {
		t.Errorf("status %d after the group is gone", got)
	}
	a = e.want(409, "DELETE", "/groups/eee00000-0000-0000-0000-123456789eee", "")
	expect(t, "detail", unescape(between(t, a.body, "<detail>", "<")), `[Cannot remove the built-in group "Everyone".]`)
}

func TestDirectoryKnowsUsersThatTheEngineDoesNot(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "UserRole"})
	const domain = "/domains/696E7465726E616C2D617574687A"
	jane := e.user("jane")
	e.want(200, "DELETE", "/users/"+jane, "")
	if got := e.as("jane", "GET", "/vms", "").status; got != 401 {
		t.Errorf("status %d for a user who was removed", got)
	}
	doc := e.get(domain + "/users")
	if !strings.Contains(doc, "<principal>jane</principal>") || !strings.Contains(doc, "<principal>admin</principal>") {
		t.Fatalf("the directory's users:\n%s", doc)
	}
	entry := between(t, doc[strings.Index(doc, "<name>jane</name>")-150:], ` id="`, `"`)
	if strings.Contains(entry, "-") || !strings.Contains(e.get(domain+"/users/"+entry), "<principal>jane</principal>") {
		t.Errorf("id %q of an entry", entry)
	}
	a := e.want(201, "POST", "/users", "<user><user_name>jane@internal-authz</user_name><domain><name>internal-authz</name></domain></user>")
	again := e.want(201, "POST", "/users", "<user><user_name>jane@internal-authz</user_name><domain><name>internal-authz</name></domain></user>")
	expect(t, "id of one who is there", idOf(t, again.body), idOf(t, a.body))
	if got := e.as("jane", "GET", "/vms", "").status; got != 401 {
		t.Errorf("status %d for a user without permissions", got)
	}
	e.give("jane", "UserRole", "")
	if got := e.as("jane", "GET", "/vms", "").status; got != 200 {
		t.Errorf("status %d for a user with a permission", got)
	}
	a = e.want(409, "DELETE", "/users/"+e.user("admin"), "")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot remove User. User is currently logged in.]")
}

func TestProfilesAreTheUsersOwn(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "UserRole", "joe": "UserRole"})
	jane := "/users/" + e.user("jane")
	const key = "<ssh_public_key><content>ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@here</content></ssh_public_key>"
	const option = "<user_option><name>lang</name><content>1</content></user_option>"
	for _, tt := range []struct {
		user, path, body string
		want             int
		detail           string
	}{
		{"joe", "/sshpublickeys", key, 403, refusal},
		{"jane", "/sshpublickeys", "<ssh_public_key><content>ssh-ed25519 AAAA</content></ssh_public_key>", 400,
			"[Cannot add User Profile Property. The given SSH public key is invalid.]"},
		{"jane", "/sshpublickeys", key, 201, ""},
		{"jane", "/sshpublickeys", key, 400, "[Cannot add User Profile Property. Multiple public SSH keys are not supported.]"},
		{"joe", "/options", option, 403, refusal},
		{"jane", "/options", option, 201, ""},
		{"jane", "/options", option, 400, ""},
		{"jane", "/options", "<user_option><name>other</name><content>{x</content></user_option>", 400, "[Internal Engine Error]"},
	} {
		a := e.as(tt.user, "POST", jane+tt.path, tt.body)
		if a.status != tt.want {
			t.Fatalf("%s adds to %s: status %d, want %d\n%s", tt.user, tt.path, a.status, tt.want, a.body)
		}
		if tt.detail != "" {
			expect(t, "detail", between(t, a.body, "<detail>", "<"), tt.detail)
		}
	}
	doc := e.get(jane + "/options")
	a := e.as("jane", "POST", jane+"/options", option)
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[Cannot add User Profile Property. User Profile property with name lang already exists. "+
		"Property type is JSON and ID="+between(t, doc[strings.Index(doc, "<user_option "):], ` id="`, `"`)+".]")
	e.want(201, "POST", "/users/"+e.user("joe")+"/sshpublickeys", key) // by an administrator
	if doc := e.get(jane + "/sshpublickeys"); !strings.Contains(doc, "<content>ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@here</content>") {
		t.Errorf("keys:\n%s", doc)
	}
}

func TestEventSubscriptions(t *testing.T) {
	t.Parallel()
	e := start(t)
	user := "/users/" + e.user("admin")
	const body = "<event_subscription><event>host_high_cpu_use</event><address>a@b.example</address></event_subscription>"
	a := e.want(201, "POST", user+"/eventsubscriptions", body)
	expect(t, "id", idOf(t, a.body), "host_high_cpu_use")
	for _, want := range []string{"<notification_method>smtp<", "<address>a@b.example<"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s isn't in\n%s", want, a.body)
		}
	}
	a = e.want(409, "POST", user+"/eventsubscriptions", body)
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[User is already subscribed to this event with the same Notification method.]")
	e.want(200, "DELETE", user+"/eventsubscriptions/host_high_cpu_use", "")
	expect(t, "subscriptions", e.get(user+"/eventsubscriptions"), declared("<event_subscriptions/>\n"))
}
