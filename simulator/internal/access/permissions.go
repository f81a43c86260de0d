package access

import (
	"cmp"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// objects are the members of a permission that say what it is for; none of them means the whole
// system, or what grantedOn notes.
var objects = []string{
	names.Cluster, names.DataCenter, names.Disk, names.Host, names.StorageDomain, names.Template,
	names.Vm, names.VmPool,
}

func (ac *Access) registerPermissions() {
	ac.w.SetComputed("system_permissions", func(*store.Place) []*store.Entity {
		return byID(ac.systemPermissions())
	})
	ac.w.SetComputed("assigned_permissions", func(p *store.Place) []*store.Entity {
		out := slices.Clone(ac.w.Kept(p))
		switch owner := p.Owner(); {
		case owner == nil && p.Node.Parent != nil && p.Node.Parent.Element() == names.User:
			out = slices.Clone(ac.w.Referring(names.Permission, names.Group, everyone))
		case owner == nil:
			out = slices.Clone(ac.systemPermissions())
		case holder(owner):
			for _, group := range ac.groupsOf(owner) {
				out = append(out, ac.w.Referring(names.Permission, names.Group, group.ID())...)
			}
		default:
			for _, above := range ac.above(owner) {
				out = append(out, ac.granted(above)...)
			}
			out = append(out, ac.systemPermissions()...)
		}
		return byID(out)
	})
	ac.w.Hook("system_permissions").Add = ac.addPermission
	ac.w.Hook("assigned_permissions").Add = ac.addPermission
	ac.w.Hook("permission").Remove = ac.removePermission
	ac.w.Hook("permission").Show = ac.showPermission
}

// byID returns permissions in the order of their IDs, each once.
func byID(permissions []*store.Entity) []*store.Entity {
	out := slices.Clone(permissions)
	slices.SortFunc(out, func(a, b *store.Entity) int { return cmp.Compare(a.ID(), b.ID()) })
	return slices.Compact(out)
}

// CutPermissions returns what engines list of permissions when the client asks for a few: they read
// those on an object and those that it inherits one after the other, cut each list, and join them.
// A list below a user or group is read once.
func (ac *Access) CutPermissions(p *store.Place, list []*store.Entity, max int64) []*store.Entity {
	few := func(list []*store.Entity) []*store.Entity {
		return list[:min(max, int64(len(list)))]
	}
	owner := p.Owner()
	if owner != nil && holder(owner) {
		return few(list)
	}
	own := ac.systemPermissions()
	if owner != nil {
		own = ac.w.Kept(p)
	}
	// Engines read what is inherited in no order that can be known; here the newest are the first.
	whole := slices.Clone(list)
	slices.Reverse(whole)
	return byID(append(slices.Clone(few(own)), few(whole)...))
}

// showPermission shows what is inherited as if it were given on the object that was asked for, even
// if there is none.
func (ac *Access) showPermission(p *store.Place, v *document.View, _ world.Query) {
	if p.Above == nil || p.Above.Node.Parent == nil {
		return
	}
	above := p.Above.Node.Parent
	name, id := above.Element(), path.Base(path.Dir(p.Above.Path))
	if !slices.Contains(objects, name) || v.Object.Text(name+".id") == id {
		return
	}
	world.Hide(v, objects...)
	v.Object.Set(name, store.NewRef(ac.w.Schema.Type(name), path.Dir(p.Above.Path), id))
}

// addPermission adds a permission on the first object that the document names, in the order of
// grantable.
func (ac *Access) addPermission(c *world.Call) (*store.Entity, error) {
	owner := c.Owner()
	principal := owner != nil && holder(owner)
	if lacks := lacking(c.Body, principal); len(lacks) > 0 {
		return nil, world.Incomplete("Permission [" + strings.Join(lacks, ", ") + "] required for add")
	}
	role := ac.w.Resolve(c.Body.Part(names.Role))
	if role == nil {
		return nil, world.Bad("Cannot add permission, invalid Role id")
	}
	if principal {
		ac.keepFirst(c.Body)
	}
	if on := c.Body.Part(ac.objectOf(c.Body)); principal && ac.w.Resolve(on) == nil {
		return nil, world.Bad("Cannot add permission, invalid object ID or type")
	}
	if role.Object().True(names.Administrative) && !ac.isSuper(c) {
		return nil, forbidden(
			"Cannot add permission, only system super user can give permissions with admin Role",
		)
	}
	on := owner
	if principal {
		on = ac.w.Resolve(c.Body.Part(names.Vm))
	}
	if on != nil && world.TypeOf(on).Name == names.Vm && on.Object().Has(names.VmPool) {
		return nil, world.Conflict(
			"Cannot add permission, VM is part of VM-Pool, permission should be given on " +
				"VM-Pool instead",
		)
	}
	if !principal && ac.w.Resolve(c.Body.Part(names.User)) == nil && ac.w.Resolve(c.Body.Part(names.Group)) == nil {
		// The command finds nobody to add from the directory, and fails without a word.
		return nil, &world.Fault{Status: http.StatusBadRequest, Reason: world.ReasonFailed, Detail: "[]"}
	}
	if same := ac.existingGrant(c, role); same != nil {
		return same, nil
	}
	e, err := c.Insert(c.Body)
	if err == nil && ac.w.Linked(c.Place.Node) {
		// The model has no member for what the permission is on, so the collection tells.
		ac.noteGrant(e, owner)
	}
	if err == nil {
		ac.report(c, e, 850)
	}
	return e, err
}

// grantable are the members by which a permission that is given to somebody says what it is on. Of
// several the first counts.
var grantable = []string{
	names.DataCenter, names.Cluster, names.Host, names.StorageDomain, names.Vm, names.VmPool, names.Template,
}

// lacking returns what a document lacks, in the engine's spelling.
func lacking(o *store.Object, principal bool) []string {
	var lacks []string
	if role := o.Part(names.Role); role.ID() == "" && role.Name() == "" {
		lacks = append(lacks, "role.id|name")
	}
	has := func(member string) bool { return o.Part(member).ID() != "" }
	switch {
	case principal && !slices.ContainsFunc(grantable, has):
		lacks = append(lacks, "dataCenter|cluster|host|storageDomain|vm|vmPool|template.id")
	case !principal && !has(names.User) && !has(names.Group):
		lacks = append(lacks, "user|group.id")
	}
	return lacks
}

// objectOf returns the member that says what a permission is on, or "".
func (ac *Access) objectOf(o *store.Object) string {
	for _, member := range grantable {
		if o.Part(member).ID() != "" {
			return member
		}
	}
	return ""
}

// keepFirst leaves a document the first of the objects that it names.
func (ac *Access) keepFirst(o *store.Object) {
	first := ac.objectOf(o)
	for _, member := range grantable {
		if member != first {
			o.Set(member, nil)
		}
	}
}

// report logs an event about a permission, which may be one on the system.
func (ac *Access) report(c *world.Call, permission *store.Entity, code int64) {
	on, system := ac.grantedOn(permission)
	role := ac.w.Target(permission, names.Role)
	who := ac.w.Target(permission, names.User)
	if who == nil {
		who = ac.w.Target(permission, names.Group)
	}
	more := world.Named{"type": "System", "object": "System", "role": world.DisplayName(role)}
	if who != nil {
		more["name"], more["namespace"] = who.Object().Name(), who.Object().Text(names.Namespace)
		more["domain"] = world.DisplayName(ac.w.Resolve(who.Object().Part("domain")))
	}
	if !system && on != nil {
		more["type"], more["object"] = world.Noun(world.TypeOf(on)), world.DisplayName(on)
	}
	c.Report(code, more)
}

// existingGrant returns the permission that says already what the document of the call does.
func (ac *Access) existingGrant(c *world.Call, role *store.Entity) *store.Entity {
	for _, e := range c.Kept(c.Place) {
		o := e.Object()
		if o.Text(names.RoleID) == role.ID() && o.Text(names.UserID) == c.Body.Text(names.UserID) &&
			o.Text(names.GroupID) == c.Body.Text(names.GroupID) &&
			(c.Place.Owner() != nil || isSystem(e)) &&
			!slices.ContainsFunc(objects, func(name string) bool {
				return c.Body.Has(name) && o.Text(name+".id") != c.Body.Text(name+".id")
			}) {
			return e
		}
	}
	return nil
}

// isSuper reports whether the one who calls may do everything; the simulator itself may.
func (ac *Access) isSuper(c *world.Call) bool {
	subject, _ := c.Guard.(*Subject)
	if subject == nil || subject.super {
		return true
	}
	found := false
	subject.each(func(p *store.Entity) bool {
		found = p.Object().Text(names.RoleID) == superUser && isSystem(p)
		return !found
	})
	return found
}

func (ac *Access) removePermission(c *world.Call) error {
	e := c.Entity()
	_, system := ac.grantedOn(e)
	role := ac.w.Target(e, names.Role)
	owner := c.Place.Above.Owner()
	switch {
	case role != nil && role.ID() == superUser && ac.supers() == 1:
		return world.Conflict(
			"Cannot remove Permission. The system must have at least one Super User Role defined.",
		)
	case role != nil && role.Object().True(names.Administrative) && !ac.isSuper(c):
		return forbidden(
			"Cannot remove permission, only system super user can remove permissions with admin " +
				"Role",
		)
	case system && e.Object().Text(names.GroupID) == everyone:
		return world.Conflict(
			"It's not allowed to remove system permissions assigned to built-in Everyone group",
		)
	case owner != nil && world.TypeOf(owner).Name == names.User &&
		e.Object().Text(names.UserID) != owner.ID():
		return world.Conflict("Cannot remove inherited permission")
	}
	ac.report(c, e, 852)
	ac.w.Remove(e)
	return nil
}

// supers counts the permissions by which somebody may do everything.
func (ac *Access) supers() int {
	n := 0
	for _, p := range ac.systemPermissions() {
		if p.Object().Text(names.RoleID) == superUser {
			n++
		}
	}
	return n
}

// Grant takes a permission that an engine listed below an object. Those that are known already were
// inherited from another one.
func (ac *Access) Grant(p *store.Place, o *store.Object) {
	root := ac.w.Tree.Root.Fixed["permissions"]
	if root == nil || ac.w.ByID(o.Type, o.ID()) != nil {
		return
	}
	e, on := ac.w.Add(nil, root, ac.w.Normalize(root.Item, o)), p.Owner()
	switch {
	case on == nil || slices.ContainsFunc(objects, o.Has):
	case world.TypeOf(on).Name == names.User || world.TypeOf(on).Name == names.Group:
		// it is for something that doesn't list its permissions, such as an instance type
		e.SetNote(grantedOn, "/")
	default:
		e.SetNote(grantedOn, on.Path)
		ac.w.Link(p.Collection(), e)
	}
}
