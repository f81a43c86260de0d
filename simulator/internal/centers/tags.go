package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (cs *Centers) registerTags() {
	cs.w.Hook("tags").Add = func(c *world.Call) (*store.Entity, error) {
		if err := cs.tagFree(c.Body.Name(), nil); err != nil {
			return nil, err
		}
		if parent := cs.w.Resolve(c.Body.Part(names.Parent)); parent == nil {
			c.Body.Set(names.Parent, world.Ref(cs.w.At("/tags/"+world.BlankID)))
		}
		c.Body.Set(names.Comment, nil) // Tags keep none.
		return c.Insert(c.Body)
	}
	cs.registerBookmarks()
	h := cs.w.Hook("tag")
	h.Update = cs.updateTag
	h.Remove = func(c *world.Call) error {
		if c.Entity().ID() == world.BlankID {
			return world.Conflict("Cannot remove Tag. The root tag can't be removed.")
		}
		cs.dropTag(c.Entity())
		return nil
	}
	cs.w.Hook("assigned_tag").Show = func(p *store.Place, v *document.View, _ world.Query) {
		if owner := p.Above.Owner(); owner != nil {
			v.Object = v.Object.Clone()
			v.Object.Set(world.TypeOf(owner).Name, world.Ref(owner))
		}
	}
}

// registerBookmarks sets the behavior of bookmarks, which keep a name and a value: BookmarkMapper.
func (cs *Centers) registerBookmarks() {
	kept := func(c *world.Call) error {
		c.Body.Set(names.Description, nil)
		c.Body.Set(names.Comment, nil)
		if n := len([]rune(c.Body.Text(names.Value))); c.Body.Has(names.Value) &&
			(n < 1 || n > 300) {
			return world.Bad("size must be between 1 and 300, Attribute: bookmark.value")
		}
		return nil
	}
	cs.w.Hook("bookmarks").Add = func(c *world.Call) (*store.Entity, error) {
		if err := kept(c); err != nil {
			return nil, err
		}
		return c.Insert(c.Body)
	}
	cs.w.Hook("bookmark").Update = func(c *world.Call) error {
		if err := kept(c); err != nil {
			return err
		}
		return c.Apply(c.Body)
	}
}

// tagFree refuses a name that another tag has.
func (cs *Centers) tagFree(name string, self *store.Entity) error {
	if e := cs.w.ByName("/tags", name); name != "" && e != nil && e != self {
		return world.Conflict("The specified Tag name already exists.")
	}
	return nil
}

func (cs *Centers) updateTag(c *world.Call) error {
	e := c.Entity()
	if e.ID() == world.BlankID {
		return world.Conflict("Cannot edit readonly tag")
	}
	if err := cs.tagFree(c.Body.Name(), e); err != nil {
		return err
	}
	for at := cs.w.Resolve(c.Body.Part(names.Parent)); at != nil; at = cs.w.Target(at, names.Parent) {
		if at == e {
			return world.Conflict("Operation canceled, recursive Tag hierarchy cannot be defined.")
		}
	}
	c.Body.Set(names.Comment, nil)
	if c.Body.Has(names.Parent) && cs.w.Resolve(c.Body.Part(names.Parent)) == nil {
		c.Body.Set(names.Parent, world.Ref(cs.w.At("/tags/"+world.BlankID)))
	}
	return c.Apply(c.Body)
}

// dropTag removes a tag with all that are below it.
func (cs *Centers) dropTag(tag *store.Entity) {
	for _, e := range slices.Clone(cs.w.All("/tags")) {
		if cs.w.Target(e, names.Parent) == tag {
			cs.dropTag(e)
		}
	}
	cs.w.Drop(tag)
}
