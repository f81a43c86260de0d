package behavior

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// reported sets what guests report while they run: devices, applications and sessions.
func (w *World) reported() {
	w.SetComputed("vm_reported_devices", func(p *store.Place) []*store.Entity {
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
			if nic.Object().True("plugged") && nic.Object().True("linked") {
				out = append(out, store.Transient(p, w.reportedDevice(vm, nic, i)))
			}
		}
		return out
	})
	w.SetComputed("vm_applications", w.fromGuest(w.applications))
	w.SetComputed("vm_sessions", w.fromGuest(w.sessions))
}

// fromGuest computes what the guest of a VM that is up reports.
func (w *World) fromGuest(report func(vm *store.Entity) []*store.Object) store.Compute {
	return func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		vm := p.Owner()
		if vm == nil || vm.Object().Text("status") != up {
			return out
		}
		for _, o := range report(vm) {
			out = append(out, store.Transient(p, o))
		}
		return out
	}
}

// installed are the applications that guest agents report. Their ids follow from their names.
var installed = []string{"kernel-5.14.0-1.el9.x86_64", "qemu-guest-agent-8.0.0-1.el9.x86_64", "cloud-init-23.1.1-1.el9.noarch"}

func (w *World) applications(vm *store.Entity) []*store.Object {
	var out []*store.Object
	for _, name := range installed {
		o := w.obj("application")
		if o == nil {
			return nil
		}
		o.Set("id", store.NameUUID(name))
		o.Set("name", name)
		o.Set("vm", Ref(vm))
		out = append(out, o)
	}
	return out
}

// sessions returns the session of the user who logged on to the guest, if any.
func (w *World) sessions(vm *store.Entity) []*store.Object {
	name := vm.Note(loggedOn)
	o := w.obj("session")
	if name == "" || o == nil {
		return nil
	}
	o.Set("id", store.NameUUID(name))
	o.Set("console_user", true)
	for _, user := range w.All("/users") {
		if user.Object().Text("user_name") == name {
			o.Set("user", Ref(user))
		}
	}
	o.Set("vm", Ref(vm))
	return []*store.Object{o}
}

// reportedDevice returns what the guest says about a NIC. The address follows from the MAC address, so that it stays the same.
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
