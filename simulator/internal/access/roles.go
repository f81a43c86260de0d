package access

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// superUser is the id of the role that allows everything.
const superUser = "00000000-0000-0000-0000-000000000001"

// everyone is the id of the group that all users are in.
const everyone = "eee00000-0000-0000-0000-123456789eee"

// roleOf returns the role that each engine has under that id or name, or nil.
func roleOf(idOrName string) *content.Role {
	for _, r := range content.Roles() {
		if r.ID == idOrName || r.Name == idOrName {
			return r
		}
	}
	return nil
}

// KnownRole reports whether each engine has a role of that name.
func KnownRole(name string) bool { return roleOf(name) != nil }

func (ac *Access) seedRoles() {
	for _, r := range content.Roles() {
		o := ac.w.NewObject(names.Role)
		o.Set(names.ID, r.ID)
		o.Set(names.Name, r.Name)
		o.Set(names.Description, r.Description)
		o.Set(names.Administrative, r.Admin)
		o.Set(names.Mutable, false)
		role := ac.w.Add(nil, ac.w.Tree.Root.Fixed["roles"], o)
		for _, id := range r.Permits {
			ac.givePermit(role, permitOf(id, ""))
		}
	}
}

func (ac *Access) givePermit(role *store.Entity, p *permit) *store.Entity {
	collection := role.Node.Fixed["permits"]
	if collection == nil {
		return nil
	}
	return ac.w.Add(role, collection, ac.permitObject(role, p))
}

// permitObject returns a permit as one of a role.
func (ac *Access) permitObject(role *store.Entity, p *permit) *store.Object {
	o := ac.w.NewObject(names.Permit)
	o.Set(names.ID, strconv.Itoa(p.id))
	o.Set(names.Name, p.name)
	o.Set(names.Administrative, p.admin)
	o.Set(names.Role, world.Ref(role))
	return o
}

// allows reports whether a role has a permit.
func (ac *Access) allows(role *store.Entity, id string) bool {
	return role != nil && (role.ID() == superUser || ac.w.At(role.Path+"/permits/"+id) != nil)
}

// showsChildren reports whether who has the role on an object sees what is in it.
func (ac *Access) showsChildren(role *store.Entity) bool {
	if r := roleOf(role.ID()); r != nil {
		return r.Children
	}
	for _, e := range ac.w.Of(role, "permits") {
		if p := permitOf(e.ID(), ""); p != nil && p.children {
			return true
		}
	}
	return false
}

func (ac *Access) registerRoles() {
	ac.w.Index(names.Permission, names.Role)
	ac.w.Hook("roles").Add = ac.addRole
	h := ac.w.Hook("role")
	h.Update = ac.updateRole
	h.Remove = func(c *world.Call) error {
		if err := mutable(c.Entity(), "remove"); err != nil {
			return err
		}
		if len(ac.w.Referring(names.Permission, names.Role, c.Entity().ID())) > 0 {
			return world.Conflict(
				"One or more Permissions is still associated with Role.\n- Please remove all " +
					"Permissions first.",
			)
		}
		ac.w.Drop(c.Entity())
		return nil
	}
	ac.w.Hook("permits").Add = ac.addPermit
	ac.w.Hook("permit").Remove = func(c *world.Call) error {
		if err := mutable(c.Entity().Owner, "detach"); err != nil {
			return err
		}
		if c.Entity().Note(notGiven) != "" {
			return world.Bad("Cannot detach action group from Role. This action group is not attached to this Role.")
		}
		reportPermit(c, 862, c.Entity().Owner, c.Object().Name())
		ac.w.Remove(c.Entity())
		return nil
	}
	ac.w.SetComputed("permits", ac.permitsOf)
	ac.w.Hook("permits").Choose = func(_ *store.Place, list []*store.Entity, _ world.Query) []*store.Entity {
		return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool { return e.Note(notGiven) != "" })
	}
	h.Show = showRole
	ac.w.SetComputed("assigned_roles", func(p *store.Place) []*store.Entity {
		return ac.rolesOf(p.Owner())
	})
}

// mutable refuses to change the roles that each engine has.
func mutable(role *store.Entity, verb string) error {
	if o := role.Object(); o.Has(names.Mutable) && !o.True(names.Mutable) {
		return world.Conflict("Cannot %s Role. The Role is Read-Only.", verb)
	}
	return nil
}

// notGiven is the note at a permit that a role doesn't have. Engines show each of their permits below
// each role, but list those that the role has.
const notGiven = "not given"

// permitsOf returns the permits of a role, and those that it doesn't have with a note.
func (ac *Access) permitsOf(p *store.Place) []*store.Entity {
	out := slices.Clone(ac.w.Kept(p))
	role := p.Owner()
	if role == nil {
		return out
	}
	for i := range permits {
		if ac.w.At(role.Path+"/permits/"+strconv.Itoa(permits[i].id)) != nil {
			continue
		}
		e := store.Transient(p, ac.permitObject(role, &permits[i]))
		e.SetNote(notGiven, "true")
		out = append(out, e)
	}
	return out
}

