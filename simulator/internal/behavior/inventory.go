package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Sizes says how much there is beside what each engine has. Names are counted: vm-00001, host-001, data-001 and so on.
type Sizes struct {
	DataCenters, Clusters, Hosts, StorageDomains, Templates, VMs int
	DisksPerVM, NICsPerVM, Networks, Users                       int
}

// Fill makes an inventory. The first data center and cluster are called Default; clusters, hosts and storage domains go to the data
// centers in turn, and VMs to the clusters. A quarter of the VMs run, if there are hosts.
func (w *World) Fill(s Sizes) {
	if s.DataCenters < 1 {
		w.fillUsers(s.Users)
		return
	}
	centers := make([]*store.Entity, s.DataCenters)
	for i := range centers {
		centers[i] = w.fillCenter(i)
	}
	clusters := make([]*store.Entity, max(s.Clusters, len(centers)))
	for i := range clusters {
		clusters[i] = w.fillCluster(i, centers[i%len(centers)])
	}
	for i := range s.Hosts {
		w.fillHost(i, clusters[i%len(clusters)], hostMemory(s))
	}
	for i := range s.StorageDomains {
		w.fillDomain(i, centers[i%len(centers)])
	}
	for i := range s.Networks {
		w.fillNetwork(i, centers[i%len(centers)])
	}
	w.fillUsers(s.Users)
	for i := range s.Templates {
		w.fillTemplate(i, clusters[i%len(clusters)])
	}
	w.fillVMs(s, clusters)
}

func (w *World) fillUsers(n int) {
	for i := range n {
		w.addUser(fmt.Sprintf("user-%04d", i+1), "internal")
	}
}

// numbered returns the first object the short name, and counts the others.
func numbered(i int, first, format string) string {
	if i == 0 {
		return first
	}
	return fmt.Sprintf(format, i+1)
}

func (w *World) fillCenter(i int) *store.Entity {
	o := w.obj("data_center")
	o.Set("name", numbered(i, "Default", "dc-%03d"))
	o.Set("description", "The default Data Center")
	o.Set("local", false)
	o.Set("quota_mode", "disabled")
	o.Set("status", "uninitialized")
	o.Set("storage_format", "v5")
	w.versions(o)
	if pools := w.All("/macpools"); len(pools) > 0 {
		o.Set("mac_pool", Ref(pools[0]))
	}
	dc := w.Add(nil, w.Tree.Root.Fixed["datacenters"], o)
	w.defaultQuota(dc)
	if i > 0 {
		w.managementNetwork(dc)
		return dc
	}
	n := w.plant("/networks", `<network id="00000000-0000-0000-0000-000000000009"><name>ovirtmgmt</name>
		<description>Management Network</description>
		<comment></comment><mtu>0</mtu><stp>false</stp><usages><usage>vm</usage></usages></network>`)
	w.set(n, "data_center", Ref(dc))
	p := w.plant("/vnicprofiles", `<vnic_profile id="0000000a-000a-000a-000a-000000000398"><name>ovirtmgmt</name>
		<pass_through><mode>disabled</mode></pass_through><port_mirroring>false</port_mirroring></vnic_profile>`)
	w.set(p, "network", Ref(n))
	if p != nil {
		w.permitEveryone(p, "VnicProfileUser", "0000000b-000b-000b-000b-0000000001d5")
	}
	if filter := w.byName("/networkfilters", "vdsm-no-mac-spoofing"); filter != nil {
		w.set(p, "network_filter", Ref(filter))
	}
	return dc
}

// versions sets the compatibility version of a data center or cluster.
func (w *World) versions(o *store.Object) {
	v := w.obj("version")
	v.Set("major", 4)
	v.Set("minor", 7)
	o.Default("version", v)
	if o.Type.Name == "data_center" {
		o.Set("supported_versions", []*store.Object{v})
	}
}

