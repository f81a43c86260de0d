package access

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Subject is who asks for something: a user with the groups that he is in. It is good within the
// Read or Update in which it was made.
type Subject struct {
	User *store.Entity // User is nil for a login that the inventory lacks.
	// Admin says that an administrative role is given somewhere; only then everything can be seen.
	Admin bool
	Login bool // Login says that logging in is allowed.

	ac      *Access
	holders []*store.Entity // the user and his groups
	super   bool            // stands for a login without a user that has the role SuperUser
	view    *view
}

// Subject returns the one who is logged in. It must be called within Read or Update.
func (ac *Access) Subject(login string) *Subject {
	s := &Subject{ac: ac, User: ac.UserOf(login)}
	if s.User == nil {
		// An inventory that was loaded may know other users than those who can log in.
		s.super = !ac.gone[login] && ac.roleFor(login) == "SuperUser"
		s.Admin, s.Login = s.super, s.super
		return s
	}
	s.holders = append([]*store.Entity{s.User}, ac.groupsOf(s.User)...)
	s.each(func(p *store.Entity) bool {
		role := ac.w.Target(p, names.Role)
		s.Admin = s.Admin || role != nil && role.Object().True(names.Administrative)
		// That everybody may do something lets nobody in.
		s.Login = s.Login || p.Object().Text(names.GroupID) != everyone &&
			ac.allows(role, loginPermit)
		return !s.Admin || !s.Login
	})
	return s
}

var loginPermit = permitIDs["login"]

// each calls f for the permissions of the user and of his groups, until it returns false.
func (s *Subject) each(f func(permission *store.Entity) bool) {
	for _, holder := range s.holders {
		for _, p := range s.ac.w.Referring(names.Permission, world.TypeOf(holder).Name, holder.ID()) {
			if !f(p) {
				return
			}
		}
	}
}

// holds reports whether a permission is the user's or that of one of his groups.
func (s *Subject) holds(permission *store.Entity) bool {
	o := permission.Object()
	user, group := o.Text(names.UserID), o.Text(names.GroupID)
	return slices.ContainsFunc(s.holders, func(h *store.Entity) bool {
		return h.ID() == user || h.ID() == group
	})
}

// may reports whether the subject has a permit on an object, or on one of those above it; nil is
// the system.
func (s *Subject) may(permit string, e *store.Entity) bool {
	if s.super {
		return true
	}
	ac, id := s.ac, permitIDs[permit]
	found := false
	s.each(func(p *store.Entity) bool {
		found = isSystem(p) && ac.allows(ac.w.Target(p, names.Role), id)
		return !found
	})
	if found || e == nil {
		return found
	}
	for _, above := range append([]*store.Entity{e}, ac.above(e)...) {
		for _, p := range ac.granted(above) {
			if s.holds(p) && ac.allows(ac.w.Target(p, names.Role), id) {
				return true
			}
		}
	}
	return false
}

// view is what a filtered request may see. Only roles that aren't administrative count.
type view struct {
	direct   map[string]bool // ids of objects on which there is a permission
	children map[string]bool // those of them whose content is seen too
	derived  map[string]bool // what is above of what may be seen: the cluster of a VM and so on

	system, systemChildren bool
	everybody              bool // all users are seen
}

func (s *Subject) visible() *view {
	if s.view != nil {
		return s.view
	}
	ac := s.ac
	v := &view{direct: map[string]bool{}, children: map[string]bool{}, derived: map[string]bool{}}
	s.view = v
	s.each(func(p *store.Entity) bool {
		role := ac.w.Target(p, names.Role)
		if role == nil {
			return true
		}
		if role.Object().True(names.Administrative) {
			return true
		}
		v.everybody = v.everybody || ac.allows(role, permitIDs["manipulate_permissions"])
		children := ac.showsChildren(role)
		on, system := ac.grantedOn(p)
		switch {
		case system:
			v.system, v.systemChildren = true, v.systemChildren || children
		case on != nil:
			v.direct[on.ID()] = true
			if children {
				v.children[on.ID()] = true
			}
			ac.addDerived(v, on)
		}
		return true
	})
	return v
}

