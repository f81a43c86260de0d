package redact

import "testing"

func TestPathsOfSecrets(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"root_password": true, "initialization.root_password": true, "initialization.cloud_init.files[0].content": true,
		"payloads[1].files[0].content": true, "ticket.value": true, "value": false, "custom_properties[0].value": false, "name": false,
		"password_less": false, "power_management.agents[2].password": true,
	} {
		if got := Path(path); got != want {
			t.Errorf("Path(%q) is %v", path, got)
		}
	}
}
