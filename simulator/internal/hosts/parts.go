package hosts

import (
	"encoding/hex"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostParts sets what can be read about a host and follows from the host itself.
func (hs *Hosts) registerHostParts() {
	hs.w.SetComputed("host_cpu_units", func(p *store.Place) []*store.Entity {
		if p.Owner() == nil || hs.w.NewObject(names.HostCpuUnit) == nil {
			return nil
		}
		o := p.Owner().Object()
		if !reported(o) {
			return nil
		}
		threads := max(o.Int(names.CpuTopologyThreads), 1)
		cores := max(o.Int(names.CpuTopologyCores), 1)
		var out []*store.Entity
		for i := range max(o.Int(names.CpuTopologySockets), 1) * cores * threads {
			unit := hs.w.NewObject(names.HostCpuUnit)
			unit.Set(names.ID, store.NameUUID("cpu"+strconv.FormatInt(i, 10)))
			unit.Set(names.CpuID, i)
			unit.Set(names.CoreID, i/threads%cores)
			unit.Set(names.SocketID, i/threads/cores)
			unit.Set(names.RunsVdsm, i == 0)
			out = append(out, store.Transient(p, unit))
		}
		return out
	})
}

// hostDevices are the devices that every host has: name, capability, vendor, product and parent.
var hostDevices = [...][5]string{
	{"computer", "system", "", "", ""},
	{"pci_0000_00_00_0", "pci", "Intel Corporation", "440FX Host bridge", "computer"},
	{"pci_0000_00_1f_2", "pci", "Intel Corporation", "82801IR SATA Controller", "computer"},
	{
		"pci_0000_01_00_0", "pci", "Intel Corporation", "82599ES 10-Gigabit Network Connection",
		"computer",
	},
	{"pci_0000_02_00_0", "pci", "NVIDIA Corporation", "GV100GL [Tesla V100 PCIe 16GB]", "computer"},
	{"usb_usb1", "usb_device", "Linux Foundation", "2.0 root hub", "pci_0000_00_00_0"},
}

// AddHostParts adds what a new host reports: interfaces with the management network, NUMA nodes,
// devices and hooks.
func (hs *Hosts) AddHostParts(host *store.Entity) {
	hs.certify(host)
	hs.w.Set(host, names.IscsiInitiator, "iqn.1994-05.com.redhat:"+host.ID()[:12])
	var first *store.Entity
	for i := range 2 {
		nic := hs.w.AddChild(host, "nics", func(o *store.Object) {
			hs.nicDefaults(o, host, "eth"+strconv.Itoa(i))
			if i == 1 {
				o.Set(names.VirtualFunctionsConfigurationAllNetworksAllowed, true)
				o.Set(names.VirtualFunctionsConfigurationMaxNumberOfVirtualFunctions, 7)
				o.Set(names.VirtualFunctionsConfigurationNumberOfVirtualFunctions, 0)
				return
			}
			o.Set(names.BootProtocol, "dhcp")
			o.Set(names.Bridged, true)
			o.Set(names.IpAddress, "192.168.0.1")
			o.Set(names.IpNetmask, "255.255.0.0")
			o.Set(names.IpVersion, "v4")
		})
		if i == 0 {
			first = nic
		}
	}
	hs.attachManagement(host, first)
	for i := range 2 {
		hs.w.AddChild(host, "numanodes", func(o *store.Object) {
			o.Set(names.Index, i)
			o.Set(names.Memory, host.Object().Int(names.Memory)>>21)
			o.Set(names.NodeDistance, [...]string{"10 20", "20 10"}[i])
			o.Set(names.Host, world.Ref(host))
		})
	}
	hs.w.Set(host, names.NumaSupported, true)
	hs.addDevices(host)
	for _, name := range [...]string{"50_fcoe", "50_vmfex"} {
		hs.w.AddChild(host, "hooks", func(o *store.Object) {
			o.Set(names.ID, store.NameUUID(name))
			o.Set(names.Name, name)
			o.Set(names.EventName, "before_vm_start")
			o.Set(names.Md5, hex.EncodeToString([]byte(store.NameUUID(name)[:16])))
			o.Set(names.Host, world.Ref(host))
		})
	}
}

func (hs *Hosts) addDevices(host *store.Entity) {
	// Releases before 4.3 mix the devices of hosts up with those of VMs in their model.
	if m := world.TypeOf(host).Member(names.Devices); m == nil || m.Type == nil ||
		m.Type.Name != names.HostDevice {
		return
	}
	made := map[string]*store.Entity{}
	for _, d := range hostDevices {
		made[d[0]] = hs.w.AddChild(host, "devices", func(o *store.Object) {
			o.Set(names.ID, hex.EncodeToString([]byte(d[0])))
			o.Set(names.Name, d[0])
			o.Set(names.Capability, d[1])
			if d[2] != "" {
				o.Set(names.VendorName, d[2])
				o.Set(names.ProductName, d[3])
			}
			if d[1] == "pci" {
				o.Set(names.IommuGroup, len(made))
			}
			o.Set(names.Placeholder, false)
			o.Set(names.Host, world.Ref(host))
			if parent := made[d[4]]; parent != nil {
				o.Set(names.ParentDevice, world.Ref(parent))
			}
		})
	}
}

// attachManagement puts the management network of the host's data center onto an interface.
func (hs *Hosts) attachManagement(host, nic *store.Entity) {
	center := hs.w.DataCenterOf(host)
	if center == nil || nic == nil {
		return
	}
	for _, n := range hs.w.Referring(names.Network, names.DataCenter, center.ID()) {
		if !hs.IsManagement(n) {
			continue
		}
		o := hs.w.NewObject(names.NetworkAttachment)
		o.Set(names.Network, world.Ref(n))
		o.Set(names.HostNic, world.Ref(nic))
		method := hs.w.NewObject(names.IpAddressAssignment)
		method.Set(names.AssignmentMethod, "dhcp")
		method.Set(names.IpAddress, "192.168.0.1")
		method.Set(names.IpNetmask, "255.255.0.0")
		method.Set(names.IpVersion, "v4")
		o.Set(names.IpAddressAssignments, []*store.Object{method})
		hs.attachNetwork(host, o)
		hs.showNetworks(host)
	}
}

// nicDefaults sets what each interface of a host has.
func (hs *Hosts) nicDefaults(o *store.Object, host *store.Entity, name string) {
	for member, v := range map[string]any{
		names.Name: name, names.BootProtocol: "none", names.Bridged: false,
		names.CustomConfiguration: false, names.Ipv6BootProtocol: "none", names.Mtu: 1500,
		names.Status: world.Up, names.Speed: int64(10_000_000_000),
		names.MacAddress: hostMAC(host, name),
	} {
		o.Set(member, v)
	}
	o.Set(names.Ipv6, hs.w.NewObject(names.Ip))
	o.Set(names.Properties, []*store.Object{})
	o.Set(names.Host, world.Ref(host))
}

// hostMAC returns the address of a host's interface. It comes with the hardware, and not from a
// pool.
func hostMAC(host *store.Entity, name string) string {
	sum := store.NameUUID(host.ID() + name)
	return "52:54:00:" + sum[:2] + ":" + sum[2:4] + ":" + sum[4:6]
}