// addDerived notes what one sees because of a permission on something in it or made of it.
func (ac *Access) addDerived(v *view, e *store.Entity) {
	note := func(list ...*store.Entity) {
		for _, e := range list {
			if e != nil {
				v.derived[e.ID()] = true
			}
		}
	}
	cluster := ac.w.Target(e, names.Cluster)
	switch world.TypeOf(e).Name {
	case names.Vm:
		note(cluster, ac.w.Target(e, names.Template), ac.w.Target(e, names.VmPool))
		if dc := ac.w.DataCenterOf(cluster); dc != nil {
			note(dc)
			note(ac.w.Referring(names.StorageDomain, names.DataCenter, dc.ID())...)
		}
	case names.Template:
		note(cluster)
		for _, disk := range ac.w.Of(e, "diskattachments") {
			if disk = ac.w.Target(disk, names.Disk); disk != nil {
				for _, ref := range disk.Object().List(names.StorageDomains) {
					note(ac.w.Resolve(ref))
				}
			}
		}
	case names.VmPool:
		note(cluster, ac.w.DataCenterOf(cluster))
	case names.Cluster:
		note(ac.w.Target(e, names.DataCenter))
	}
}

// Sees reports whether a filtered request may see an object.
func (s *Subject) Sees(e *store.Entity) bool {
	if s.super {
		return true
	}
	v, ac, id := s.visible(), s.ac, e.ID()
	own := v.direct[id] || v.derived[id]
	in := func(set map[string]bool, member string) bool {
		above := ac.w.Target(e, member)
		return above != nil &&
			(set[above.ID()] || member == "cluster" && set[world.IDOf(ac.w.DataCenterOf(above))])
	}
	switch world.TypeOf(e).Name {
	case names.Vm:
		return v.direct[id] || v.systemChildren || in(v.children, "cluster")
	case names.Template, names.VmPool:
		return own || v.systemChildren || in(v.children, "cluster")
	case names.Cluster:
		return own || v.system || in(v.direct, "data_center")
	case names.DataCenter:
		return own || v.system
	case names.StorageDomain:
		return own || v.system || in(v.direct, "data_center")
	case names.Host:
		return own || v.system || in(v.direct, "cluster")
	case names.Disk:
		return v.direct[id] || v.systemChildren || s.seesDisk(e)
	case names.VnicProfile:
		return v.direct[id] || v.systemChildren || s.seesProfile(e)
	case names.Network:
		return slices.ContainsFunc(ac.w.Referring(names.VnicProfile, names.Network, id), s.Sees)
	case names.Quota:
		return v.direct[id] || v.system || in(v.children, "data_center")
	case names.Permission:
		return s.holds(e)
	case names.User:
		return v.everybody || e == s.User
	case names.Role:
		return s.Admin || !e.Object().True(names.Administrative)
	case names.Event:
		return s.seesEvent(e)
	}
	return true
}

// seesDisk looks at what uses a disk, and at where it is.
func (s *Subject) seesDisk(disk *store.Entity) bool {
	for _, a := range s.ac.w.Attachments(disk) {
		if a.Owner != nil && s.Sees(a.Owner) {
			return true
		}
	}
	for _, ref := range disk.Object().List(names.StorageDomains) {
		domain := s.ac.w.Resolve(ref)
		if domain != nil &&
			(s.view.children[domain.ID()] ||
				s.view.children[world.IDOf(s.ac.w.Target(domain, names.DataCenter))]) {
			return true
		}
	}
	return false
}

// seesProfile looks at the network of a profile, and at the clusters of that.
func (s *Subject) seesProfile(profile *store.Entity) bool {
	network := s.ac.w.Target(profile, names.Network)
	if network == nil {
		return false
	}
	if s.view.children[network.ID()] ||
		s.view.children[world.IDOf(s.ac.w.Target(network, names.DataCenter))] {
		return true
	}
	clusters := s.ac.w.Schema.Type(names.Cluster)
	for id := range s.view.children {
		if cluster := s.ac.w.ByID(clusters, id); cluster != nil &&
			slices.Contains(s.ac.w.Of(cluster, "networks"), network) {
			return true
		}
	}
	return false
}

func (s *Subject) seesEvent(event *store.Entity) bool {
	for _, member := range [...]string{names.Vm, names.Template, names.VmPool} {
		if about := s.ac.w.Target(event, member); about != nil {
			return s.Sees(about)
		}
	}
	return s.User != nil && event.Object().Text(names.UserID) == s.User.ID()
}
