package centers

import (
	"net/http"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (cs *Centers) registerTags() {
	cs.w.Hook("tags").Add = cs.addTag
	h := cs.w.Hook("tag")
	h.Update = cs.updateTag
	h.Remove = cs.removeTag
	cs.registerAssignedTags()
	cs.registerBookmarks()
}

// addTag adds a tag. Its answer shows the tag that has the name, which for a second tag of the name
// root is the root of all tags.
func (cs *Centers) addTag(c *world.Call) (*store.Entity, error) {
	name := c.Body.Name()
	if err := cs.tagFree(name, nil); err != nil {
		return nil, err
	}
	parent, err := cs.tagParent(c)
	if err != nil {
		return nil, err
	}
	root := cs.w.At("/tags/" + world.BlankID)
	switch {
	case parent == "":
		c.Body.Set(names.Parent, world.Ref(root))
	case cs.w.At("/tags/"+parent) == nil:
		// The database has the tag, and its name is taken, but no list shows it.
		cs.loseTag(name)
		return nil, noTag(name)
	}
	keepTag(c.Body)
	c.Body.Set(names.ID, nil)
	home, _ := c.Home()
	tag := cs.w.Add(nil, home, c.Normalize(home.Item, c.Body))
	if root != nil && name == root.Object().Name() {
		return root, nil
	}
	return tag, nil
}

// tagParent returns the ID of the parent that a document asks for, which need not exist, or "".
func (cs *Centers) tagParent(c *world.Call) (string, error) {
	ref := c.Body.Part(names.Parent)
	switch {
	case ref == nil:
		return "", nil
	case ref.Name() != "":
		e := cs.w.ByName("/tags", ref.Name())
		if e == nil {
			return "", noTag(ref.Name())
		}
		c.Body.Set(names.Parent, world.Ref(e))
		return e.ID(), nil
	case ref.ID() == "":
		c.Body.Set(names.Parent, nil)
	}
	return ref.ID(), nil
}

// noTag says that there is no tag of a name.
func noTag(name string) *world.Fault {
	return &world.Fault{
		Status: http.StatusNotFound, Reason: world.ReasonFailed, Detail: "Entity not found: " + name,
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

// tagFree refuses a name that another tag has. The root is in no database.
func (cs *Centers) tagFree(name string, self *store.Entity) error {
	if name == "" {
		return nil
	}
	taken := cs.lostTags[name]
	for _, e := range cs.w.All("/tags") {
		taken = taken || e != self && e.ID() != world.BlankID && e.Object().Name() == name
	}
	if taken {
		return world.Conflict("The specified Tag name already exists.")
	}
	return nil
}

// loseTag remembers the name of a tag that the database has, although no list shows it.
func (cs *Centers) loseTag(name string) {
	if cs.lostTags == nil {
		cs.lostTags = map[string]bool{}
	}
	cs.lostTags[name] = true
}

// updateTag moves a tag if the document has another parent, and then changes the rest of it.
func (cs *Centers) updateTag(c *world.Call) error {
	e := c.Entity()
	parent, err := cs.tagParent(c)
	if err != nil {
		return err
	}
	if parent != "" && parent != e.Object().Text("parent.id") {
		if err := cs.moveTag(e, parent); err != nil {
			return err
		}
	}
	if err := cs.tagFree(c.Body.Name(), e); err != nil {
		return err
	}
	if e.ID() == world.BlankID {
		return &world.Fault{
			Status: http.StatusInternalServerError, Reason: world.ReasonFailed,
			Detail: "[General command validation failure.]",
		}
	}
	keepTag(c.Body)
	c.Body.Set(names.Parent, nil)
	return c.Apply(c.Body)
}

// keepTag leaves a document what tags keep.
func keepTag(o *store.Object) {
	for _, member := range [...]string{names.Comment, names.Group, names.Host, names.Template, names.User, names.Vm} {
		o.Set(member, nil)
	}
}

// moveTag sets the parent of a tag, which need not exist.
func (cs *Centers) moveTag(tag *store.Entity, parent string) error {
	above := cs.w.At("/tags/" + parent)
	for at := above; at != nil; at = cs.w.Target(at, names.Parent) {
		if at == tag {
			return world.Conflict("Operation canceled, recursive Tag hierarchy cannot be defined.")
		}
	}
	ref := world.Ref(above)
	if ref == nil {
		ref = store.NewRef(world.TypeOf(tag), "/tags/"+parent, parent)
	}
	cs.w.Set(tag, names.Parent, ref)
	return nil
}

// removeTag removes a tag with all that are below it. An engine trips over a tag whose parent isn't
// there, after it has left its lists.
func (cs *Centers) removeTag(c *world.Call) error {
	tag := c.Entity()
	if tag.ID() == world.BlankID {
		return world.Bad("Cannot remove tag. Tag does not exist.")
	}
	orphan := tag.Object().Has(names.Parent) && cs.w.Target(tag, names.Parent) == nil
	for _, e := range cs.dropTag(tag) {
		if orphan {
			cs.loseTag(e.Object().Name())
		}
	}
	if orphan {
		return world.Bad("Internal Engine Error")
	}
	return nil
}

// dropTag removes a tag with all that are below it, and returns them.
func (cs *Centers) dropTag(tag *store.Entity) []*store.Entity {
	dropped := []*store.Entity{tag}
	for _, e := range slices.Clone(cs.w.All("/tags")) {
		if cs.w.Target(e, names.Parent) == tag {
			dropped = append(dropped, cs.dropTag(e)...)
		}
	}
	cs.w.Drop(tag)
	return dropped
}
