package access

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// notAuthorized is the refusal of what one has no permission for.
func notAuthorized() *world.Fault {
	return forbidden("User is not authorized to perform this action.")
}

func forbidden(text string) *world.Fault {
	return &world.Fault{
		Status: http.StatusForbidden,
		Reason: world.ReasonFailed,
		Detail: "[" + text + "]",
	}
}

// Authorize refuses a call if the subject lacks a permit that the method needs.
func (s *Subject) Authorize(c *world.Call, method string) error {
	ac := s.ac
	checked := false
	for _, n := range ac.needsOf(c, method) {
		on, system := s.ac.subjects(c, n.on)
		if n.on == "profile" && s.User != nil && len(on) == 1 && on[0] != s.User {
			n.permit, system = "manipulate_users", true // the profile of somebody else
		}
		if system {
			on = []*store.Entity{nil}
		}
		for _, e := range on {
			checked = true
			if n.on == "profile" {
				e = nil
			}
			if !s.may(n.permit, e) {
				return notAuthorized()
			}
		}
	}
	if !checked && !s.may("configure_engine", nil) {
		return notAuthorized()
	}
	return nil
}

// needsOf returns the permits that a method needs.
func (ac *Access) needsOf(c *world.Call, method string) []need {
	service := c.Place.Node.Service.Name
	if service == "vm_cdrom" && c.Query.Bool("current", false) {
		return []need{{"change_vm_cd", ""}}
	}
	if list := needs[service+"."+method]; list != nil {
		return list
	}
	if n, ok := ownNeeds[service]; ok {
		return []need{n}
	}
	if e := ac.nearest(c); e != nil {
		return []need{{editing[world.TypeOf(e).Name], ""}}
	}
	return []need{{"configure_engine", "system"}}
}

// nearest returns the object of the path, from its end, that permissions are given on.
func (ac *Access) nearest(c *world.Call) *store.Entity {
	for p := c.Place; p != nil; p = p.Above {
		if p.Entity != nil && editing[world.TypeOf(p.Entity).Name] != "" {
			return p.Entity
		}
	}
	return nil
}

// subjects returns the objects on which a permit is needed. None of them means that there is
// nothing to check.
func (ac *Access) subjects(c *world.Call, on string) (list []*store.Entity, system bool) {
	one := func(e *store.Entity) ([]*store.Entity, bool) {
		if e == nil {
			return nil, false
		}
		return []*store.Entity{e}, false
	}
	switch on {
	case "":
		return one(ac.nearest(c))
	case "system":
		return nil, true
	case "profile":
		for p := c.Place; p != nil; p = p.Above {
			if p.Entity != nil && world.TypeOf(p.Entity).Name == names.User {
				return one(p.Entity)
			}
		}
		return nil, true
	case "target":
		return ac.target(c)
	case "center":
		// A template belongs to the data center of the VM that it is made of, or of its cluster.
		source := c.Resolve(c.Body.Part(names.Vm))
		if source == nil {
			source = c.Resolve(c.Body.Part(names.Cluster))
		} else {
			source = c.Target(source, names.Cluster)
		}
		return one(c.DataCenterOf(source))
	case "storage_domains":
		return ac.domains(c)
	}
	return one(ac.member(c, on))
}

// member returns what the document refers to, or else what the object or the one above does.
func (ac *Access) member(c *world.Call, name string) *store.Entity {
	if c.Body != nil {
		if e := c.Resolve(c.Body.Part(name)); e != nil {
			return e
		}
	}
	if name == "image" {
		return ac.transferred(c)
	}
	for p := c.Place; p != nil; p = p.Above {
		if p.Entity == nil {
			continue
		}
		if world.TypeOf(p.Entity).Name == name {
			return p.Entity
		}
		if e := c.Target(p.Entity, name); e != nil {
			return e
		}
	}
	if c.Body != nil && c.Body.Type.Name == name {
		return c.Resolve(c.Body) // an add by reference
	}
	return nil
}

