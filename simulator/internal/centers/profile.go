package centers

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// profileKind is a kind of profiles of a cluster or storage domain.
type profileKind struct {
	what   string // what messages call it
	parent string // parent is the member that refers to the cluster or storage domain.
	last   string // last is why the last one of its parent can't be removed.
}

var (
	cpuProfiles  = profileKind{"CPU Profile", names.Cluster, "Cannot remove last CPU profile in Cluster."}
	diskProfiles = profileKind{"Disk Profile", names.StorageDomain, "Cannot remove last Disk profile in Storage Domain."}
)

// registerResourceProfiles sets the behavior of the profiles of processors and disks.
func (cs *Centers) registerResourceProfiles() {
	for service, kind := range map[string]profileKind{
		"cpu_profiles": cpuProfiles, "assigned_cpu_profiles": cpuProfiles,
		"disk_profiles": diskProfiles, "assigned_disk_profiles": diskProfiles,
	} {
		cs.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) { return cs.addProfile(c, kind) }
		cs.w.Hook(service).Show = showProfile
	}
	for service, kind := range map[string]profileKind{
		"cpu_profile": cpuProfiles, "assigned_cpu_profile": cpuProfiles,
		"disk_profile": diskProfiles, "assigned_disk_profile": diskProfiles,
	} {
		h := cs.w.Hook(service)
		h.Update = func(c *world.Call) error { return cs.updateProfile(c, kind) }
		h.Remove = func(c *world.Call) error { return cs.removeProfile(c, kind) }
	}
}

// showProfile shows the QoS of a profile that was added without its address, as engines do: they
// answer before they know the data center of it.
func showProfile(_ *store.Place, v *document.View, q world.Query) {
	qos := v.Object.Part(names.Qos)
	if qos == nil || !q.Has("all_content") || !q.Has(world.Listed) {
		return
	}
	bare := store.New(qos.Type)
	bare.Set(names.ID, qos.ID())
	v.Object = v.Object.Clone()
	v.Object.Set(names.Qos, bare)
}

func (cs *Centers) addProfile(c *world.Call, kind profileKind) (*store.Entity, error) {
	o := c.Body
	o.Set(names.Comment, nil) // Profiles keep none.
	if err := cs.profileQoS(o, "add", kind); err != nil {
		return nil, err
	}
	return c.Insert(o)
}

func (cs *Centers) updateProfile(c *world.Call, kind profileKind) error {
	e, old := c.Entity(), c.Object()
	o := old.Clone()
	c.Body.Set(names.Comment, nil)
	o.Merge(c.Body)
	if o.Name() != old.Name() {
		home := cs.w.Root(o.Type)
		if err := c.CheckName(home, nil, o, e); err != nil {
			return err
		}
	}
	if o.Text(kind.parent+".id") != old.Text(kind.parent+".id") {
		return world.Bad("Cannot edit %s. Cannot change profile.", kind.what)
	}
	if err := cs.profileQoS(o, "edit", kind); err != nil {
		return err
	}
	cs.w.Put(e, c.Normalize(e.Node, o))
	return nil
}

// profileQoS refuses a QoS that there isn't.
func (cs *Centers) profileQoS(o *store.Object, verb string, kind profileKind) error {
	qos := o.Part(names.Qos)
	if qos.ID() == "" {
		return nil
	}
	for _, dc := range cs.w.All("/datacenters") {
		if e := cs.w.At(dc.Path + "/qoss/" + qos.ID()); e != nil {
			o.Set(names.Qos, world.Ref(e))
			return nil
		}
	}
	return world.Bad("Cannot %s %s. QoS element not found.", verb, kind.what)
}

// removeProfile removes a profile, unless it is the last one or used.
func (cs *Centers) removeProfile(c *world.Call, kind profileKind) error {
	e := c.Entity()
	member := world.TypeOf(e).Name
	siblings := cs.w.Referring(member, kind.parent, e.Object().Text(kind.parent+".id"))
	if len(siblings) == 1 && slices.Contains(siblings, e) {
		return world.Bad("Cannot remove %s. %s", kind.what, kind.last)
	}
	for _, users := range [...]struct{ path, what string }{
		{"/vms", "VMs"}, {"/templates", "VM Templates"}, {"/disks", "Disks"},
	} {
		var list []string
		for _, user := range cs.w.All(users.path) {
			if user.Object().Text(member+".id") == e.ID() {
				list = append(list, "\t"+user.Object().Name())
			}
		}
		if len(list) > 0 {
			return world.Bad(
				"Cannot remove %s. Several %s (%d) are using this Profile:\n%s\n - Please remove it from "+
					"all %s that are using it and try again.",
				kind.what, users.what, len(list), strings.Join(list, "\n"), users.what,
			)
		}
	}
	cs.w.Drop(e)
	return nil
}
