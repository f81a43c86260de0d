package machines

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// checkOneInitialization refuses a start that asks for several ways of initialization.
func (ms *Machines) checkOneInitialization(c *world.Call) error {
	n := 0
	for _, name := range [...]string{"use_cloud_init", "use_sysprep", "use_ignition"} {
		if c.Body.True(name) {
			n++
		}
	}
	if n > 1 {
		return &world.Fault{Status: http.StatusConflict, Reason: "Cannot use multiple initialization tags simultaneously when running VM."}
	}
	return nil
}

// checkInitialization refuses network settings that can't be given to a guest. The action is the word of the message: add, edit, run.
func checkInitialization(vm *store.Object, action string) error {
	init := vm.Part("initialization")
	if init == nil {
		return nil
	}
	nics := init.List("nic_configurations")
	for _, nic := range nics {
		switch protocol := nic.Text("boot_protocol"); protocol {
		case "autoconf", "poly_dhcp_autoconf":
			return world.Invalid(fmt.Sprintf("Boot protocol = '%s' is not applicable for IPv4.", strings.ToUpper(protocol)))
		}
		if prefix := nic.Text("ipv6.netmask"); prefix != "" {
			if _, err := strconv.ParseUint(prefix, 10, 32); err != nil {
				return &world.Fault{Status: http.StatusBadRequest, Reason: world.ReasonIncomplete, Detail: prefix}
			}
		}
	}
	if init.Text("cloud_init_network_protocol") == "eni" {
		return nil
	}
	var wrong []string
	say := func(is bool, format string) {
		if is {
			wrong = append(wrong, fmt.Sprintf(format, action))
		}
	}
	for _, nic := range nics {
		v6 := nic.Text("ipv6_boot_protocol")
		say(!nic.True("on_boot"), "Cannot %s VM. Start On Boot selection in cloud-init configuration is invalid. Only 'true' is supported.")
		say(nic.Text("boot_protocol") == "static" && nic.Text("ip.address") == "", "Cannot %s VM. Static IPv4 address is missing in cloud-init configuration.")
		say(v6 == "static" && nic.Text("ipv6.address") == "", "Cannot %s VM. Static IPv6 address is missing in cloud-init configuration.")
		say(strings.HasSuffix(v6, "autoconf"), "Cannot %s VM. Option 'autoconf' in cloud-init configuration is not supported.")
	}
	if len(wrong) == 0 {
		return nil
	}
	return world.Conflict("%s", strings.Join(wrong, ", "))
}
