package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) tags() {
	w.hook("tags").Add = func(c *Call) (*store.Entity, error) {
		if err := w.tagFree(c.Body.Name(), nil); err != nil {
			return nil, err
		}
		if parent := w.Resolve(c.Body.Part("parent")); parent == nil {
			c.Body.Set("parent", Ref(w.At("/tags/"+blankID)))
		}
		c.Body.Set("comment", nil) // Tags keep none.
		return c.Insert(c.Body)
	}
	w.bookmarks()
	h := w.hook("tag")
	h.Update = w.updateTag
	h.Remove = func(c *Call) error {
		if c.Entity().ID() == blankID {
			return Conflict("Cannot remove Tag. The root tag can't be removed.")
		}
		w.dropTag(c.Entity())
		return nil
	}
	w.hook("assigned_tag").Show = func(p *store.Place, v *document.View, _ Query) {
		if owner := p.Above.Owner(); owner != nil {
			v.Object = v.Object.Clone()
			v.Object.Set(typeOf(owner).Name, Ref(owner))
		}
	}
}

// bookmarks sets the behaviour of bookmarks, which keep a name and a value: BookmarkMapper.
func (w *World) bookmarks() {
	kept := func(c *Call) error {
		c.Body.Set("description", nil)
		c.Body.Set("comment", nil)
		if n := len([]rune(c.Body.Text("value"))); c.Body.Has("value") && (n < 1 || n > 300) {
			return Bad("size must be between 1 and 300, Attribute: bookmark.value")
		}
		return nil
	}
	w.hook("bookmarks").Add = func(c *Call) (*store.Entity, error) {
		if err := kept(c); err != nil {
			return nil, err
		}
		return c.Insert(c.Body)
	}
	w.hook("bookmark").Update = func(c *Call) error {
		if err := kept(c); err != nil {
			return err
		}
		return c.Apply(c.Body)
	}
}

// tagFree refuses a name that another tag has.
func (w *World) tagFree(name string, self *store.Entity) error {
	if e := w.byName("/tags", name); name != "" && e != nil && e != self {
		return Conflict("The specified Tag name already exists.")
	}
	return nil
}

func (w *World) updateTag(c *Call) error {
	e := c.Entity()
	if e.ID() == blankID {
		return Conflict("Cannot edit readonly tag")
	}
	if err := w.tagFree(c.Body.Name(), e); err != nil {
		return err
	}
	for at := w.Resolve(c.Body.Part("parent")); at != nil; at = w.of(at, "parent") {
		if at == e {
			return Conflict("Operation canceled, recursive Tag hierarchy cannot be defined.")
		}
	}
	c.Body.Set("comment", nil)
	if c.Body.Has("parent") && w.Resolve(c.Body.Part("parent")) == nil {
		c.Body.Set("parent", Ref(w.At("/tags/"+blankID)))
	}
	return c.Apply(c.Body)
}

// dropTag removes a tag with all that are below it.
func (w *World) dropTag(tag *store.Entity) {
	for _, e := range slices.Clone(w.All("/tags")) {
		if w.of(e, "parent") == tag {
			w.dropTag(e)
		}
	}
	w.drop(tag)
}
