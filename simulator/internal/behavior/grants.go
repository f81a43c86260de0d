package behavior

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// access is what a world keeps about who may do what.
type access struct {
	gone     map[string]bool // logins whose users were removed
	logins   logins
	onSystem atomic.Pointer[onSystem]
}

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
	return permission.Note(grantedOn) == "" && !slices.ContainsFunc(objects, func(name string) bool { return permission.Object().Has(name) })
}

// grantedOn returns the object that a permission is for, or tells that it is for the system; an object that has gone is neither.
func (w *World) grantedOn(permission *store.Entity) (on *store.Entity, system bool) {
	if path := permission.Note(grantedOn); path != "" {
		return w.At(path), false
	}
	for _, name := range objects {
		if ref := permission.Object().Part(name); ref != nil {
			return w.Resolve(ref), false
		}
	}
	return nil, true
}

// granted returns the permissions that are given on an object itself.
func (w *World) granted(e *store.Entity) []*store.Entity {
	if name := typeOf(e).Name; slices.Contains(objects, name) {
		return w.Referring("permission", name, e.ID())
	}
	if p := w.Below(&store.Place{Node: e.Node, Path: e.Path, Entity: e}, "permissions"); p != nil {
		return w.Kept(p)
	}
	return nil
}

// onSystem remembers which permissions are for the system, as long as the list of all of them is the same.
type onSystem struct {
	of, list []*store.Entity
}

// systemPermissions returns the permissions for the system. It may be called by many within Read.
func (w *World) systemPermissions() []*store.Entity {
	all := w.All("/permissions")
	if len(all) == 0 {
		return nil
	}
	// Lists only grow at their end, or are replaced.
	if c := w.onSystem.Load(); c != nil && len(c.of) == len(all) && &c.of[0] == &all[0] {
		return c.list
	}
	c := &onSystem{of: all}
	for _, e := range all {
		if isSystem(e) {
			c.list = append(c.list, e)
		}
	}
	w.onSystem.Store(c)
	return c.list
}

// above returns the objects from which one inherits permissions, the system aside.
func (w *World) above(e *store.Entity) []*store.Entity {
	var out []*store.Entity
	add := func(one *store.Entity) {
		if one != nil && !slices.Contains(out, one) {
			out = append(append(out, one), w.above(one)...)
		}
	}
	switch typeOf(e).Name {
	case "template", "instance_type":
		// A cluster's permissions don't reach its templates, those of its data center do.
		add(w.dataCenterOf(w.of(e, "cluster")))
	case "disk":
		for _, ref := range e.Object().List("storage_domains") {
			add(w.Resolve(ref))
		}
		for _, a := range w.Attachments(e) {
			add(a.Owner)
		}
	case "vnic_profile":
		add(w.of(e, "network"))
	case "disk_profile":
		add(w.of(e, "storage_domain"))
	default:
		add(w.of(e, "cluster"))
		add(w.of(e, "data_center"))
	}
	return out
}

// permit provides a user with a role on an object; nil is the system.
func (w *World) permit(on, user *store.Entity, role string) *store.Entity {
	if user == nil {
		return nil
	}
	return w.grant(on, user, role, "")
}

// permitEveryone provides all users with a role on an object. It is for the permissions that engines have from the start, whose ids are known.
func (w *World) permitEveryone(on *store.Entity, role, id string) {
	w.grant(on, w.At("/groups/"+everyone), role, id)
}

func (w *World) grant(on, to *store.Entity, role, id string) *store.Entity {
	root := w.Tree.Root.Fixed["permissions"]
	r := w.byName("/roles", role)
	if root == nil || to == nil || r == nil {
		return nil
	}
	o := w.obj("permission")
	if id != "" {
		o.Set("id", id)
	}
	o.Set("role", Ref(r))
	o.Set(typeOf(to).Name, Ref(to))
	known := on != nil && slices.Contains(objects, typeOf(on).Name)
	if known {
		o.Set(typeOf(on).Name, Ref(on))
	}
	e := w.Add(nil, root, o)
	if on != nil && !known {
		w.noteGrant(e, on)
	}
	return e
}

func (w *World) noteGrant(permission, on *store.Entity) {
	permission.SetNote(grantedOn, on.Path)
	if on.Node.Fixed["permissions"] != nil {
		w.Link(on.Path+"/permissions", permission)
	}
}
