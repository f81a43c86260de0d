package behavior

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// nics sets the behaviour of network interfaces of VMs, and with it that of their other devices.
func (w *World) nics() {
	for _, service := range [...]string{"vm_nics", "template_nics", "instance_type_nics"} {
		w.hook(service).Add = w.addNIC
	}
	h := w.hook("vm_nic")
	h.Update = w.updateNIC
	h.Remove = w.removeNIC
	h.Actions["activate"] = func(c *Call) error { return c.plugNIC(true) }
	h.Actions["deactivate"] = func(c *Call) error { return c.plugNIC(false) }
	w.otherDevices()
}

func (w *World) addNIC(c *Call) (*store.Entity, error) {
	owner := c.Owner()
	c.Body.Default("interface", "virtio")
	c.Body.Default("linked", true)
	c.Body.Default("plugged", true)
	c.Body.Default("synced", true)
	w.profileOf(c.Body)
	if typeOf(owner).Name != "vm" {
		return c.Insert(c.Body)
	}
	if err := allow(owner, actNic); err != nil {
		return nil, err
	}
	if err := w.nicFits(owner, nil, c.Body); err != nil {
		return nil, err
	}
	if err := w.macFree(c.Body.Text("mac.address"), nil, "add"); err != nil {
		return nil, err
	}
	c.Body.Default("mac.address", w.nextMAC())
	nic, err := c.Insert(c.Body)
	if err == nil {
		c.Log(932, fmt.Sprintf("Interface %s (VirtIO) was added to VM %s. (User: %s)", c.Body.Name(), owner.Object().Name(), c.userName()), owner)
	}
	return nic, err
}

// macFree refuses an address that is no address, or that another NIC has.
func (w *World) macFree(mac string, self *store.Entity, verb string) error {
	if mac == "" {
		return nil
	}
	if !isMAC(mac) {
		return Bad("Cannot %s Interface. The Network Interface has an invalid MAC address %s. MAC address must be in format \"HH:HH:HH:HH:HH:HH\" "+
			"where H is a hexadecimal character (either a digit or A-F, case is insignificant).", verb, mac)
	}
	if pools := w.All("/macpools"); len(pools) > 0 && pools[0].Object().True("allow_duplicates") {
		return nil
	}
	for _, vm := range w.All("/vms") {
		for _, nic := range w.Of(vm, "nics") {
			if nic != self && nic.Object().True("plugged") && strings.EqualFold(nic.Object().Text("mac.address"), mac) {
				return Conflict("Cannot %s Interface. MAC Address %s is already in use.", verb, mac)
			}
		}
	}
	return nil
}

// isMAC reports whether a text is six pairs of hexadecimal digits with colons between.
func isMAC(s string) bool {
	if len(s) != 17 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		colon := i%3 == 2
		if colon != (s[i] == ':') || !colon && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (w *World) updateNIC(c *Call) error {
	nic, vm := c.Entity(), c.Entity().Owner
	if err := allow(vm, actNic); err != nil {
		return err
	}
	mac := c.Body.Text("mac.address")
	if strings.EqualFold(mac, c.Object().Text("mac.address")) {
		mac = ""
	}
	if err := w.macFree(mac, nic, "edit"); err != nil {
		return err
	}
	plugged := c.Object().True("plugged") && (!c.Body.Has("plugged") || c.Body.True("plugged"))
	if kind := c.Body.Text("interface"); plugged && vm.Object().Text("status") == up && (mac != "" || kind != "" && kind != c.Object().Text("interface")) {
		return Conflict("Cannot edit Interface. The VM Network Interface is plugged to a running VM.")
	}
	w.profileOf(c.Body)
	if err := w.nicFits(vm, nic, c.Body); err != nil {
		return err
	}
	linked := c.Object().True("linked")
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	name := vm.Object().Name()
	c.Log(934, fmt.Sprintf("Interface %s was updated for VM %s. (User: %s)", c.Object().Name(), name, c.userName()), vm)
	switch now := c.Object().True("linked"); {
	case now && !linked:
		c.Log(1116, fmt.Sprintf("Link state of network interface %s is set to UP on VM %s.", c.Object().Name(), name), vm)
	case !now && linked:
		c.Log(1117, fmt.Sprintf("Link state of network interface %s is set to DOWN on VM %s.", c.Object().Name(), name), vm)
	}
	return nil
}

func (w *World) removeNIC(c *Call) error {
	vm := c.Entity().Owner
	if err := allow(vm, actNic); err != nil {
		return err
	}
	if vm.Object().Text("status") == up && c.Object().True("plugged") {
		return Conflict("Cannot remove Interface. The VM Network Interface is plugged to a running VM.")
	}
	c.Log(930, fmt.Sprintf("Interface %s was removed from VM %s. (User: %s)", c.Object().Name(), vm.Object().Name(), c.userName()), vm)
	w.drop(c.Entity())
	return nil
}

// plugNIC plugs a NIC in or out, of running VMs too.
func (c *Call) plugNIC(in bool) error {
	w, nic, vm := c.World, c.Entity(), c.Entity().Owner
	verb, code, done := "activate", int64(1012), "plugged"
	if !in {
		verb, code, done = "deactivate", 1014, "unplugged"
	}
	if status := vm.Object().Text("status"); status != up && status != down && status != imageLocked {
		return Conflict("Cannot %s a Network Interface when VM is not Down, Up or Image-Locked.", verb)
	}
	if in {
		if err := w.macFree(c.Object().Text("mac.address"), nic, verb); err != nil {
			return err
		}
	}
	w.set(nic, "plugged", in)
	c.Log(code, fmt.Sprintf("Network Interface %s was %s on VM %s. (User: %s)", c.Object().Name(), done, vm.Object().Name(), c.userName()), vm)
	return nil
}

// profileOf takes the old way to name a network for its first profile.
func (w *World) profileOf(o *store.Object) {
	network := w.Resolve(o.Part("network"))
	o.Set("network", nil)
	if network == nil || o.Has("vnic_profile") {
		return
	}
	if profiles := w.Referring("vnic_profile", "network", network.ID()); len(profiles) > 0 {
		o.Set("vnic_profile", Ref(profiles[0]))
	}
}

// otherDevices sets the behaviour of devices that only have rules for being added.
func (w *World) otherDevices() {
	for _, service := range [...]string{"vm_watchdogs", "template_watchdogs", "instance_type_watchdogs"} {
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			if len(w.Of(c.Owner(), "watchdogs")) > 0 {
				return nil, Conflict("Cannot add Watchdog. The VM already has a Watchdog.")
			}
			return c.Insert(c.Body)
		}
	}
	for _, service := range [...]string{"vm_mediated_devices", "template_mediated_devices"} {
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			if err := c.needDown("add Mediated Device"); err != nil {
				return nil, err
			}
			return c.Insert(c.Body)
		}
	}
	w.hook("vm_host_devices").Add = w.addHostDevice
	w.hook("vm_host_device").Remove = w.removeHostDevice
	w.numaNodes()
}

