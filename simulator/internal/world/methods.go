package world

import (
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Create makes what the document of the call describes.
func (w *World) Create(c *Call) (*store.Entity, error) {
	if err := c.authorize("add"); err != nil {
		return nil, err
	}
	if err := checkDescription(c.Body, "add"); err != nil {
		return nil, err
	}
	e, err := w.create(c)
	if err == nil {
		if c.Guard != nil {
			c.Guard.Created(c, e)
		}
		c.audit("add", e)
	}
	return e, err
}

func (w *World) create(c *Call) (*store.Entity, error) {
	n := c.Place.Node
	if n.Parent != nil && n.Parent.Service.Name == "iscsi_bond" {
		c.ActsAdd = true
		return c.AddReference()
	}
	if w.Linked(n) {
		if h := w.hooks[n.Service.Name]; h != nil && h.Add != nil {
			return h.Add(c)
		}
		return c.AddReference()
	}
	c.setOwner()
	if h := w.hooksAt(n); h.Add != nil {
		return h.Add(c)
	}
	return c.Insert(c.Body)
}

// ByReference reports whether an add to the collection only names an object that exists, so that
// nothing else is mandatory.
func (w *World) ByReference(n *route.Node) bool {
	return w.Linked(n) && n.Service.Name != "assigned_permissions"
}

// setOwner sets the members by which an object refers to the one above its collection.
func (c *Call) setOwner() {
	owner := c.Owner()
	if owner == nil {
		return
	}
	m := c.OwnerMember(c.Place.Node)
	if m == nil {
		// An object that lives there may still refer to its owner, as a NIC does to its VM.
		if m = c.Body.Type.Member(TypeOf(owner).Name); m == nil || m.List ||
			m.Type != TypeOf(owner) {
			return
		}
	}
	if m.List {
		c.Body.Put(m, []*store.Object{Ref(owner)})
		return
	}
	c.Body.Put(m, Ref(owner))
}

// Insert puts an object into the collection of the call, if its name is free.
func (c *Call) Insert(o *store.Object) (*store.Entity, error) {
	home, owner := c.Home()
	if err := c.CheckName(home, owner, o, nil); err != nil {
		return nil, err
	}
	if !keepsID[o.Type.Name] {
		o.Set(names.ID, nil)
	}
	e := c.Add(owner, home, c.Normalize(home.Item, o))
	c.associate(e)
	return e, nil
}

// keepsID are the types whose id is given by who adds them.
var keepsID = map[string]bool{
	"network_label": true, "permit": true, "disk_attachment": true, "graphics_console": true,
	"user": true, "group": true,
	"event": true, "cluster_feature": true,
}

// Home returns the collection in which an object of the call's collection lives.
func (c *Call) Home() (*route.Node, *store.Entity) {
	n := c.Place.Node
	if c.OwnerMember(n) != nil || c.Linked(n) {
		return c.Root(c.Element(n)), nil
	}
	return n, c.Owner()
}

// associate puts what the document lists for collections of references into them, such as the
// networks of an iSCSI bond.
func (c *Call) associate(e *store.Entity) {
	c.Body.Each(func(m *schema.Member, v any) {
		list, ok := v.([]*store.Object)
		if !ok {
			return
		}
		segment := Segment(e.Node, m)
		if segment == "" || !c.Linked(e.Node.Fixed[segment]) {
			return
		}
		for _, ref := range list {
			if target := c.Resolve(ref); target != nil {
				c.Link(e.Path+"/"+segment, target)
			}
		}
	})
}

// AddReference puts an existing object into the collection of the call.
func (c *Call) AddReference() (*store.Entity, error) {
	e, err := c.Referenced()
	if err != nil {
		return nil, err
	}
	c.Link(c.Place.Collection(), e)
	if mirror := c.Mirror(c.Place.Node); mirror != "" && c.Owner() != nil {
		c.Link(e.Path+"/"+mirror, c.Owner())
	}
	return e, nil
}

// Referenced returns the existing object that the document means.
func (c *Call) Referenced() (*store.Entity, error) {
	if c.Body.ID() == "" && c.Body.Name() == "" {
		return nil, Incomplete(c.Body.Type.Java() + " [id|name] required for add")
	}
	if e := c.Resolve(c.Body); e != nil {
		return e, nil
	}
	return nil, NotFound(c.Body.Type, c.Body)
}

// Modify changes the object of the call as its document says.
func (w *World) Modify(c *Call) error {
	if err := c.authorize("update"); err != nil {
		return err
	}
	e := c.Entity()
	if id := c.Body.ID(); id != "" && id != e.ID() {
		return ImmutableField("id")
	}
	if err := checkDescription(c.Body, "edit"); err != nil {
		return err
	}
	change := c.Apply
	if h := w.hooksAt(c.Place.Node); h.Update != nil {
		change = func(*store.Object) error { return h.Update(c) }
	}
	if err := change(c.Body); err != nil {
		return err
	}
	c.audit("update", e)
	return nil
}

// Apply lays a document over the object of the call.
func (c *Call) Apply(change *store.Object) error {
	e := c.Entity()
	o := c.Object().Clone()
	o.Merge(change)
	o.Set(names.ID, e.ID())
	if name := change.Name(); name != "" && name != c.Object().Name() && e.Node.Parent != nil {
		if err := c.CheckName(e.Node.Parent, e.Owner, o, e); err != nil {
			return err
		}
	}
	c.Put(e, c.Normalize(e.Node, o))
	return nil
}

// Delete removes the object of the call, or takes it out of a collection that only refers to it.
func (w *World) Delete(c *Call) error {
	if err := c.authorize("remove"); err != nil {
		return err
	}
	if err := w.delete(c); err != nil {
		return err
	}
	c.audit("remove", c.Entity())
	return nil
}

func (w *World) delete(c *Call) error {
	collection := c.Place.Above
	if c.Place.Node.Has(model.Remove) && c.Place.Node.Segment != "" {
		collection = c.Place // a list in the body tells which objects
	}
	if h := w.hooks[c.Place.Node.Service.Name]; h != nil && h.Remove != nil {
		return h.Remove(c)
	}
	if collection != c.Place && w.Linked(collection.Node) {
		c.RemoveReference()
		return nil
	}
	if h := w.hooksAt(c.Place.Node); h.Remove != nil {
		return h.Remove(c)
	}
	if c.Entity() != nil {
		c.Drop(c.Entity())
	}
	return nil
}

// RemoveReference takes the object of the call out of its collection, and the owner out of the
// mirror.
func (c *Call) RemoveReference() {
	collection, e := c.Place.Above, c.Entity()
	c.Unlink(collection.Collection(), e)
	if mirror := c.Mirror(collection.Node); mirror != "" && collection.Owner() != nil {
		c.Unlink(e.Path+"/"+mirror, collection.Owner())
	}
}

// Act does an action. What no hook knows succeeds without effect.
func (w *World) Act(c *Call, segment string) error {
	if err := c.authorize(segment); err != nil {
		return err
	}
	if h := w.hooksAt(c.Place.Node); h.Actions[segment] != nil {
		if err := h.Actions[segment](c); err != nil {
			return err
		}
	}
	c.audit(segment, c.Entity())
	return nil
}
