package machines

import (
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerNICs sets the behavior of network interfaces of VMs, and with it that of their other
// devices.
func (ms *Machines) registerNICs() {
	for _, service := range [...]string{"vm_nics", "template_nics", "instance_type_nics"} {
		ms.w.Hook(service).Add = ms.addNIC
	}
	h := ms.w.Hook("vm_nic")
	h.Update = ms.updateNIC
	h.Remove = ms.removeNIC
	h.Actions["activate"] = func(c *world.Call) error { return ms.plugNIC(c, true) }
	h.Actions["deactivate"] = func(c *world.Call) error { return ms.plugNIC(c, false) }
	ms.registerOtherDevices()
}

func (ms *Machines) addNIC(c *world.Call) (*store.Entity, error) {
	owner := c.Owner()
	nicDocument(c)
	c.Body.Default(names.Interface, "virtio")
	c.Body.Default(names.Linked, true)
	c.Body.Default(names.Plugged, true)
	c.Body.Default(names.Synced, true)
	if err := beanOfNIC(c.Body); err != nil {
		return nil, err
	}
	if world.TypeOf(owner).Name != names.Vm {
		return c.Insert(c.Body)
	}
	if err := allow(owner, actNic); err != nil {
		return nil, err
	}
	if err := ms.nicFits(owner, nil, c.Body); err != nil {
		return nil, err
	}
	if err := ms.macFree(c.Body.Text(names.MacAddress), nil, "add"); err != nil {
		return nil, err
	}
	c.Body.Default(names.MacAddress, ms.w.NextMAC())
	nic, err := c.Insert(c.Body)
	if err == nil {
		c.Report(932, nicNamed(nic), owner, nic)
	}
	return nic, err
}

// macFree refuses an address that another NIC has.
func (ms *Machines) macFree(mac string, self *store.Entity, verb string) error {
	if mac == "" {
		return nil
	}
	pools := ms.w.All("/macpools")
	if len(pools) > 0 && pools[0].Object().True(names.AllowDuplicates) {
		return nil
	}
	for _, vm := range ms.w.All("/vms") {
		for _, nic := range ms.w.Of(vm, "nics") {
			if nic != self && nic.Object().True(names.Plugged) &&
				strings.EqualFold(nic.Object().Text(names.MacAddress), mac) {
				return world.Conflict(
					"Cannot %s Interface. MAC Address %s is already in use.",
					verb,
					mac,
				)
			}
		}
	}
	return nil
}

func (ms *Machines) updateNIC(c *world.Call) error {
	nic, vm := c.Entity(), c.Entity().Owner
	nicDocument(c)
	if err := beanOfNIC(c.Body); err != nil {
		return err
	}
	if err := allow(vm, actNic); err != nil {
		return err
	}
	mac := c.Body.Text(names.MacAddress)
	if strings.EqualFold(mac, c.Object().Text(names.MacAddress)) {
		mac = ""
	}
	if err := ms.macFree(mac, nic, "edit"); err != nil {
		return err
	}
	plugged := c.Object().True(names.Plugged) &&
		(!c.Body.Has(names.Plugged) || c.Body.True(names.Plugged))
	if kind := c.Body.Text(names.Interface); plugged &&
		vm.Object().Text(names.Status) == world.Up &&
		(mac != "" || kind != "" && kind != c.Object().Text(names.Interface)) {
		return world.Conflict(
			"Cannot edit Interface. The VM Network Interface is plugged to a running VM.",
		)
	}
	if err := ms.nicFits(vm, nic, c.Body); err != nil {
		return err
	}
	linked := c.Object().True(names.Linked)
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	more := nicNamed(nic)
	switch now := c.Object().True(names.Linked); {
	case now && !linked:
		more["link"] = "Link State is UP."
	case !now && linked:
		more["link"] = "Link State is DOWN."
	}
	c.Report(934, more, vm, nic)
	return nil
}

func (ms *Machines) removeNIC(c *world.Call) error {
	vm := c.Entity().Owner
	if err := allow(vm, actNic); err != nil {
		return err
	}
	if vm.Object().Text(names.Status) == world.Up && c.Object().True(names.Plugged) {
		return world.Conflict(
			"Cannot remove Interface. The VM Network Interface is plugged to a running VM.",
		)
	}
	c.Report(930, nicNamed(c.Entity()), vm, c.Entity())
	ms.w.Drop(c.Entity())
	return nil
}

// plugNIC plugs a NIC in or out, of running VMs too.
func (ms *Machines) plugNIC(c *world.Call, in bool) error {
	w, nic, vm := c.World, c.Entity(), c.Entity().Owner
	verb := "activate"
	if !in {
		verb = "deactivate"
	}
	if status := vm.Object().Text(names.Status); status != world.Up && status != world.Down &&
		status != world.ImageLocked {
		return world.Conflict(
			"Cannot %s a Network Interface when VM is not Down, Up or Image-Locked.",
			verb,
		)
	}
	if in {
		if err := ms.macFree(c.Object().Text(names.MacAddress), nic, verb); err != nil {
			return err
		}
	}
	w.Set(nic, names.Plugged, in)
	c.Report(934, nicNamed(nic), vm, nic)
	return nil
}

// nicNamed returns what events call the kind of a NIC, and that its link is as before.
func nicNamed(nic *store.Entity) world.Named {
	return world.Named{"interface": world.InterfaceName(nic.Object().Text(names.Interface)), "link": " "}
}

// registerOtherDevices sets the behavior of devices that only have rules for being added.
func (ms *Machines) registerOtherDevices() {
	for _, service := range [...]string{
		"vm_watchdogs", "template_watchdogs", "instance_type_watchdogs",
	} {
		ms.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) {
			if len(ms.w.Of(c.Owner(), "watchdogs")) > 0 {
				return nil, world.Conflict("watchdog already exists")
			}
			return c.Insert(c.Body)
		}
	}
	for _, service := range [...]string{"vm_mediated_devices", "template_mediated_devices"} {
		ms.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) {
			if err := ms.needDown(c, "add Mediated Device"); err != nil {
				return nil, err
			}
			if len(c.Body.List("spec_params")) == 0 {
				// Engines trip over that.
				return nil, &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}
			}
			return c.Insert(c.Body)
		}
	}
	ms.w.Hook("vm_host_devices").Add = ms.addHostDevice
	ms.w.Hook("vm_host_device").Remove = ms.removeHostDevice
	ms.registerNUMANodes()
}

