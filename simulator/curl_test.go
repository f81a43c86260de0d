package simulator_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// tour is what a user of the shell does; it prints a line for each thing that worked.
const tour = `
set -eu
api() { curl --silent --show-error --fail-with-body --cacert "$OVIRT_CAFILE" -H "Authorization: Bearer $token" "$@"; }
id() { sed -n '2s/.* id="\([^"]*\)".*/\1/p'; }

token=$(curl --silent --show-error --fail --cacert "$OVIRT_CAFILE" -H 'Accept: application/json' \
  --data-urlencode grant_type=password --data-urlencode scope=ovirt-app-api \
  --data-urlencode "username=$OVIRT_USERNAME" --data-urlencode "password=$OVIRT_PASSWORD" \
  "${OVIRT_URL%/api}/sso/oauth/token" | sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')
test -n "$token" && echo login

api "$OVIRT_URL" | grep -q '<product_info>' && echo entry point
api -G --data-urlencode 'search=name=vm-0000* sortby name desc' "$OVIRT_URL/vms" | grep -q '<name>vm-00002</name>' && echo search
api -H 'Accept: application/json' "$OVIRT_URL/vms?max=1&follow=nics" | grep -q '"nic" : \[' && echo follow in JSON

vm=$(api -H 'Content-Type: application/xml' \
  -d '<vm><name>tour</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>' "$OVIRT_URL/vms" | id)
test -n "$vm" && echo add
api -H 'Content-Type: application/json' -d '{"name":"nic1","interface":"virtio"}' "$OVIRT_URL/vms/$vm/nics" >/dev/null && echo add a NIC in JSON
api -H 'Content-Type: application/xml' -d '<action/>' "$OVIRT_URL/vms/$vm/start" | grep -q '<status>complete</status>' && echo start
api "$OVIRT_URL/vms/$vm" | grep -q '<status>up</status>' && echo up
test "$(api -o /dev/null -w '%{http_code}' -X DELETE "$OVIRT_URL/vms/$vm" || true)" = 409 && echo a running VM stays
api -H 'Content-Type: application/xml' -d '<action/>' "$OVIRT_URL/vms/$vm/stop" >/dev/null && echo stop
api -X PUT -H 'Content-Type: application/xml' -d '<vm><description>toured</description></vm>' "$OVIRT_URL/vms/$vm" | grep -q toured && echo update
api -X DELETE "$OVIRT_URL/vms/$vm" >/dev/null && echo remove
test "$(api -o /dev/null -w '%{http_code}' "$OVIRT_URL/vms/$vm" || true)" = 404 && echo gone

curl --silent --show-error --fail --cacert "$OVIRT_CAFILE" -H 'Accept: application/json' \
  -d "scope=ovirt-app-api&token=$token" "${OVIRT_URL%/api}/services/sso-logout" | grep -q '^{ *}$' && echo logout
test "$(api -o /dev/null -w '%{http_code}' "$OVIRT_URL" || true)" = 401 && echo the token is dead
`

func TestCurlToursTheSimulator(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"sh", "curl", "sed", "grep"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s isn't installed: %v", program, err)
		}
	}
	e := start(t, func(o *simulator.Options) {
		o.Clock, o.Step = nil, -1
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 2, DisksPerVM: 1, NICsPerVM: 1}
	})
	cmd := exec.CommandContext(t.Context(), "sh", "-c", tour)
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(cmd.Environ(), "OVIRT_URL="+e.URL, "OVIRT_USERNAME=admin@internal", "OVIRT_PASSWORD=password", "OVIRT_CAFILE="+e.CAFile(), "no_proxy=*")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%v: %s", err, &stderr)
	}
	want := strings.Join([]string{
		"login", "entry point", "search", "follow in JSON", "add", "add a NIC in JSON", "start", "up", "a running VM stays", "stop", "update", "remove", "gone", "logout",
		"the token is dead", "",
	}, "\n")
	expect(t, "what worked", string(out), want)
}