func (w *World) clusterDefaults() *store.Object {
	o := w.obj("cluster")
	for name, v := range map[string]any{
		"description": "", "comment": "", "ballooning_enabled": true, "gluster_service": false, "ha_reservation": false,
		"switch_type": "legacy", "threads_as_cores": false, "trusted_service": false, "tunnel_migration": false, "virt_service": true,
		"firewall_type": "firewalld", "cpu.architecture": "x86_64", "cpu.type": "Intel Nehalem Family", "ksm.enabled": true,
		"ksm.merge_across_nodes": true, "error_handling.on_error": "migrate", "log_max_memory_used_threshold": 95,
		"log_max_memory_used_threshold_type": "percentage", "memory_policy.over_commit.percent": 100, "bios_type": "q35_sea_bios",
		"fencing_policy.enabled": true, "migration.auto_converge": "inherit", "migration.compressed": "inherit",
		"required_rng_sources": []string{"urandom"}, "custom_scheduling_policy_properties": []*store.Object{},
	} {
		o.Set(name, v)
	}
	for name, v := range clusterParts {
		o.Default(name, v)
	}
	w.versions(o)
	if pools := w.All("/macpools"); len(pools) > 0 {
		o.Set("mac_pool", Ref(pools[0]))
	}
	if policy := w.byName("/schedulingpolicies", "none"); policy != nil {
		o.Set("scheduling_policy", Ref(policy))
	}
	return o
}

func (w *World) fillCluster(i int, dc *store.Entity) *store.Entity {
	o := w.clusterDefaults()
	o.Set("name", numbered(i, "Default", "cluster-%03d"))
	o.Set("description", "The default server cluster")
	o.Set("data_center", Ref(dc))
	cluster := w.Add(nil, w.Tree.Root.Fixed["clusters"], o)
	if i > 0 {
		w.furnishCluster(cluster)
		return cluster
	}
	if p := w.plant("/cpuprofiles", `<cpu_profile id="58ca604e-01a7-003f-01de-000000000250"><name>Default</name></cpu_profile>`); p != nil {
		w.set(p, "cluster", Ref(cluster))
		w.permitEveryone(p, "CpuProfileOperator", "14124e3a-fedf-11e9-8092-8c1645ce738e")
	}
	if n := w.At("/networks/00000000-0000-0000-0000-000000000009"); n != nil {
		w.joinManagement(cluster, n)
	}
	return cluster
}

// hostDefaults returns what each host reports.
func (w *World) hostDefaults() *store.Object {
	o := w.obj("host")
	for name, v := range map[string]any{
		"description": "", "comment": "", "auto_numa_status": "unknown", "external_status": ok, "kdump_status": "disabled",
		"max_scheduling_memory": int64(63 * gib), "memory": int64(64 * gib), "numa_supported": false, "port": agentPort, "protocol": "stomp",
		"type": "rhel", "update_available": false, "cpu.name": "Intel Nehalem Family", "cpu.speed": 2600.0, "cpu.topology.cores": 8,
		"cpu.topology.sockets": 2, "cpu.topology.threads": 2, "device_passthrough.enabled": false, "ksm.enabled": false,
		"os.type": "RHEL", "os.version.full_version": "9 - 1.el9", "power_management.enabled": false,
		"power_management.automatic_pm_enabled": true, "power_management.kdump_detection": true, "se_linux.mode": "enforcing",
		"spm.priority": 5, "spm.status": "none", "ssh.port": 22, "ssh.fingerprint": "SHA256:simulated", "summary.active": 0,
		"summary.migrating": 0, "summary.total": 0, "transparent_huge_pages.enabled": true, "vgpu_placement": "consolidated",
		"hardware_information.family": "Simulated", "hardware_information.manufacturer": "oVirt", "version.major": 4,
		"version.minor": 50, "version.full_version": "vdsm-4.50.5-1.el9", "libvirt_version.full_version": "libvirt-9.0.0-1.el9",
	} {
		o.Set(name, v)
	}
	return o
}

// hostMemory returns hosts so much memory that all VMs could run twice over: 64 GiB, or that doubled as often as need be.
func hostMemory(s Sizes) int64 {
	memory := int64(64 * gib)
	for memory < 2*int64(s.VMs/s.Hosts+1)*gib {
		memory *= 2
	}
	return memory
}

func (w *World) fillHost(i int, cluster *store.Entity, memory int64) {
	name := fmt.Sprintf("host-%03d", i+1)
	o := w.hostDefaults()
	o.Set("name", name)
	o.Set("address", hostName(name))
	o.Set("cluster", Ref(cluster))
	o.Set("status", up)
	o.Set("memory", memory)
	o.Set("max_scheduling_memory", memory-reserved)
	if i == 0 {
		o.Set("spm.status", "spm")
	}
	w.furnishHost(w.Add(nil, w.Tree.Root.Fixed["hosts"], o))
}

