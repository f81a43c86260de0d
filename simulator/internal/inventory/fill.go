package inventory

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Sizes says how much there is beside what each engine has. Names are counted: vm-00001, host-001,
// data-001 and so on.
type Sizes struct {
	DataCenters, Clusters, Hosts, StorageDomains, Templates, VMs int
	DisksPerVM, NICsPerVM, Networks, Users                       int
}

// Fill makes an inventory. The first data center and cluster are called Default; clusters, hosts
// and storage domains go to the data centers in turn, and VMs to the clusters. A quarter of the VMs
// run, if there are hosts.
func (inv *Inventory) Fill(s Sizes) {
	if s.DataCenters < 1 {
		inv.fillUsers(s.Users)
		return
	}
	centers := make([]*store.Entity, s.DataCenters)
	for i := range centers {
		centers[i] = inv.fillCenter(i)
	}
	clusters := make([]*store.Entity, max(s.Clusters, len(centers)))
	for i := range clusters {
		clusters[i] = inv.fillCluster(i, centers[i%len(centers)], s.Hosts > i)
	}
	for i := range s.Hosts {
		inv.fillHost(i, clusters[i%len(clusters)], hostMemory(s))
	}
	for i := range s.StorageDomains {
		inv.fillDomain(i, centers[i%len(centers)])
	}
	for i := range s.Networks {
		inv.fillNetwork(i, centers[i%len(centers)])
	}
	inv.fillUsers(s.Users)
	for i := range s.Templates {
		inv.fillTemplate(i, clusters[i%len(clusters)])
	}
	inv.fillVMs(s, clusters)
}

func (inv *Inventory) fillUsers(n int) {
	for i := range n {
		inv.access.AddUser(fmt.Sprintf("user-%04d", i+1), "internal")
	}
}

// numbered returns the short name for the first object, and names with a number for the others.
func numbered(i int, first, format string) string {
	if i == 0 {
		return first
	}
	return fmt.Sprintf(format, i+1)
}

func (inv *Inventory) fillCenter(i int) *store.Entity {
	o := inv.first("data_center")
	o.Set(names.Name, numbered(i, "Default", "dc-%03d"))
	inv.centers.SetVersion(o)
	dc := inv.w.Add(nil, inv.w.Tree.Root.Fixed["datacenters"], o)
	inv.centers.AddDefaultQuota(dc)
	if i > 0 {
		inv.centers.NewManagementNetwork(dc)
		return dc
	}
	dc.SetNote(content.UnsetLocal, "true")
	n := inv.w.PlantOptional("/networks", content.First("network"))
	inv.w.Set(n, names.DataCenter, world.Ref(dc))
	if n != nil {
		inv.hosts.NameOnHosts(n)
	}
	p := inv.w.PlantOptional("/vnicprofiles", content.First("vnic_profile"))
	inv.w.Set(p, names.Network, world.Ref(n))
	if p != nil {
		inv.access.PermitEveryone(p)
	}
	if filter := inv.w.ByName("/networkfilters", "vdsm-no-mac-spoofing"); filter != nil {
		inv.w.Set(p, names.NetworkFilter, world.Ref(filter))
	}
	return dc
}

// fillCluster makes a cluster. One that gets hosts has their processors.
func (inv *Inventory) fillCluster(i int, dc *store.Entity, hosts bool) *store.Entity {
	o := inv.centers.ClusterDefaults()
	o.Merge(inv.first("cluster"))
	o.Set(names.Name, numbered(i, "Default", "cluster-%03d"))
	o.Set(names.DataCenter, world.Ref(dc))
	inv.centers.SetVersion(o)
	if hosts {
		inv.centers.AdoptHost(o, inv.hosts.HostDefaults())
	}
	cluster := inv.w.Add(nil, inv.w.Tree.Root.Fixed["clusters"], o)
	if i > 0 {
		inv.centers.AddClusterParts(cluster, nil)
		return cluster
	}
	if p := inv.w.PlantOptional("/cpuprofiles", content.First("cpu_profile")); p != nil {
		inv.w.Set(p, names.Cluster, world.Ref(cluster))
		inv.access.PermitEveryone(p)
	}
	if n := inv.w.At("/networks/00000000-0000-0000-0000-000000000009"); n != nil {
		inv.centers.AddManagementNetwork(cluster, n)
	}
	return cluster
}

