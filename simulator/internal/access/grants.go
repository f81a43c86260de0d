package access

import (
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// logins remembers the users of logins.
type logins struct{ m sync.Map }

func (l *logins) get(login string) *store.Entity {
	v, _ := l.m.Load(login)
	e, _ := v.(*store.Entity)
	return e
}

func (l *logins) put(login string, user *store.Entity) { l.m.Store(login, user) }

// grantedOn is the note at a permission whose object isn't among its members.
const grantedOn = "granted on"

func isSystem(permission *store.Entity) bool {
	return permission.Note(grantedOn) == "" &&
		!slices.ContainsFunc(objects, func(name string) bool {
			return permission.Object().Has(name)
		})
}

// grantedOn returns the object that a permission is for, or tells that it is for the system; an
// object that has gone is neither.
func (ac *Access) grantedOn(permission *store.Entity) (on *store.Entity, system bool) {
	if path := permission.Note(grantedOn); path != "" {
		return ac.w.At(path), false
	}
	for _, name := range objects {
		if ref := permission.Object().Part(name); ref != nil {
			return ac.w.Resolve(ref), false
		}
	}
	return nil, true
}

// granted returns the permissions that are given on an object itself.
func (ac *Access) granted(e *store.Entity) []*store.Entity {
	if name := world.TypeOf(e).Name; slices.Contains(objects, name) {
		return ac.w.Referring(names.Permission, name, e.ID())
	}
	if p := ac.w.Below(&store.Place{Node: e.Node, Path: e.Path, Entity: e}, "permissions"); p != nil {
		return ac.w.Kept(p)
	}
	return nil
}

// onSystem remembers which permissions are for the system, as long as the list of all of them is
// the same.
type onSystem struct {
	of, list []*store.Entity
}

// systemPermissions returns the permissions for the system. It may be called by many within Read.
func (ac *Access) systemPermissions() []*store.Entity {
	all := ac.w.All("/permissions")
	if len(all) == 0 {
		return nil
	}
	// Lists only grow at their end, or are replaced.
	if c := ac.onSystem.Load(); c != nil && len(c.of) == len(all) && &c.of[0] == &all[0] {
		return c.list
	}
	c := &onSystem{of: all}
	for _, e := range all {
		if isSystem(e) {
			c.list = append(c.list, e)
		}
	}
	ac.onSystem.Store(c)
	return c.list
}

// above returns the objects from which one inherits permissions, the system aside.
func (ac *Access) above(e *store.Entity) []*store.Entity {
	var out []*store.Entity
	add := func(one *store.Entity) {
		if one != nil && !slices.Contains(out, one) {
			out = append(append(out, one), ac.above(one)...)
		}
	}
	switch world.TypeOf(e).Name {
	case names.Template, names.InstanceType:
		// A cluster's permissions don't reach its templates, those of its data center do.
		add(ac.w.DataCenterOf(ac.w.Target(e, names.Cluster)))
	case names.Disk:
		for _, ref := range e.Object().List(names.StorageDomains) {
			add(ac.w.Resolve(ref))
		}
		for _, a := range ac.w.Attachments(e) {
			add(a.Owner)
		}
	case names.VnicProfile:
		add(ac.w.Target(e, names.Network))
	case names.DiskProfile:
		add(ac.w.Target(e, names.StorageDomain))
	default:
		add(ac.w.Target(e, names.Cluster))
		add(ac.w.Target(e, names.DataCenter))
	}
	return out
}

// Permit grants a user a role on an object; nil is the system.
func (ac *Access) Permit(on, user *store.Entity, role string) *store.Entity {
	if user == nil {
		return nil
	}
	return ac.grant(on, user, role, "")
}

// PermitEveryone grants all users the role that they have on an object with which engines are
// installed; see permissions.tsv of package content.
func (ac *Access) PermitEveryone(on *store.Entity) {
	for _, p := range content.Permissions() {
		if p.Object == on.Path {
			ac.grant(on, ac.w.At("/groups/"+everyone), p.Role, p.ID)
		}
	}
}

func (ac *Access) grant(on, to *store.Entity, role, id string) *store.Entity {
	root := ac.w.Tree.Root.Fixed["permissions"]
	r := ac.w.ByName("/roles", role)
	if root == nil || to == nil || r == nil {
		return nil
	}
	o := ac.w.NewObject(names.Permission)
	if id != "" {
		o.Set(names.ID, id)
	}
	o.Set(names.Role, world.Ref(r))
	o.Set(world.TypeOf(to).Name, world.Ref(to))
	known := on != nil && slices.Contains(objects, world.TypeOf(on).Name)
	switch {
	case known:
		o.Set(world.TypeOf(on).Name, world.Ref(on))
	case on != nil && world.TypeOf(on).Name == names.InstanceType:
		// Instance types are templates to an engine, and a permission shows them as such.
		ref := ac.w.NewObject(names.Template)
		ref.Set(names.ID, on.ID())
		o.Set(names.Template, ref)
	}
	e := ac.w.Add(nil, root, o)
	if on != nil && !known {
		ac.noteGrant(e, on)
	}
	return e
}

func (ac *Access) noteGrant(permission, on *store.Entity) {
	permission.SetNote(grantedOn, on.Path)
	if on.Node.Fixed["permissions"] != nil {
		ac.w.Link(on.Path+"/permissions", permission)
	}
}
