package machines

import (
	"fmt"
	"net"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerGuestReports sets what guests report while they run: devices, applications and sessions.
func (ms *Machines) registerGuestReports() {
	ms.w.SetComputed("vm_reported_devices", func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil {
			return nil
		}
		vm, nics := owner, []*store.Entity{owner}
		if world.TypeOf(owner).Name == names.Nic {
			vm = owner.Owner
		} else {
			nics = ms.w.Of(owner, "nics")
		}
		out := slices.Clone(ms.w.Kept(p))
		if vm == nil || vm.Object().Text(names.Status) != world.Up {
			return out
		}
		for i, nic := range nics {
			if nic.Object().True(names.Plugged) && nic.Object().True(names.Linked) {
				out = append(out, store.Transient(p, ms.reportedDevice(vm, nic, i)))
			}
		}
		return out
	})
	ms.w.SetComputed("vm_applications", ms.fromGuest(ms.applications))
	ms.w.SetComputed("vm_sessions", ms.fromGuest(ms.sessions))
}

// fromGuest computes what the guest of a VM that is up reports.
func (ms *Machines) fromGuest(report func(vm *store.Entity) []*store.Object) store.Compute {
	return func(p *store.Place) []*store.Entity {
		out := slices.Clone(ms.w.Kept(p))
		vm := p.Owner()
		if vm == nil || vm.Object().Text(names.Status) != world.Up {
			return out
		}
		for _, o := range report(vm) {
			out = append(out, store.Transient(p, o))
		}
		return out
	}
}

// installed are the applications that guest agents report. Their ids follow from their names.
var installed = []string{
	"kernel-5.14.0-1.el9.x86_64",
	"qemu-guest-agent-8.0.0-1.el9.x86_64",
	"cloud-init-23.1.1-1.el9.noarch",
}

func (ms *Machines) applications(vm *store.Entity) []*store.Object {
	var out []*store.Object
	for _, name := range installed {
		o := ms.w.NewObject(names.Application)
		if o == nil {
			return nil
		}
		o.Set(names.ID, store.NameUUID(name))
		o.Set(names.Name, name)
		o.Set(names.Vm, world.Ref(vm))
		out = append(out, o)
	}
	return out
}

// sessions returns the session of the user who logged on to the guest, if any.
func (ms *Machines) sessions(vm *store.Entity) []*store.Object {
	name := vm.Note(loggedOn)
	o := ms.w.NewObject(names.Session)
	if name == "" || o == nil {
		return nil
	}
	o.Set(names.ID, store.NameUUID(name))
	o.Set(names.ConsoleUser, true)
	for _, user := range ms.w.All("/users") {
		if user.Object().Text(names.UserName) == name {
			o.Set(names.User, world.Ref(user))
		}
	}
	o.Set(names.Vm, world.Ref(vm))
	return []*store.Object{o}
}

// reportedDevice returns what the guest says about a NIC. The address follows from the MAC address,
// so that it stays the same.
func (ms *Machines) reportedDevice(vm, nic *store.Entity, i int) *store.Object {
	o := ms.w.NewObject(names.ReportedDevice)
	mac := nic.Object().Text(names.MacAddress)
	name := fmt.Sprintf("eth%d", i)
	o.Set(names.ID, store.NameUUID(mac))
	o.Set(names.Name, name)
	o.Set(names.Description, "guest reported data")
	o.Set(names.Type, "network")
	o.Set(names.MacAddress, mac)
	o.Set(names.Vm, world.Ref(vm))
	ip := ms.w.NewObject(names.Ip)
	var b [6]byte // Those of a pool differ in the last three.
	if hw, err := net.ParseMAC(mac); err == nil {
		copy(b[:], hw)
	}
	ip.Set(names.Address, fmt.Sprintf("10.%d.%d.%d", b[3], b[4], b[5]))
	ip.Set(names.Version, "v4")
	o.Set(names.Ips, []*store.Object{ip})
	return o
}
