package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Subject is who asks for something: a user with the groups that he is in. It is good within the Read or Update in which it was made.
type Subject struct {
	User  *store.Entity // User is nil for a login that the inventory lacks.
	Admin bool          // Admin says that an administrative role is given somewhere; only then everything can be seen.
	Login bool          // Login says that logging in is allowed.

	w       *World
	holders []*store.Entity // the user and his groups
	super   bool            // stands for a login without a user that has the role SuperUser
	view    *view
}

// Subject returns the one who is logged in. It must be called within Read or Update.
func (w *World) Subject(login string) *Subject {
	s := &Subject{w: w, User: w.UserOf(login)}
	if s.User == nil {
		// An inventory that was loaded may know other users than those who can log in.
		s.super = !w.gone[login] && w.roleFor(login) == "SuperUser"
		s.Admin, s.Login = s.super, s.super
		return s
	}
	s.holders = append([]*store.Entity{s.User}, w.groupsOf(s.User)...)
	s.each(func(p *store.Entity) bool {
		role := w.of(p, "role")
		s.Admin = s.Admin || role != nil && role.Object().True("administrative")
		// That everybody may do something lets nobody in.
		s.Login = s.Login || p.Object().Text("group.id") != everyone && w.allows(role, loginPermit)
		return !s.Admin || !s.Login
	})
	return s
}

var loginPermit = permitIDs["login"]

// each calls f for the permissions of the user and of his groups, until it returns false.
func (s *Subject) each(f func(permission *store.Entity) bool) {
	for _, holder := range s.holders {
		for _, p := range s.w.Referring("permission", typeOf(holder).Name, holder.ID()) {
			if !f(p) {
				return
			}
		}
	}
}

// holds reports whether a permission is the user's or that of one of his groups.
func (s *Subject) holds(permission *store.Entity) bool {
	o := permission.Object()
	user, group := o.Text("user.id"), o.Text("group.id")
	return slices.ContainsFunc(s.holders, func(h *store.Entity) bool { return h.ID() == user || h.ID() == group })
}

// may reports whether the subject has a permit on an object, or on one of those above it; nil is the system.
func (s *Subject) may(permit string, e *store.Entity) bool {
	if s.super {
		return true
	}
	w, id := s.w, permitIDs[permit]
	found := false
	s.each(func(p *store.Entity) bool {
		found = isSystem(p) && w.allows(w.of(p, "role"), id)
		return !found
	})
	if found || e == nil {
		return found
	}
	for _, above := range append([]*store.Entity{e}, w.above(e)...) {
		for _, p := range w.granted(above) {
			if s.holds(p) && w.allows(w.of(p, "role"), id) {
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

func (s *Subject) look() *view {
	if s.view != nil {
		return s.view
	}
	w := s.w
	v := &view{direct: map[string]bool{}, children: map[string]bool{}, derived: map[string]bool{}}
	s.view = v
	s.each(func(p *store.Entity) bool {
		role := w.of(p, "role")
		if role == nil {
			return true
		}
		v.everybody = v.everybody || w.allows(role, permitIDs["manipulate_permissions"])
		if role.Object().True("administrative") {
			return true
		}
		children := w.showsChildren(role)
		on, system := w.grantedOn(p)
		switch {
		case system:
			v.system, v.systemChildren = true, v.systemChildren || children
		case on != nil:
			v.direct[on.ID()] = true
			if children {
				v.children[on.ID()] = true
			}
			w.derive(v, on)
		}
		return true
	})
	return v
}

// derive notes what one sees because of a permission on something in it or made of it.
func (w *World) derive(v *view, e *store.Entity) {
	note := func(list ...*store.Entity) {
		for _, e := range list {
			if e != nil {
				v.derived[e.ID()] = true
			}
		}
	}
	cluster := w.of(e, "cluster")
	switch typeOf(e).Name {
	case "vm":
		note(cluster, w.of(e, "template"), w.of(e, "vm_pool"))
		if dc := w.dataCenterOf(cluster); dc != nil {
			note(dc)
			note(w.Referring("storage_domain", "data_center", dc.ID())...)
		}
	case "template":
		note(cluster)
		for _, disk := range w.Of(e, "diskattachments") {
			if disk = w.of(disk, "disk"); disk != nil {
				for _, ref := range disk.Object().List("storage_domains") {
					note(w.Resolve(ref))
				}
			}
		}
	case "vm_pool":
		note(cluster, w.dataCenterOf(cluster))
	case "cluster":
		note(w.of(e, "data_center"))
	}
}

// Sees reports whether a filtered request may see an object.
func (s *Subject) Sees(e *store.Entity) bool {
	if s.super {
		return true
	}
	v, w, id := s.look(), s.w, e.ID()
	own := v.direct[id] || v.derived[id]
	in := func(set map[string]bool, member string) bool {
		above := w.of(e, member)
		return above != nil && (set[above.ID()] || member == "cluster" && set[idOf(w.dataCenterOf(above))])
	}
	switch typeOf(e).Name {
	case "vm":
		return v.direct[id] || v.systemChildren || in(v.children, "cluster")
	case "template", "vm_pool":
		return own || v.systemChildren || in(v.children, "cluster")
	case "cluster":
		return own || v.system || in(v.direct, "data_center")
	case "data_center":
		return own || v.system
	case "storage_domain":
		return own || v.system || in(v.direct, "data_center")
	case "host":
		return own || v.system || in(v.direct, "cluster")
	case "disk":
		return v.direct[id] || v.systemChildren || s.seesDisk(e)
	case "vnic_profile":
		return v.direct[id] || v.systemChildren || s.seesProfile(e)
	case "network":
		return slices.ContainsFunc(w.Referring("vnic_profile", "network", id), s.Sees)
	case "quota":
		return v.direct[id] || v.system || in(v.children, "data_center")
	case "permission":
		return s.holds(e)
	case "user":
		return v.everybody || e == s.User
	case "event":
		return s.seesEvent(e)
	}
	return true
}

// seesDisk looks at what uses a disk, and at where it is.
func (s *Subject) seesDisk(disk *store.Entity) bool {
	for _, a := range s.w.Attachments(disk) {
		if a.Owner != nil && s.Sees(a.Owner) {
			return true
		}
	}
	for _, ref := range disk.Object().List("storage_domains") {
		domain := s.w.Resolve(ref)
		if domain != nil && (s.view.children[domain.ID()] || s.view.children[idOf(s.w.of(domain, "data_center"))]) {
			return true
		}
	}
	return false
}

// seesProfile looks at the network of a profile, and at the clusters of that.
func (s *Subject) seesProfile(profile *store.Entity) bool {
	network := s.w.of(profile, "network")
	if network == nil {
		return false
	}
	if s.view.children[network.ID()] || s.view.children[idOf(s.w.of(network, "data_center"))] {
		return true
	}
	clusters := s.w.Schema.Type("cluster")
	for id := range s.view.children {
		if cluster := s.w.ByID(clusters, id); cluster != nil && slices.Contains(s.w.Of(cluster, "networks"), network) {
			return true
		}
	}
	return false
}

func (s *Subject) seesEvent(event *store.Entity) bool {
	for _, member := range [...]string{"vm", "template", "vm_pool"} {
		if about := s.w.of(event, member); about != nil {
			return s.Sees(about)
		}
	}
	return s.User != nil && event.Object().Text("user.id") == s.User.ID()
}