// hostMemory returns the memory of hosts on which all VMs could run twice over: 64 GiB, doubled as
// often as necessary.
func hostMemory(s Sizes) int64 {
	memory := int64(64 * world.GiB)
	for memory < 2*int64(s.VMs/s.Hosts+1)*world.GiB {
		memory *= 2
	}
	return memory
}

func (inv *Inventory) fillHost(i int, cluster *store.Entity, memory int64) {
	name := fmt.Sprintf("host-%03d", i+1)
	o := inv.hosts.HostDefaults()
	o.Set(names.Name, name)
	o.Set(names.Address, machines.HostName(name))
	o.Set(names.Cluster, world.Ref(cluster))
	o.Set(names.Status, world.Up)
	o.Set(names.Memory, memory)
	o.Set(names.MaxSchedulingMemory, memory-machines.ReservedMemory)
	if i == 0 {
		o.Set(names.SpmStatus, "spm")
	}
	inv.hosts.AddHostParts(inv.w.Add(nil, inv.w.Tree.Root.Fixed["hosts"], o))
}

func (inv *Inventory) fillDomain(i int, dc *store.Entity) {
	name := fmt.Sprintf("data-%03d", i+1)
	o := inv.w.NewObject(names.StorageDomain)
	inv.storage.SetDomainDefaults(o)
	o.Set(names.Name, name)
	o.Set(names.Type, "data")
	o.Set(names.Status, world.Active)
	o.Set(names.TypeOfStorage, "nfs")
	o.Set(names.StorageAddress, "nfs.localdomain")
	o.Set(names.StoragePath, "/exports/"+name)
	o.Set(names.DataCenter, world.Ref(dc))
	o.Set(names.DataCenters, []*store.Object{world.Ref(dc)})
	if dc.Object().Text(names.Status) != world.Up {
		o.Set(names.Master, true)
		inv.w.Set(dc, names.Status, world.Up, names.StorageFormat, "v5")
	}
	sd := inv.w.Add(nil, inv.w.Tree.Root.Fixed["storagedomains"], o)
	inv.storage.AddDomainParts(sd)
	inv.storage.ConnectDomain(sd)
}

func (inv *Inventory) fillTemplate(i int, cluster *store.Entity) {
	o := inv.w.NewObject(names.Template)
	machines.Inherit(o, inv.w.At("/templates/"+world.BlankID).Object())
	o.Set(names.Name, fmt.Sprintf("template-%03d", i+1))
	o.Set(names.Description, "")
	o.Set(names.Comment, "")
	o.Set(names.CreationTime, inv.w.Time())
	o.Set(names.Cluster, world.Ref(cluster))
	o.Set(names.CpuArchitecture, "x86_64")
	o.Set(names.Status, world.OK)
	t := inv.w.Add(nil, inv.w.Tree.Root.Fixed["templates"], o)
	inv.machines.NumberVersion(t, o)
	inv.machines.AddConsole(t, o.Text(names.DisplayType))
	inv.machines.Attach(t, inv.fillDisk(t.Object().Name()+"_Disk1"), o, names.Template)
}

// fillDisk makes a disk that is ready.
func (inv *Inventory) fillDisk(alias string) *store.Entity {
	o := inv.w.NewObject(names.Disk)
	o.Set(names.Alias, alias)
	o.Set(names.ProvisionedSize, int64(10*world.GiB))
	o.Set(names.Format, "cow")
	inv.storage.SetDiskDefaults(o)
	if inv.storage.PlaceDisk(o) != nil {
		o.Set(names.StorageDomains, nil)
	}
	o.Set(names.Status, world.OK)
	return inv.w.Add(nil, inv.w.Tree.Root.Fixed["disks"], o)
}

