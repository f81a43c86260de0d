package behavior

import (
	"cmp"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// objects are the members of a permission that say what it is for; none of them means the whole system, or what grantedOn notes.
var objects = []string{"cluster", "data_center", "disk", "host", "storage_domain", "template", "vm", "vm_pool"}

func (w *World) permissions() {
	w.SetComputed("system_permissions", func(*store.Place) []*store.Entity { return w.systemPermissions() })
	w.SetComputed("assigned_permissions", func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		switch owner := p.Owner(); {
		case owner == nil:
		case holder(owner):
			for _, group := range w.groupsOf(owner) {
				out = append(out, w.Referring("permission", "group", group.ID())...)
			}
		default:
			for _, above := range w.above(owner) {
				out = append(out, w.granted(above)...)
			}
			out = append(out, w.systemPermissions()...)
		}
		slices.SortFunc(out, func(a, b *store.Entity) int { return cmp.Compare(a.ID(), b.ID()) })
		return slices.Compact(out)
	})
	w.hook("system_permissions").Add = w.addPermission
	w.hook("assigned_permissions").Add = w.addPermission
	w.hook("permission").Remove = w.removePermission
	w.hook("permission").Show = w.showPermission
}

// showPermission shows what is inherited as if it were given on the object that was asked for, or to the user.
func (w *World) showPermission(p *store.Place, v *document.View, _ Query) {
	if p.Above == nil || p.Above.Owner() == nil {
		return
	}
	owner := p.Above.Owner()
	switch name := typeOf(owner).Name; {
	case name == "user" && v.Object.Text("user.id") != owner.ID():
		hide(v, "group")
		v.Object.Set("user", Ref(owner))
	case slices.Contains(objects, name) && v.Object.Text(name+".id") != owner.ID():
		hide(v, objects...)
		v.Object.Set(name, Ref(owner))
	}
}

func (w *World) addPermission(c *Call) (*store.Entity, error) {
	owner := c.Owner()
	switch {
	case owner != nil && holder(owner):
		if !slices.ContainsFunc(objects, c.Body.Has) {
			return nil, Incomplete("Permission [dataCenter|cluster|host|storageDomain|vm|vmPool|template.id] required for add")
		}
	case !c.Body.Has("user") && !c.Body.Has("group"):
		return nil, Incomplete("Permission [user|group.id] required for add")
	}
	role := w.Resolve(c.Body.Part("role"))
	if role == nil {
		return nil, missing(w.Schema.Type("role"), c.Body.Part("role"))
	}
	if role.Object().True("administrative") && !c.super() {
		return nil, forbidden("Cannot add permission, only system super user can give permissions with admin Role")
	}
	if owner != nil && typeOf(owner).Name == "vm" && owner.Object().Has("vm_pool") {
		return nil, Conflict("Cannot add permission, VM is part of VM-Pool, permission should be given on VM-Pool instead")
	}
	if same := c.same(role); same != nil {
		return same, nil
	}
	e, err := c.Insert(c.Body)
	if err == nil && w.Linked(c.Place.Node) {
		// The model has no member for what the permission is on, so the collection tells.
		w.noteGrant(e, owner)
	}
	return e, err
}

// same returns the permission that says already what the document of the call does.
func (c *Call) same(role *store.Entity) *store.Entity {
	for _, e := range c.Kept(c.Place) {
		o := e.Object()
		if o.Text("role.id") == role.ID() && o.Text("user.id") == c.Body.Text("user.id") && o.Text("group.id") == c.Body.Text("group.id") &&
			(c.Place.Owner() != nil || isSystem(e)) &&
			!slices.ContainsFunc(objects, func(name string) bool { return c.Body.Has(name) && o.Text(name+".id") != c.Body.Text(name+".id") }) {
			return e
		}
	}
	return nil
}

// super reports whether the one who calls may do everything; the simulator itself may.
func (c *Call) super() bool {
	subject, _ := c.Guard.(*Subject)
	if subject == nil || subject.super {
		return true
	}
	found := false
	subject.each(func(p *store.Entity) bool {
		found = p.Object().Text("role.id") == superUser && isSystem(p)
		return !found
	})
	return found
}

func (w *World) removePermission(c *Call) error {
	e := c.Entity()
	on, system := w.grantedOn(e)
	role := w.of(e, "role")
	owner := c.Place.Above.Owner()
	switch {
	case owner != nil && !holder(owner) && on != owner:
		return Conflict("Cannot remove inherited permission")
	case owner != nil && typeOf(owner).Name == "user" && e.Object().Text("user.id") != owner.ID():
		return Conflict("Cannot remove inherited permission")
	case system && e.Object().Text("group.id") == everyone:
		return Conflict("It's not allowed to remove system permissions assigned to built-in Everyone group")
	case role != nil && role.Object().True("administrative") && !c.super():
		return forbidden("Cannot remove permission, only system super user can remove permissions with admin Role")
	case system && role != nil && role.ID() == superUser && w.supers() == 1:
		return Conflict("Cannot remove Permission. The system must have at least one Super User Role defined.")
	}
	w.Remove(e)
	return nil
}

// supers counts the permissions by which somebody may do everything.
func (w *World) supers() int {
	n := 0
	for _, p := range w.systemPermissions() {
		if p.Object().Text("role.id") == superUser {
			n++
		}
	}
	return n
}

// Grant takes a permission that an engine listed below an object. Those that are known already were inherited from another one.
func (w *World) Grant(p *store.Place, o *store.Object) {
	root := w.Tree.Root.Fixed["permissions"]
	if root == nil || w.ByID(o.Type, o.ID()) != nil {
		return
	}
	e, on := w.Add(nil, root, w.Settle(root.Item, o)), p.Owner()
	switch {
	case on == nil || slices.ContainsFunc(objects, o.Has):
	case typeOf(on).Name == "user" || typeOf(on).Name == "group":
		e.SetNote(grantedOn, "/") // it is for something that doesn't list its permissions, such as an instance type
	default:
		e.SetNote(grantedOn, on.Path)
		w.Link(p.Collection(), e)
	}
}
