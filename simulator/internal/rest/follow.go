package rest

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// links is what a follow parameter asks for, by name.
type links map[string]links

// followTree reads a follow parameter: names with dots, separated by commas.
func followTree(text string) links {
	tree := links{}
	for path := range strings.SplitSeq(text, ",") {
		at := tree
		names := strings.Split(path, ".")
		for _, name := range names {
			if name == "" && len(names) < 3 {
				continue // The engine trips over an empty name between others alone.
			}
			if at[name] == nil {
				at[name] = links{}
			}
			at = at[name]
		}
	}
	return tree
}

// maxFollowed bounds what one answer shows of other objects: links that lead back and forth multiply with each step.
const maxFollowed = 250_000

// errNoLink says that follow names what can't be followed; the engine fails then.
var errNoLink = errors.New("not a link")

// notFollowed are links that engines show but fail to follow, by the type of the object.
var notFollowed = map[string][]string{
	"host":     {"hooks", "numa_nodes"},
	"snapshot": {"vm"},
	"vm":       {"backups", "checkpoints", "numa_nodes", "quota"},
}

// unfollowable reports whether an engine fails to follow a link. The active snapshot has none.
func unfollowable(o *store.Object, name string) bool {
	active := o.Type.Name == "snapshot" && o.Text("snapshot_type") == "active"
	return active || slices.Contains(notFollowed[o.Type.Name], name)
}

// follow puts what the tree names into the view. It must be called within Read.
func (q *request) follow(v *document.View, p *store.Place, tree links) error {
	for name, below := range tree {
		m := v.Object.Type.Followed(name)
		if m == nil || m.Kind != schema.Struct || unfollowable(v.Object, m.Name) {
			return errNoLink
		}
		if m.List {
			if err := q.followList(v, p, m, below); err != nil {
				return err
			}
			continue
		}
		if !m.Link && !m.Type.Identified {
			return errNoLink
		}
		ref, _ := v.Object.Value(m).(*store.Object)
		e := q.world.Resolve(ref)
		if e == nil {
			return errNoLink
		}
		if !q.sees(e) {
			continue
		}
		part, err := q.followed(&store.Place{Node: e.Node, Path: e.Path, Entity: e}, below)
		if err != nil {
			return err
		}
		if v.Parts == nil {
			v.Parts = map[string]*document.View{}
		}
		v.Parts[m.Name] = &part
	}
	return nil
}

// followed shows an object to which a link leads, with what is followed from there.
func (q *request) followed(p *store.Place, below links) (document.View, error) {
	if q.reached++; q.reached > q.most {
		detail := "[follow leads to more than " + strconv.Itoa(q.most) + " objects]"
		return document.View{}, &world.Fault{Status: http.StatusBadRequest, Reason: "Operation Failed", Detail: detail}
	}
	v := q.show(p, q.within())
	return v, q.follow(&v, p, below)
}

// followList puts a collection below the object into its view.
func (q *request) followList(v *document.View, p *store.Place, m *schema.Member, below links) error {
	segment := world.Segment(p.Node, m)
	if segment == "" {
		if v.Object.Value(m) != nil && m.Link {
			return q.followInline(v, m, below)
		}
		return errNoLink
	}
	collection := q.world.Below(p, segment)
	list := []document.View{}
	for _, e := range q.seen(q.world.Choose(collection, q.world.Entities(collection), q.within())) {
		item, err := q.followed(q.world.Child(collection, e), below)
		if err != nil {
			return err
		}
		list = append(list, item)
	}
	if v.Lists == nil {
		v.Lists = map[string][]document.View{}
	}
	v.Lists[m.Name] = list
	return nil
}

// followInline follows the references of a list that is part of the object itself.
func (q *request) followInline(v *document.View, m *schema.Member, below links) error {
	refs, _ := v.Object.Value(m).([]*store.Object)
	list := make([]document.View, 0, len(refs))
	for _, ref := range refs {
		e := q.world.Resolve(ref)
		if e == nil || !q.sees(e) {
			list = append(list, document.View{Object: ref, Path: ref.Path})
			continue
		}
		item, err := q.followed(&store.Place{Node: e.Node, Path: e.Path, Entity: e}, below)
		if err != nil {
			return err
		}
		list = append(list, item)
	}
	if v.Lists == nil {
		v.Lists = map[string][]document.View{}
	}
	v.Lists[m.Name] = list
	return nil
}