func (inv *Inventory) fillVMs(s Sizes, clusters []*store.Entity) {
	blank := inv.w.At("/templates/" + world.BlankID)
	user := inv.access.UserOf("admin@internal")
	if users := inv.w.All("/users"); user == nil && len(users) > 0 {
		user = users[0]
	}
	profile := inv.w.ByName("/vnicprofiles", "ovirtmgmt")
	collection := inv.w.Tree.Root.Fixed["vms"]
	for i := range s.VMs {
		name := fmt.Sprintf("vm-%05d", i+1)
		o := inv.machines.VMDefaults(blank, clusters[i%len(clusters)])
		o.Set(names.Name, name)
		o.Set(names.Status, world.Down)
		vm := inv.w.Add(nil, collection, o)
		inv.machines.AddParts(vm, nil, user)
		for n := range s.DisksPerVM {
			disk := inv.fillDisk(fmt.Sprintf("%s_Disk%d", name, n+1))
			a := inv.machines.Attach(vm, disk, o, names.Vm)
			inv.w.Set(a, names.Bootable, n == 0)
		}
		for n := range s.NICsPerVM {
			inv.w.AddChild(vm, "nics", func(o *store.Object) {
				o.Set(names.Name, fmt.Sprintf("nic%d", n+1))
				o.Set(names.Interface, "virtio")
				o.Set(names.Linked, true)
				o.Set(names.Plugged, true)
				o.Set(names.Synced, true)
				o.Set(names.MacAddress, inv.w.NextMAC())
				o.Set(names.VnicProfile, world.Ref(profile))
				o.Set(names.Vm, world.Ref(vm))
			})
		}
		if i%4 != 0 {
			continue
		}
		if host := inv.inTurn(clusters[i%len(clusters)], i/4); host != nil {
			inv.w.Set(
				vm,
				names.Status, world.Up,
				names.StartTime, inv.w.Time(),
				names.RunOnce, false,
			)
			inv.machines.PutOnHost(vm, host)
			inv.machines.ShowGuest(vm, true)
		}
	}
}

// inTurn returns one host of a cluster after the other, or nil.
func (inv *Inventory) inTurn(cluster *store.Entity, i int) *store.Entity {
	hosts := inv.w.Referring(names.Host, names.Cluster, cluster.ID())
	if len(hosts) == 0 {
		return nil
	}
	return hosts[i%len(hosts)]
}

// fillNetwork creates a logical network of a data center, with a VLAN and a profile, and attaches
// it to all clusters there.
func (inv *Inventory) fillNetwork(i int, dc *store.Entity) {
	root, o := inv.w.Tree.Root.Fixed["networks"], inv.w.NewObject(names.Network)
	if root == nil || o == nil {
		return
	}
	o.Set(names.Name, fmt.Sprintf("network-%03d", i+1))
	o.Set(names.Description, "")
	o.Set(names.Comment, "")
	o.Set(names.Mtu, 0)
	o.Set(names.Stp, false)
	o.Set(names.Usages, []string{"vm"})
	o.Set(names.VlanID, int64(100+i%3995))
	o.Set(names.DataCenter, world.Ref(dc))
	n := inv.w.Add(nil, root, o)
	inv.hosts.NameOnHosts(n)
	inv.hosts.AddProfile(n)
	for _, cluster := range inv.w.Referring(names.Cluster, names.DataCenter, dc.ID()) {
		path := cluster.Path + "/networks"
		inv.w.Link(path, n)
		own := inv.w.NewObject(names.Network)
		own.Set(names.Display, false)
		own.Set(names.Required, false)
		own.Set(names.Status, world.Operational)
		own.Set(names.Usages, []string{"vm"})
		own.Set(names.Cluster, world.Ref(cluster))
		inv.w.SetOverlay(path, n, own)
	}
}