// transferred returns the disk of an image transfer, which calls it an image.
func (ac *Access) transferred(c *world.Call) *store.Entity {
	o := c.Body
	if e := c.Entity(); e != nil {
		o = e.Object()
	}
	return c.ByID(c.Schema.Type(names.Disk), o.Text(names.IDOfImage))
}

// domains returns the storage domains of a new disk; a disk without one needs the permit on the
// system.
func (ac *Access) domains(c *world.Call) ([]*store.Entity, bool) {
	disk := c.Body
	if part := c.Body.Part(names.Disk); part != nil {
		disk = part
	}
	if disk.ID() != "" && c.Resolve(disk) != nil {
		return nil, false // there is no new disk
	}
	for _, ref := range disk.List(names.StorageDomains) {
		if e := c.Resolve(ref); e != nil {
			return []*store.Entity{e}, false
		}
	}
	return nil, true
}

// target returns what a permission is for.
func (ac *Access) target(c *world.Call) ([]*store.Entity, bool) {
	if e := c.Entity(); e != nil {
		on, system := ac.grantedOn(e)
		if on == nil {
			return nil, system
		}
		return []*store.Entity{on}, false
	}
	if owner := c.Owner(); owner != nil && !holder(owner) {
		return []*store.Entity{owner}, false
	}
	for _, name := range objects {
		if e := c.Resolve(c.Body.Part(name)); e != nil {
			return []*store.Entity{e}, false
		}
	}
	return nil, true
}

// holder reports whether permissions are given to an object rather than on it.
func holder(e *store.Entity) bool {
	return world.TypeOf(e).Name == names.User || world.TypeOf(e).Name == names.Group
}

// Created grants the subject a role on what the call added: that of an operator on the image of a
// disk, but not on a LUN, and that of an administrator on a network or vNIC profile. Engines do so
// even for those who may do everything.
func (s *Subject) Created(c *world.Call, e *store.Entity) {
	if e == nil || c.ActsAdd {
		return
	}
	switch service := c.Place.Node.Service.Name; {
	case service == "disks" && e.Object().Text(names.StorageType) != "lun":
		s.ac.Permit(e, c.User, "DiskOperator")
	case service == "networks" || service == "data_center_networks":
		s.ac.Permit(e, c.User, "NetworkAdmin")
		for _, profile := range c.Referring(names.VnicProfile, names.Network, e.ID()) {
			s.ac.Permit(profile, c.User, "NetworkAdmin")
		}
	case service == "vnic_profiles" || service == "assigned_vnic_profiles":
		s.ac.Permit(e, c.User, "NetworkAdmin")
	case service == "mac_pools":
		s.ac.Permit(e, c.User, "MacPoolAdmin")
	case service == "cpu_profiles" || service == "assigned_cpu_profiles":
		s.ac.permitCPUProfile(e, c.User)
	case service == "clusters" || service == "data_center_clusters":
		for _, profile := range c.Referring(names.CpuProfile, names.Cluster, e.ID()) {
			s.ac.permitCPUProfile(profile, c.User)
		}
	case service == "disk_profiles" || service == "assigned_disk_profiles":
		s.ac.grant(e, s.ac.w.At("/groups/"+everyone), "DiskProfileUser", "")
	case service == "disk_attachments" && c.Body.Text(names.DiskID) == "":
		if disk := c.Target(e, names.Disk); disk != nil && disk.Object().Text(names.StorageType) != "lun" {
			s.ac.Permit(disk, c.User, "DiskOperator")
		}
	}
}

// permitCPUProfile lets everyone use a new CPU profile, and who made it change it.
func (ac *Access) permitCPUProfile(profile, user *store.Entity) {
	ac.grant(profile, ac.w.At("/groups/"+everyone), "CpuProfileOperator", "")
	ac.Permit(profile, user, "CpuProfileCreator")
}
