package access

import (
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
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
	return ac.w.AddChild(role, "permits", func(o *store.Object) {
		o.Set(names.ID, strconv.Itoa(p.id))
		o.Set(names.Name, p.name)
		o.Set(names.Administrative, p.admin)
		o.Set(names.Role, world.Ref(role))
	})
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
	h.Update = func(c *world.Call) error {
		if err := mutable(c.Entity(), "edit"); err != nil {
			return err
		}
		if c.Body.Has(names.Administrative) &&
			c.Body.True(names.Administrative) != c.Object().True(names.Administrative) {
			return world.Bad("Cannot edit Role. Changing Role type is not allowed.")
		}
		return c.Apply(c.Body)
	}
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
	ac.w.Hook("permits").Add = func(c *world.Call) (*store.Entity, error) {
		role := c.Owner()
		if err := mutable(role, "edit"); err != nil {
			return nil, err
		}
		p, err := fits(c.Body, role.Object().True(names.Administrative))
		if err != nil {
			return nil, err
		}
		if ac.w.At(role.Path+"/permits/"+strconv.Itoa(p.id)) != nil {
			return nil, world.Conflict(
				"Cannot attach action group to Role. This action group is already attached to " +
					"Role.",
			)
		}
		return ac.givePermit(role, p), nil
	}
	ac.w.Hook("permit").Remove = func(c *world.Call) error {
		if err := mutable(c.Entity().Owner, "edit"); err != nil {
			return err
		}
		ac.w.Remove(c.Entity())
		return nil
	}
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

// fits returns the permit that an object means, if a role of the kind may have it.
func fits(asked *store.Object, administrative bool) (*permit, error) {
	p := permitOf(asked.ID(), asked.Name())
	switch {
	case p == nil:
		return nil, world.NotFound(asked.Type, asked)
	case p.admin && !administrative:
		return nil, world.Conflict("Cannot add administrator's action group to a User Role.")
	}
	return p, nil
}

func (ac *Access) addRole(c *world.Call) (*store.Entity, error) {
	asked := c.Body.List(names.Permits)
	if len(asked) == 0 {
		return nil, world.Bad("Actions list cannot be empty.")
	}
	c.Body.Set(names.Mutable, true)
	c.Body.Default(names.Administrative, false)
	list := make([]*permit, 0, len(asked))
	for _, o := range asked {
		p, err := fits(o, c.Body.True(names.Administrative))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	role, err := c.Insert(c.Body)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		ac.givePermit(role, p)
	}
	return role, nil
}

// rolesOf returns the roles that a user or group has anywhere.
func (ac *Access) rolesOf(holder *store.Entity) []*store.Entity {
	if holder == nil {
		return nil
	}
	var out []*store.Entity
	seen := map[*store.Entity]bool{}
	for _, permission := range ac.w.Referring(names.Permission, world.TypeOf(holder).Name, holder.ID()) {
		if role := ac.w.Target(permission, names.Role); role != nil && !seen[role] {
			seen[role] = true
			out = append(out, role)
		}
	}
	return out
}
