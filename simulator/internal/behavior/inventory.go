package behavior

import (
	"fmt"

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

// fillNetwork makes a logical network of a data center, with a VLAN and a profile, and returns it to all clusters there.
func (w *World) fillNetwork(i int, dc *store.Entity) {
	root, o := w.Tree.Root.Fixed["networks"], w.obj("network")
	if root == nil || o == nil {
		return
	}
	o.Set("name", fmt.Sprintf("network-%03d", i+1))
	o.Set("description", "")
	o.Set("comment", "")
	o.Set("mtu", 0)
	o.Set("stp", false)
	o.Set("usages", []string{"vm"})
	o.Set("vlan.id", int64(100+i%3995))
	o.Set("data_center", Ref(dc))
	n := w.Add(nil, root, o)
	w.addProfile(n)
	for _, cluster := range w.Referring("cluster", "data_center", dc.ID()) {
		path := cluster.Path + "/networks"
		w.Link(path, n)
		own := w.obj("network")
		own.Set("display", false)
		own.Set("required", false)
		own.Set("status", "operational")
		own.Set("usages", []string{"vm"})
		own.Set("cluster", Ref(cluster))
		w.SetOverlay(path, n, own)
	}
}