// needDown refuses to change what only a VM that is down can change. Templates can always.
func (c *Call) needDown(what string) error {
	owner := c.Owner()
	if owner == nil && c.Entity() != nil {
		owner = c.Entity().Owner
	}
	if owner != nil && typeOf(owner).Name == "vm" && isRunning(owner.Object().Text("status")) {
		return Conflict("Cannot %s. At least one of the VMs is not down.", what)
	}
	return nil
}

// numaNodes sets the rules for the NUMA nodes of VMs, see fitsNUMA.
func (w *World) numaNodes() {
	w.hook("vm_numa_nodes").Add = func(c *Call) (*store.Entity, error) {
		if err := w.fitsNUMA(c, c.Owner(), nil, c.Body, "add"); err != nil {
			return nil, err
		}
		c.Log(1300, fmt.Sprintf("Add VM NUMA node successfully (VM: %s).", c.Owner().Object().Name()), c.Owner())
		return c.Insert(c.Body)
	}
	h := w.hook("vm_numa_node")
	h.Update = func(c *Call) error {
		o := c.Object().Clone()
		o.Merge(c.Body)
		if err := w.fitsNUMA(c, c.Entity().Owner, c.Entity(), o, "edit"); err != nil {
			return err
		}
		c.Log(1310, "Update VM NUMA node successfully.", c.Entity().Owner)
		return c.Apply(c.Body)
	}
	h.Remove = func(c *Call) error {
		if err := c.needDown("remove VM NUMA node"); err != nil {
			return err
		}
		c.Log(1320, "Remove VM NUMA node successfully.", c.Entity().Owner)
		w.drop(c.Entity())
		return nil
	}
}

// addHostDevice returns a VM that is bound to a host one of the host's devices.
func (w *World) addHostDevice(c *Call) (*store.Entity, error) {
	vm := c.Owner()
	hosts := vm.Object().List("placement_policy.hosts")
	if len(hosts) != 1 {
		return nil, Conflict("Cannot add Host devices. VM must be pinned to a single host.")
	}
	host := w.Resolve(hosts[0])
	if host == nil {
		return nil, missing(hosts[0].Type, hosts[0])
	}
	for _, device := range w.Of(host, "devices") {
		if device.ID() != c.Body.ID() && (c.Body.Name() == "" || device.Object().Name() != c.Body.Name()) {
			continue
		}
		if w.At(vm.Path+"/hostdevices/"+device.ID()) != nil {
			return nil, Conflict("Cannot add Host devices. The device is already attached to the VM.")
		}
		o := device.Object().Clone()
		o.Set("host", Ref(host))
		o.Set("vm", Ref(vm))
		o.Set("placeholder", false)
		c.Log(10800, fmt.Sprintf("Host devices [%s] were attached to Vm %s by User %s.", o.Name(), vm.Object().Name(), c.userName()), vm)
		return w.Add(vm, c.Place.Node, o), nil
	}
	return nil, Conflict("Cannot add Host devices. The Host device does not exist.")
}

func (w *World) removeHostDevice(c *Call) error {
	if err := c.needDown("remove Host devices"); err != nil {
		return err
	}
	vm := c.Entity().Owner
	c.Log(10801, fmt.Sprintf("Host devices [%s] were detached from Vm %s by User %s.", c.Object().Name(), vm.Object().Name(), c.userName()), vm)
	w.drop(c.Entity())
	return nil
}
