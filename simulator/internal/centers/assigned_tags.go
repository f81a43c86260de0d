package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// tagCodes are the codes of events about tags of an object, by the type of the object.
var tagCodes = map[string]struct{ attached, detached, exists int64 }{
	names.Group:    {438, 450, 453},
	names.Host:     {442, 444, 455},
	names.Template: {183, 185, 460},
	names.User:     {436, 448, 452},
	names.Vm:       {440, 446, 454},
}

func (cs *Centers) registerAssignedTags() {
	h := cs.w.Hook("assigned_tag")
	h.Show = showAssignedTag
	h.Remove = func(c *world.Call) error {
		owner := c.Place.Above.Owner()
		c.RemoveReference()
		reportTag(c, tagCodes[world.TypeOf(owner).Name].detached, c.Entity(), owner)
		return nil
	}
	cs.w.Hook("assigned_tags").Add = cs.assignTag
}

// assignTag assigns a tag to an object.
func (cs *Centers) assignTag(c *world.Call) (*store.Entity, error) {
	if c.Body.ID() == "" && cs.w.ByName("/tags", c.Body.Name()) == nil {
		return nil, noTag(c.Body.Name())
	}
	before := slices.Clone(c.Kept(c.Place))
	tag, err := c.AddReference()
	if err != nil {
		return nil, err
	}
	codes := tagCodes[world.TypeOf(c.Owner()).Name]
	code := codes.attached
	if slices.Contains(before, tag) {
		code = codes.exists
	}
	reportTag(c, code, tag, c.Owner())
	return tag, nil
}

// reportTag logs what happened to a tag of an object. Users are called as they log in.
func reportTag(c *world.Call, code int64, tag, owner *store.Entity) {
	name := owner.Object().Text(names.Principal)
	if name == "" {
		name = owner.Object().Name()
	}
	c.Report(code, world.Named{"tag": tag.Object().Name(), "name": name})
}

// showAssignedTag adds the object that has the tag. What is read from the database has a
// description, which may be empty.
func showAssignedTag(p *store.Place, v *document.View, q world.Query) {
	owner := p.Above.Owner()
	if owner == nil {
		return
	}
	v.Object = v.Object.Clone()
	v.Object.Set(world.TypeOf(owner).Name, world.Ref(owner))
	if !q.Bool("all_content", false) {
		v.Object.Default(names.Description, "")
	}
}
