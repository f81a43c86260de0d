package behavior

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// nics sets the behaviour of network interfaces of VMs.
func (w *World) nics() {
	add := func(c *Call) (*store.Entity, error) {
		if owner := c.Owner(); typeOf(owner).Name == "vm" {
			if err := allow(owner, actNic); err != nil {
				return nil, err
			}
			c.Body.Default("mac.address", w.nextMAC())
		}
		c.Body.Default("interface", "virtio")
		c.Body.Default("linked", true)
		c.Body.Default("plugged", true)
		c.Body.Default("synced", true)
		w.profileOf(c.Body)
		return c.Insert(c.Body)
	}
	for _, service := range [...]string{"vm_nics", "template_nics", "instance_type_nics"} {
		w.hook(service).Add = add
	}
	h := w.hook("vm_nic")
	h.Update = func(c *Call) error {
		if err := allow(c.Entity().Owner, actNic); err != nil {
			return err
		}
		w.profileOf(c.Body)
		return c.Apply(c.Body)
	}
	h.Remove = func(c *Call) error {
		vm := c.Entity().Owner
		if err := allow(vm, actNic); err != nil {
			return err
		}
		if vm.Object().Text("status") == up && c.Object().True("plugged") {
			return Conflict("Cannot remove Interface. The VM Network Interface is plugged to a running VM.")
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["activate"] = func(c *Call) error {
		w.set(c.Entity(), "plugged", true)
		return nil
	}
	h.Actions["deactivate"] = func(c *Call) error {
		w.set(c.Entity(), "plugged", false)
		return nil
	}
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

// cdroms sets the behaviour of the one CD-ROM of a VM.
func (w *World) cdroms() {
	w.hook("vm_cdroms").Add = func(c *Call) (*store.Entity, error) {
		if old := w.Of(c.Owner(), "cdroms"); len(old) > 0 {
			w.changeCD(old[0], c.Body)
			return old[0], nil
		}
		c.Body.Set("id", blankID)
		return w.addChild(c.Owner(), "cdroms", func(o *store.Object) { o.Merge(c.Body) }), nil
	}
	w.hook("vm_cdrom").Update = func(c *Call) error {
		vm := c.Entity().Owner
		if c.Query.Bool("current", false) {
			if err := allow(vm, actCD); err != nil {
				return err
			}
		}
		w.changeCD(c.Entity(), c.Body)
		return nil
	}
}

// changeCD inserts a file, or ejects it if its id is empty.
func (w *World) changeCD(cdrom *store.Entity, change *store.Object) {
	file := change.Part("file")
	switch {
	case file == nil:
	case file.ID() == "":
		w.set(cdrom, "file", nil)
	default:
		ref := store.New(file.Type)
		ref.Set("id", file.ID())
		w.set(cdrom, "file", ref)
	}
}

// consoles sets the behaviour of graphics consoles.
func (w *World) consoles() {
	for _, service := range [...]string{"vm_graphics_consoles", "template_graphics_consoles", "instance_type_graphics_consoles"} {
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			protocol := c.Body.Text("protocol")
			id := consoleID(protocol)
			for _, e := range w.Of(c.Owner(), "graphicsconsoles") {
				if e.ID() == id {
					return nil, Conflict("Cannot add Graphics Device. The VM already has a device of the type %s.", strings.ToUpper(protocol))
				}
			}
			c.Body.Set("id", id)
			return c.Insert(c.Body)
		}
	}
	h := w.hook("vm_graphics_console")
	h.Actions["ticket"] = w.ticket
	h.Actions["remoteviewerconnectionfile"] = func(c *Call) error {
		if !isRunning(c.consoleVM().Object().Text("status")) {
			return Conflict("Cannot get the connection file. VM is not running.")
		}
		c.Body.Set("remote_viewer_connection_file", viewerFile(c.consoleVM(), c.Object().Text("protocol")))
		return nil
	}
	h.Actions["proxyticket"] = func(c *Call) error {
		c.Body.Set("proxy_ticket.value", w.IDs.UUID())
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, q Query) {
		if p.Entity == nil || p.Entity.Owner == nil || !q.Bool("current", false) {
			return
		}
		if host := w.of(p.Entity.Owner, "host"); host != nil {
			v.Object = v.Object.Clone()
			v.Object.Set("address", host.Object().Text("address"))
			v.Object.Set("port", 5900)
		}
	}
}

// consoleID gives the id of a console, which is its protocol in hexadecimal.
func consoleID(protocol string) string { return hex.EncodeToString([]byte(protocol)) }

// addConsole gives a VM or template its console.
func (w *World) addConsole(vm *store.Entity, protocol string) {
	if protocol == "" {
		protocol = "vnc"
	}
	w.addChild(vm, "graphicsconsoles", func(o *store.Object) {
		o.Set("id", consoleID(protocol))
		o.Set("protocol", protocol)
		if typeOf(vm).Name == "vm" {
			o.Set("vm", Ref(vm))
		}
	})
}

// viewerFile gives the settings with which remote-viewer opens a console.
func viewerFile(vm *store.Entity, protocol string) string {
	return fmt.Sprintf("[virt-viewer]\ntype=%s\nhost=host.localdomain\nport=5900\npassword=\ndelete-this-file=1\ntitle=%s:%%d\n",
		protocol, vm.Object().Name())
}

// reported sets the devices that guests report while they run.
func (w *World) reported() {
	w.hook("vm_reported_devices").List = func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil {
			return nil
		}
		vm, nics := owner, []*store.Entity{owner}
		if typeOf(owner).Name == "nic" {
			vm = owner.Owner
		} else {
			nics = w.Of(owner, "nics")
		}
		out := slices.Clone(w.Kept(p))
		if vm == nil || vm.Object().Text("status") != up {
			return out
		}
		for i, nic := range nics {
			out = append(out, store.Transient(p, w.reportedDevice(vm, nic, i)))
		}
		return out
	}
}

// reportedDevice gives what the guest says about a NIC. The address follows from the MAC address, so that it stays the same.
func (w *World) reportedDevice(vm, nic *store.Entity, i int) *store.Object {
	o := w.obj("reported_device")
	mac := nic.Object().Text("mac.address")
	name := fmt.Sprintf("eth%d", i)
	o.Set("id", store.NameUUID(mac))
	o.Set("name", name)
	o.Set("description", "guest reported data")
	o.Set("type", "network")
	o.Set("mac.address", mac)
	o.Set("vm", Ref(vm))
	ip := w.obj("ip")
	var b [3]int
	fmt.Sscanf(strings.ReplaceAll(mac, ":", " "), "56 6f 00 %x %x %x", &b[0], &b[1], &b[2])
	ip.Set("address", fmt.Sprintf("10.%d.%d.%d", b[0], b[1], b[2]))
	ip.Set("version", "v4")
	o.Set("ips", []*store.Object{ip})
	return o
}