// needDown refuses to change what only a VM that is down can change. Templates can always.
func (ms *Machines) needDown(c *world.Call, what string) error {
	owner := c.Owner()
	if owner == nil && c.Entity() != nil {
		owner = c.Entity().Owner
	}
	if owner != nil && world.TypeOf(owner).Name == names.Vm &&
		world.IsRunning(owner.Object().Text(names.Status)) {
		return world.Conflict("Cannot %s. At least one of the VMs is not down.", what)
	}
	return nil
}

// registerNUMANodes sets the rules for the NUMA nodes of VMs, see fitsNUMA.
func (ms *Machines) registerNUMANodes() {
	ms.w.Hook("vm_numa_nodes").Add = func(c *world.Call) (*store.Entity, error) {
		if err := ms.fitsNUMA(c, c.Owner(), nil, c.Body, "add"); err != nil {
			return nil, err
		}
		c.Body.Default(names.NumaTuneMode, "interleave")
		c.Report(1300, nil, c.Owner())
		node, err := c.Insert(c.Body)
		if err == nil {
			ms.retune(c.Owner())
		}
		return node, err
	}
	h := ms.w.Hook("vm_numa_node")
	h.Update = func(c *world.Call) error {
		o := c.Object().Clone()
		o.Merge(c.Body)
		if err := ms.fitsNUMA(c, c.Entity().Owner, c.Entity(), o, "edit"); err != nil {
			return err
		}
		c.Report(1310, nil, c.Entity().Owner)
		if err := c.Apply(c.Body); err != nil {
			return err
		}
		ms.retune(c.Entity().Owner)
		return nil
	}
	h.Remove = func(c *world.Call) error {
		if err := ms.needDown(c, "remove VM NUMA node"); err != nil {
			return err
		}
		c.Report(1320, nil, c.Entity().Owner)
		vm := c.Entity().Owner
		ms.w.Drop(c.Entity())
		ms.retune(vm)
		return nil
	}
}

// addHostDevice adds a device of its host to a VM that is bound to the host.
func (ms *Machines) addHostDevice(c *world.Call) (*store.Entity, error) {
	vm := c.Owner()
	hosts := vm.Object().List(names.PlacementPolicyHosts)
	if len(hosts) != 1 {
		return nil, world.Conflict("Cannot add Host devices. VM must be pinned to a host.")
	}
	host := ms.w.Resolve(hosts[0])
	if host == nil {
		return nil, world.NotFound(hosts[0].Type, hosts[0])
	}
	for _, device := range ms.w.Of(host, "devices") {
		if device.ID() != c.Body.ID() &&
			(c.Body.Name() == "" || device.Object().Name() != c.Body.Name()) {
			continue
		}
		if ms.w.At(vm.Path+"/hostdevices/"+device.ID()) != nil {
			return nil, world.Conflict(
				"Cannot add Host devices. The device is already attached to the VM.",
			)
		}
		o := device.Object().Clone()
		o.Set(names.Host, world.Ref(host))
		o.Set(names.Vm, world.Ref(vm))
		o.Set(names.Placeholder, false)
		c.Report(10800, nil, vm, device)
		return ms.w.Add(vm, c.Place.Node, o), nil
	}
	return nil, world.Conflict("Cannot add Host devices. The Host device does not exist.")
}

func (ms *Machines) removeHostDevice(c *world.Call) error {
	if err := ms.needDown(c, "remove Host devices"); err != nil {
		return err
	}
	vm := c.Entity().Owner
	c.Report(10801, nil, vm, c.Entity())
	ms.w.Drop(c.Entity())
	return nil
}