// updateRole changes a role. Whether it may be changed is what the document says, if it does.
func (ac *Access) updateRole(c *world.Call) error {
	fixed := c.Object().Has(names.Mutable) && !c.Object().True(names.Mutable)
	if c.Body.Has(names.Mutable) {
		fixed = !c.Body.True(names.Mutable)
	}
	switch {
	case fixed:
		return world.Conflict("Cannot edit Role. The Role is Read-Only.")
	case c.Body.Has(names.Name) && c.Body.Name() != c.Object().Name() && ac.w.ByName("/roles", c.Body.Name()) != nil:
		return roleNameUsed("edit")
	case c.Body.Has(names.Administrative) &&
		c.Body.True(names.Administrative) != c.Object().True(names.Administrative):
		return world.Bad("Cannot edit Role. Changing Role type is not allowed.")
	}
	return c.Apply(c.Body)
}

func roleNameUsed(verb string) *world.Fault {
	return world.Conflict(
		"Cannot %s Role. The Role name is already in use, please choose a unique name and try again.", verb,
	)
}

// errPermitID is the refusal of a permit whose ID is no number, or whose name is none.
var errPermitID = &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}

// addPermit adds a permit to a role.
func (ac *Access) addPermit(c *world.Call) (*store.Entity, error) {
	role := c.Owner()
	p := permitOf(c.Body.ID(), c.Body.Name())
	if _, err := strconv.Atoi(c.Body.ID()); p == nil && (err != nil || c.Body.ID() == "") {
		return nil, errPermitID
	}
	if err := mutable(role, "attach"); err != nil {
		return nil, err
	}
	switch {
	case p == nil:
		return nil, &world.Fault{
			Status: http.StatusInternalServerError, Reason: world.ReasonFailed,
			Detail: "[General command validation failure.]",
		}
	case ac.w.At(role.Path+"/permits/"+strconv.Itoa(p.id)) != nil:
		return nil, world.Conflict(
			"Cannot attach action group to Role. This action group is already attached to Role.",
		)
	case p.admin && !role.Object().True(names.Administrative):
		return nil, errAdminPermit
	}
	reportPermit(c, 860, role, p.name)
	return ac.givePermit(role, p), nil
}

// reportPermit logs that a role got or lost a permit.
func reportPermit(c *world.Call, code int64, role *store.Entity, permit string) {
	c.Report(code, world.Named{"permit": strings.ToUpper(permit), "role": role.Object().Name()})
}

// errAdminPermit is the refusal of an administrator's permit for a role that isn't administrative.
var errAdminPermit = world.Conflict("Cannot add administrator's action group to a User Role.")

// addRole adds a role with its permits.
func (ac *Access) addRole(c *world.Call) (*store.Entity, error) {
	asked := c.Body.List(names.Permits)
	if len(asked) == 0 {
		return nil, world.Bad("Actions list cannot be empty.")
	}
	list := make([]*permit, 0, len(asked))
	for _, o := range asked {
		p := permitOf(o.ID(), "")
		if _, err := strconv.Atoi(o.ID()); err != nil {
			return nil, world.ErrCrash
		}
		if p == nil {
			return nil, &world.Fault{
				Status: http.StatusBadRequest, Plain: true, Detail: o.ID() + " is not a valid permit ID.",
			}
		}
		list = append(list, p)
	}
	if ac.w.ByName("/roles", c.Body.Name()) != nil {
		return nil, roleNameUsed("add")
	}
	if !c.Body.Has(names.Administrative) {
		return nil, world.Bad("Invalid Role Type.")
	}
	for i, p := range list {
		switch {
		case p.admin && !c.Body.True(names.Administrative):
			return nil, errAdminPermit
		case slices.Contains(list[:i], p):
			// The database refuses it, and the command has no words for that.
			return nil, &world.Fault{Status: http.StatusBadRequest, Reason: world.ReasonFailed, Detail: "[]"}
		}
	}
	c.Body.Set(names.Mutable, true)
	c.Body.Set(names.Comment, nil) // Roles keep none.
	role, err := c.Insert(c.Body)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		ac.givePermit(role, p)
	}
	return role, nil
}

// rolesOf returns the roles that a user or group has on the system, by himself or as a member of a
// group; nil is one whom nobody knows.
func (ac *Access) rolesOf(principal *store.Entity) []*store.Entity {
	var out []*store.Entity
	holders := []*store.Entity{ac.w.At("/groups/" + everyone)}
	if principal != nil {
		holders = append([]*store.Entity{principal}, ac.groupsOf(principal)...)
	}
	for _, holder := range holders {
		if holder == nil {
			continue
		}
		for _, permission := range ac.w.Referring(names.Permission, world.TypeOf(holder).Name, holder.ID()) {
			if role := ac.w.Target(permission, names.Role); role != nil && isSystem(permission) {
				out = append(out, role)
			}
		}
	}
	return out
}

// showRole shows the roles of a user or group as those of a user. A list says no more of them than
// their names.
func showRole(p *store.Place, v *document.View, q world.Query) {
	if p.Above == nil || p.Above.Node.Service.Name != "assigned_roles" {
		return
	}
	user := "/users/" + path.Base(path.Dir(p.Above.Path))
	v.Path = user + "/roles/" + v.Object.ID()
	o := v.Object.Clone()
	if q.Has(world.Listed) {
		o = store.New(v.Object.Type)
		o.Set(names.ID, v.Object.ID())
		o.Set(names.Name, v.Object.Name())
	}
	o.Set(names.User, store.NewRef(o.Type.Member(names.User).Type, user, path.Base(user)))
	v.Object = o
}
