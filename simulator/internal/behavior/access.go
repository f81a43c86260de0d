package behavior

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// objects are the members of a permission that say what it is for; none of them means the whole system.
var objects = []string{"cluster", "data_center", "disk", "host", "storage_domain", "template", "vm", "vm_pool"}

func (w *World) permissions() {
	w.hook("system_permissions").List = func(p *store.Place) []*store.Entity {
		var out []*store.Entity
		for _, e := range w.Kept(p) {
			if isSystem(e) {
				out = append(out, e)
			}
		}
		return out
	}
	w.hook("assigned_permissions").List = func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		owner := p.Owner()
		if owner == nil || !slices.Contains(objects, typeOf(owner).Name) {
			return out
		}
		for _, above := range w.chain(owner) {
			out = append(out, w.Referring("permission", typeOf(above).Name, above.ID())...)
		}
		for _, e := range w.All("/permissions") {
			if isSystem(e) {
				out = append(out, e)
			}
		}
		return out
	}
	add := func(c *Call) (*store.Entity, error) {
		if !c.Body.Has("user") && !c.Body.Has("group") {
			return nil, Incomplete("Permission [user.id|group.id] required for add")
		}
		e, err := c.Insert(c.Body)
		if err == nil && w.Linked(c.Place.Node) {
			// The model has no member for what the permission is on, so the collection tells.
			e.SetNote(grantedOn, c.Owner().Path)
			c.Link(c.Place.Collection(), e)
		}
		return e, err
	}
	w.hook("system_permissions").Add = add
	w.hook("assigned_permissions").Add = add
	w.hook("permission").Remove = func(c *Call) error {
		w.Remove(c.Entity())
		return nil
	}
	w.hook("permission").Show = func(p *store.Place, v *document.View, _ Query) {
		// Inherited permissions are shown as if they were given on the object that was asked for.
		if p.Above == nil || p.Above.Owner() == nil {
			return
		}
		owner := p.Above.Owner()
		if name := typeOf(owner).Name; slices.Contains(objects, name) && v.Object.Text(name+".id") != owner.ID() {
			hide(v, objects...)
			v.Object.Set(name, Ref(owner))
		}
	}
}

// grantedOn is the note at a permission whose object isn't among its members.
const grantedOn = "granted on"

func isSystem(permission *store.Entity) bool {
	return permission.Note(grantedOn) == "" && !slices.ContainsFunc(objects, func(name string) bool { return permission.Object().Has(name) })
}

// chain gives the objects from which one inherits permissions: its cluster, and the data center of that.
func (w *World) chain(e *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, member := range [...]string{"cluster", "data_center"} {
		if above := w.of(e, member); above != nil {
			out = append(append(out, above), w.chain(above)...)
		}
	}
	return out
}

// permit gives a user a role on an object.
func (w *World) permit(on, user *store.Entity, role string) {
	root := w.Tree.Root.Fixed["permissions"]
	if root == nil || user == nil {
		return
	}
	r := w.byName("/roles", role)
	if r == nil {
		return
	}
	o := w.obj("permission")
	o.Set("role", Ref(r))
	o.Set("user", Ref(user))
	if on != nil {
		o.Set(typeOf(on).Name, Ref(on))
	}
	w.Add(nil, root, o)
}

// byName gives the object of that name in a collection of the entry point, or nil.
func (w *World) byName(path, name string) *store.Entity {
	for _, e := range w.All(path) {
		if e.Object().Name() == name {
			return e
		}
	}
	return nil
}

func (w *World) tags() {
	w.hook("tags").Add = func(c *Call) (*store.Entity, error) {
		if parent := w.Resolve(c.Body.Part("parent")); parent == nil {
			c.Body.Set("parent", Ref(w.At("/tags/"+blankID)))
		}
		return c.Insert(c.Body)
	}
	w.hook("assigned_tag").Show = func(p *store.Place, v *document.View, _ Query) {
		if owner := p.Above.Owner(); owner != nil {
			v.Object = v.Object.Clone()
			v.Object.Set(typeOf(owner).Name, Ref(owner))
		}
	}
	w.hook("tag").Remove = func(c *Call) error {
		if c.Entity().ID() == blankID {
			return Conflict("Cannot remove Tag. The root tag can't be removed.")
		}
		w.drop(c.Entity())
		return nil
	}
}