func (w *World) fillDomain(i int, dc *store.Entity) {
	name := fmt.Sprintf("data-%03d", i+1)
	o := w.obj("storage_domain")
	w.domainDefaults(o)
	o.Set("name", name)
	o.Set("type", "data")
	o.Set("status", active)
	o.Set("storage.type", "nfs")
	o.Set("storage.address", "nfs.localdomain")
	o.Set("storage.path", "/exports/"+name)
	o.Set("data_center", Ref(dc))
	o.Set("data_centers", []*store.Object{Ref(dc)})
	if dc.Object().Text("status") != up {
		o.Set("master", true)
		w.set(dc, "status", up)
	}
	sd := w.Add(nil, w.Tree.Root.Fixed["storagedomains"], o)
	w.furnishDomain(sd)
	w.connect(sd)
}

func (w *World) fillTemplate(i int, cluster *store.Entity) {
	o := w.obj("template")
	inherit(o, w.At("/templates/"+blankID).Object())
	o.Set("name", fmt.Sprintf("template-%03d", i+1))
	o.Set("description", "")
	o.Set("comment", "")
	o.Set("creation_time", w.Time())
	o.Set("cluster", Ref(cluster))
	o.Set("cpu.architecture", "x86_64")
	o.Set("status", ok)
	t := w.Add(nil, w.Tree.Root.Fixed["templates"], o)
	w.numberVersion(t, o)
	w.addConsole(t, o.Text("display.type"))
	w.attach(t, w.fillDisk(t.Object().Name()+"_Disk1"), o, "template")
}

// fillDisk makes a disk that is ready.
func (w *World) fillDisk(alias string) *store.Entity {
	o := w.obj("disk")
	o.Set("alias", alias)
	o.Set("provisioned_size", int64(10*gib))
	o.Set("format", "cow")
	w.diskDefaults(o)
	if w.placeDisk(o) != nil {
		o.Set("storage_domains", nil)
	}
	o.Set("status", ok)
	return w.Add(nil, w.Tree.Root.Fixed["disks"], o)
}

func (w *World) fillVMs(s Sizes, clusters []*store.Entity) {
	blank := w.At("/templates/" + blankID)
	user := w.UserOf("admin@internal")
	if users := w.All("/users"); user == nil && len(users) > 0 {
		user = users[0]
	}
	profile := w.byName("/vnicprofiles", "ovirtmgmt")
	collection := w.Tree.Root.Fixed["vms"]
	for i := range s.VMs {
		name := fmt.Sprintf("vm-%05d", i+1)
		o := w.vmDefaults(blank, clusters[i%len(clusters)])
		o.Set("name", name)
		o.Set("status", down)
		vm := w.Add(nil, collection, o)
		w.furnish(vm, nil, user)
		for n := range s.DisksPerVM {
			disk := w.fillDisk(fmt.Sprintf("%s_Disk%d", name, n+1))
			a := w.attach(vm, disk, o, "vm")
			w.set(a, "bootable", n == 0)
		}
		for n := range s.NICsPerVM {
			w.addChild(vm, "nics", func(o *store.Object) {
				o.Set("name", fmt.Sprintf("nic%d", n+1))
				o.Set("interface", "virtio")
				o.Set("linked", true)
				o.Set("plugged", true)
				o.Set("synced", true)
				o.Set("mac.address", w.nextMAC())
				o.Set("vnic_profile", Ref(profile))
				o.Set("vm", Ref(vm))
			})
		}
		if i%4 != 0 {
			continue
		}
		if host := w.inTurn(clusters[i%len(clusters)], i/4); host != nil {
			w.set(vm, "status", up, "start_time", w.Time(), "run_once", false)
			w.onHost(vm, host)
			w.guestUp(vm, true)
		}
	}
}

// inTurn returns one host of a cluster after the other, or nil.
func (w *World) inTurn(cluster *store.Entity, i int) *store.Entity {
	hosts := w.Referring("host", "cluster", cluster.ID())
	if len(hosts) == 0 {
		return nil
	}
	return hosts[i%len(hosts)]
}

// PlantXML puts an object into a collection, for tests and tools.
func (w *World) PlantXML(path, doc string) (*store.Entity, error) {
	e, err := w.Plant(path, []byte(doc), wire.XML)
	if err == nil && e == nil {
		return nil, fmt.Errorf("%s: no such collection", path)
	}
	return e, err
}
