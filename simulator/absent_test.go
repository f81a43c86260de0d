package simulator_test

import (
	"strings"
	"testing"
)

// TestWhatIsAbsentIsRefusedAsRecorded states what an engine of model 4.6.1 answered to requests about
// objects that didn't exist, or to addresses behind IDs that were none.
func TestWhatIsAbsentIsRefusedAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	const absent = "99999999-9999-4999-8999-999999999999"
	for _, tt := range []struct {
		name, method, path string
		status             int
		want               string
	}{
		{"shutdown", "POST", "/vms/" + absent + "/shutdown", 400, "[Cannot shutdown VM. VM is not found.]"},
		{"reboot", "POST", "/vms/" + absent + "/reboot", 400, "[Cannot restart VM. VM is not found.]"},
		{"logon", "POST", "/vms/" + absent + "/logon", 400, "[Cannot log on VM. VM is not found.]"},
		{"ticket", "POST", "/vms/" + absent + "/ticket", 404, "Entity not found: GetVmByVmId"},
		{"start", "POST", "/vms/" + absent + "/start", 500, "The VM is not found."},
		{"snapshot", "DELETE", vm + "/snapshots/" + absent, 404, "Entity not found: GetSnapshotBySnapshotId: snapshot id=" + absent},
		{"attachment", "DELETE", vm + "/diskattachments/" + absent, 400,
			"[Cannot detach Virtual Disk. The specified disk is not attached to the VM ${VmName}., myvm]"},
		{"VM", "DELETE", "/vms/" + absent, 404, ""},
		{"what is behind no ID", "GET", "/vms/x/nosuch", 404, ""},
		{"what is behind much", "GET", "/vms/x/x/y", 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := ""
			if tt.method == "POST" {
				body = "<action/>"
			}
			a := e.want(tt.status, tt.method, tt.path, body)
			if tt.want == "" && a.body != "" || !strings.Contains(a.body, tt.want) {
				t.Errorf("%q isn't in %q", tt.want, a.body)
			}
			if bare := strings.Contains(a.body, "<action>"); tt.method == "POST" && bare != (tt.name != "ticket") {
				t.Errorf("an action around the fault: %v\n%s", bare, a.body)
			}
		})
	}
}
