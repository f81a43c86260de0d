package machines

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// checkOneInitialization refuses a start that asks for several ways of initialization.
func (ms *Machines) checkOneInitialization(c *world.Call) error {
	n := 0
	for _, name := range [...]string{names.UseCloudInit, names.UseSysprep, names.UseIgnition} {
		if c.Body.True(name) {
			n++
		}
	}
	if n > 1 {
		return &world.Fault{
			Status: http.StatusConflict,
			Reason: "Cannot use multiple initialization tags simultaneously when running VM.",
		}
	}
	return nil
}

// checkInitialization refuses network settings that can't be given to a guest. The action is the
// word of the message: add, edit, run.
func checkInitialization(vm *store.Object, action string) error {
	init := vm.Part(names.Initialization)
	if init == nil {
		return nil
	}
	nics := init.List(names.NicConfigurations)
	for _, nic := range nics {
		switch protocol := nic.Text(names.BootProtocol); protocol {
		case "autoconf", "poly_dhcp_autoconf":
			return world.Invalid(
				fmt.Sprintf(
					"Boot protocol = '%s' is not applicable for IPv4.",
					strings.ToUpper(protocol),
				),
			)
		}
		if prefix := nic.Text(names.Ipv6Netmask); prefix != "" {
			if _, err := strconv.ParseUint(prefix, 10, 32); err != nil {
				return &world.Fault{
					Status: http.StatusBadRequest,
					Reason: world.ReasonIncomplete,
					Detail: prefix,
				}
			}
		}
	}
	if init.Text(names.CloudInitNetworkProtocol) == "eni" {
		return nil
	}
	var wrong []string
	say := func(is bool, format string) {
		if is {
			wrong = append(wrong, fmt.Sprintf(format, action))
		}
	}
	for _, nic := range nics {
		v6 := nic.Text(names.Ipv6BootProtocol)
		say(
			!nic.True(names.OnBoot),
			"Cannot %s VM. Start On Boot selection in cloud-init configuration is invalid. Only "+
				"'true' is supported.",
		)
		v4 := nic.Text(names.BootProtocol)
		say(v4 == "static" && nic.Text(names.IpAddress) == "",
			"Cannot %s VM. Static IPv4 address is missing in cloud-init configuration.")
		say(v6 == "static" && nic.Text(names.Ipv6Address) == "",
			"Cannot %s VM. Static IPv6 address is missing in cloud-init configuration.")
		say(
			strings.HasSuffix(v6, "autoconf"),
			"Cannot %s VM. Option 'autoconf' in cloud-init configuration is not supported.",
		)
	}
	if len(wrong) == 0 {
		return nil
	}
	return world.Conflict("%s", strings.Join(wrong, ", "))
}
