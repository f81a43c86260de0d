package hosts

import (
	"encoding/hex"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostParts sets what can be read about a host and follows from the host itself.
func (hs *Hosts) registerHostParts() {
	hs.w.SetComputed("host_cpu_units", func(p *store.Place) []*store.Entity {
		if p.Owner() == nil || hs.w.NewObject("host_cpu_unit") == nil {
			return nil
		}
		o := p.Owner().Object()
		threads := max(o.Int("cpu.topology.threads"), 1)
		cores := max(o.Int("cpu.topology.cores"), 1)
		var out []*store.Entity
		for i := range max(o.Int("cpu.topology.sockets"), 1) * cores * threads {
			unit := hs.w.NewObject("host_cpu_unit")
			unit.Set("id", store.NameUUID("cpu"+strconv.FormatInt(i, 10)))
			unit.Set("cpu_id", i)
			unit.Set("core_id", i/threads%cores)
			unit.Set("socket_id", i/threads/cores)
			unit.Set("runs_vdsm", i == 0)
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
	{"pci_0000_01_00_0", "pci", "Intel Corporation", "82599ES 10-Gigabit Network Connection", "computer"},
	{"pci_0000_02_00_0", "pci", "NVIDIA Corporation", "GV100GL [Tesla V100 PCIe 16GB]", "computer"},
	{"usb_usb1", "usb_device", "Linux Foundation", "2.0 root hub", "pci_0000_00_00_0"},
}

// AddHostParts provides a new host with what it reports: interfaces with the management network, NUMA nodes, devices and hooks.
func (hs *Hosts) AddHostParts(host *store.Entity) {
	hs.w.Set(host, "certificate.organization", "localdomain", "certificate.subject", "O=localdomain,CN="+host.Object().Text("address"),
		"iscsi.initiator", "iqn.1994-05.com.redhat:"+host.ID()[:12])
	var first *store.Entity
	for i := range 2 {
		nic := hs.w.AddChild(host, "nics", func(o *store.Object) {
			hs.nicDefaults(o, host, "eth"+strconv.Itoa(i))
			if i == 1 {
				o.Set("virtual_functions_configuration.all_networks_allowed", true)
				o.Set("virtual_functions_configuration.max_number_of_virtual_functions", 7)
				o.Set("virtual_functions_configuration.number_of_virtual_functions", 0)
				return
			}
			o.Set("boot_protocol", "dhcp")
			o.Set("bridged", true)
			o.Set("ip.address", "192.168.0.1")
			o.Set("ip.netmask", "255.255.0.0")
			o.Set("ip.version", "v4")
		})
		if i == 0 {
			first = nic
		}
	}
	hs.attachManagement(host, first)
	for i := range 2 {
		hs.w.AddChild(host, "numanodes", func(o *store.Object) {
			o.Set("index", i)
			o.Set("memory", host.Object().Int("memory")>>21)
			o.Set("node_distance", [...]string{"10 20", "20 10"}[i])
			o.Set("host", world.Ref(host))
		})
	}
	hs.w.Set(host, "numa_supported", true)
	hs.addDevices(host)
	for _, name := range [...]string{"50_fcoe", "50_vmfex"} {
		hs.w.AddChild(host, "hooks", func(o *store.Object) {
			o.Set("id", store.NameUUID(name))
			o.Set("name", name)
			o.Set("event_name", "before_vm_start")
			o.Set("md5", hex.EncodeToString([]byte(store.NameUUID(name)[:16])))
			o.Set("host", world.Ref(host))
		})
	}
}

func (hs *Hosts) addDevices(host *store.Entity) {
	// Releases before 4.3 mix the devices of hosts up with those of VMs in their model.
	if m := world.TypeOf(host).Member("devices"); m == nil || m.Type == nil || m.Type.Name != "host_device" {
		return
	}
	made := map[string]*store.Entity{}
	for _, d := range hostDevices {
		made[d[0]] = hs.w.AddChild(host, "devices", func(o *store.Object) {
			o.Set("id", hex.EncodeToString([]byte(d[0])))
			o.Set("name", d[0])
			o.Set("capability", d[1])
			if d[2] != "" {
				o.Set("vendor.name", d[2])
				o.Set("product.name", d[3])
			}
			if d[1] == "pci" {
				o.Set("iommu_group", len(made))
			}
			o.Set("placeholder", false)
			o.Set("host", world.Ref(host))
			if parent := made[d[4]]; parent != nil {
				o.Set("parent_device", world.Ref(parent))
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
	for _, n := range hs.w.Referring("network", "data_center", center.ID()) {
		if !hs.IsManagement(n) {
			continue
		}
		o := hs.w.NewObject("network_attachment")
		o.Set("network", world.Ref(n))
		o.Set("host_nic", world.Ref(nic))
		method := hs.w.NewObject("ip_address_assignment")
		method.Set("assignment_method", "dhcp")
		method.Set("ip.address", "192.168.0.1")
		method.Set("ip.netmask", "255.255.0.0")
		method.Set("ip.version", "v4")
		o.Set("ip_address_assignments", []*store.Object{method})
		hs.attachNetwork(host, o)
		hs.showNetworks(host)
	}
}

// nicDefaults sets what each interface of a host has.
func (hs *Hosts) nicDefaults(o *store.Object, host *store.Entity, name string) {
	for member, v := range map[string]any{
		"name": name, "boot_protocol": "none", "bridged": false, "custom_configuration": false, "ipv6_boot_protocol": "none", "mtu": 1500,
		"status": world.Up, "speed": int64(10_000_000_000), "mac.address": hostMAC(host, name),
	} {
		o.Set(member, v)
	}
	o.Set("ipv6", hs.w.NewObject("ip"))
	o.Set("properties", []*store.Object{})
	o.Set("host", world.Ref(host))
}

// hostMAC returns the address of a host's interface. It comes with the hardware, and not from a pool.
func hostMAC(host *store.Entity, name string) string {
	sum := store.NameUUID(host.ID() + name)
	return "52:54:00:" + sum[:2] + ":" + sum[2:4] + ":" + sum[4:6]
}
