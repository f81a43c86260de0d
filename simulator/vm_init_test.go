package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestNetworkSettingsOfGuestsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, protocol, nic string
		status              int
		detail              string // with %s for the action
	}{
		{"dhcp", "", "<on_boot>true</on_boot><boot_protocol>dhcp</boot_protocol><ipv6_boot_protocol>none</ipv6_boot_protocol>", 0, ""},
		{"not on boot", "", "<boot_protocol>dhcp</boot_protocol>", 409,
			"[Cannot %s VM. Start On Boot selection in cloud-init configuration is invalid. Only 'true' is supported.]"},
		{"not on boot, other form", "eni", "<boot_protocol>dhcp</boot_protocol>", 0, ""},
		{"no addresses", "openstack_metadata",
			"<on_boot>true</on_boot><boot_protocol>static</boot_protocol><ipv6_boot_protocol>static</ipv6_boot_protocol>", 409,
			"[Cannot %[1]s VM. Static IPv4 address is missing in cloud-init configuration., " +
				"Cannot %[1]s VM. Static IPv6 address is missing in cloud-init configuration.]"},
		{"autoconf for IPv6", "", "<on_boot>true</on_boot><ipv6_boot_protocol>poly_dhcp_autoconf</ipv6_boot_protocol>", 409,
			"[Cannot %s VM. Option 'autoconf' in cloud-init configuration is not supported.]"},
		{"autoconf for IPv4", "eni", "<boot_protocol>autoconf</boot_protocol>", 400, "Boot protocol = 'AUTOCONF' is not applicable for IPv4."},
		{"mask for IPv6", "eni", "<ipv6><netmask>ffff::</netmask></ipv6>", 400, "ffff::"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			init := "<initialization><nic_configurations><nic_configuration>" + tt.nic + "</nic_configuration></nic_configurations>"
			if tt.protocol != "" {
				init += "<cloud_init_network_protocol>" + tt.protocol + "</cloud_init_network_protocol>"
			}
			init += "</initialization>"
			vm := e.addVM("myvm")
			e.clock.Advance(time.Minute)
			for _, call := range []struct {
				action, method, path, body string
				good                       int
			}{
				{"add", "POST", "/vms", "<vm><name>other</name><cluster><name>Default</name></cluster><template><name>Blank</name></template>" + init + "</vm>", 201},
				{"edit", "PUT", vm, "<vm>" + init + "</vm>", 200},
				{"run", "POST", vm + "/start", "<action><use_cloud_init>true</use_cloud_init><vm>" + init + "</vm></action>", 200},
			} {
				status, detail := call.good, tt.detail
				if tt.status != 0 {
					status = tt.status
				}
				if strings.Contains(detail, "%") {
					detail = fmt.Sprintf(detail, call.action)
				}
				if a := e.do(call.method, call.path, call.body); a.status != status && !(status == 201 && a.status == 202) {
					t.Errorf("%s: status %d, want %d\n%s", call.action, a.status, status, a.body)
				} else if detail != "" && !strings.Contains(a.body, "<detail>"+detail+"</detail>") {
					t.Errorf("%s: want %s\n%s", call.action, detail, a.body)
				}
			}
		})
	}
}

func TestOneWayOfInitialization(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(409, "POST", vm+"/start", "<action><use_cloud_init>true</use_cloud_init><use_ignition>true</use_ignition></action>")
	if !strings.Contains(a.body, "<reason>Cannot use multiple initialization tags simultaneously when running VM.</reason>") {
		t.Errorf("fault:\n%s", a.body)
	}
}