func (w *World) roles() {
	w.hook("roles").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Set("mutable", true)
		c.Body.Default("administrative", false)
		role, err := c.Insert(c.Body)
		if err != nil {
			return nil, err
		}
		for _, permit := range c.Body.List("permits") {
			w.addChild(role, "permits", func(o *store.Object) { o.Merge(permit); o.Set("role", Ref(role)) })
		}
		return role, nil
	}
	fixed := func(c *Call, verb string) error {
		if c.Object().Has("mutable") && !c.Object().True("mutable") {
			return Conflict("Cannot %s Role. This is a system role.", verb)
		}
		return nil
	}
	h := w.hook("role")
	h.Update = func(c *Call) error {
		if err := fixed(c, "edit"); err != nil {
			return err
		}
		return c.Apply(c.Body)
	}
	h.Remove = func(c *Call) error {
		if err := fixed(c, "remove"); err != nil {
			return err
		}
		w.drop(c.Entity())
		return nil
	}
}

func (w *World) users() {
	w.hook("users").Add = func(c *Call) (*store.Entity, error) {
		name := c.Body.Text("user_name")
		login, _, _ := strings.Cut(name, "@")
		for _, e := range w.All("/users") {
			if e.Object().Text("user_name") == name || e.Object().Text("principal") == name {
				return e, nil
			}
		}
		for known := range w.cfg.Users {
			if l, profile, _ := strings.Cut(known, "@"); l == login && (name == known || name == known+"-authz" || name == login) {
				return w.addUser(login, profile), nil
			}
		}
		return nil, &Fault{Status: http.StatusBadRequest, Plain: true, Detail: "No such user: " + name}
	}
	w.hook("groups").Add = func(c *Call) (*store.Entity, error) {
		if e := w.byName("/groups", c.Body.Name()); e != nil {
			return e, nil
		}
		c.Body.Default("namespace", "*")
		c.Body.Default("domain_entry_id", w.IDs.UUID())
		c.Body.Set("id", w.IDs.UUID())
		return c.Insert(c.Body)
	}
	w.hook("assigned_roles").List = func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil {
			return nil
		}
		var out []*store.Entity
		for _, permission := range w.Referring("permission", typeOf(owner).Name, owner.ID()) {
			if role := w.of(permission, "role"); role != nil && !slices.Contains(out, role) {
				out = append(out, role)
			}
		}
		return out
	}
}

// addUser makes the user of a login of the directory.
func (w *World) addUser(login, profile string) *store.Entity {
	root := w.Tree.Root.Fixed["users"]
	o := w.obj("user")
	authz := profile + "-authz"
	domain := w.domain(authz)
	o.Set("name", login)
	o.Set("last_name", "")
	o.Set("email", "")
	o.Set("department", "")
	o.Set("user_name", login+"@"+authz)
	o.Set("principal", login)
	o.Set("namespace", "*")
	o.Set("domain_entry_id", hex.EncodeToString([]byte(store.NameUUID(login))))
	o.Set("domain", Ref(domain))
	return w.Add(nil, root, o)
}

// domain gives the directory of that name, which is made if it isn't there.
func (w *World) domain(name string) *store.Entity {
	id := strings.ToUpper(hex.EncodeToString([]byte(name)))
	if e := w.At("/domains/" + id); e != nil {
		return e
	}
	root := w.Tree.Root.Fixed["domains"]
	o := w.obj("domain")
	if root == nil || o == nil {
		return nil
	}
	o.Set("id", id)
	o.Set("name", name)
	return w.Add(nil, root, o)
}

// UserOf gives the user of a login such as admin@internal, or nil.
func (w *World) UserOf(login string) *store.Entity {
	for _, e := range w.All("/users") {
		if e.Object().Text("user_name") == login+"-authz" {
			return e
		}
	}
	return nil
}
