package rest

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// list answers with a collection.
func (q *request) list() {
	var views []document.View
	var kept []bool // which views show the object as it is
	var place *store.Place
	var err error
	q.world.Read(func() {
		var entities []*store.Entity
		if place, err = q.locate(); errors.Is(err, store.ErrNotFound) {
			place, entities, err = q.orphan()
		} else if err == nil {
			entities, err = q.selection(place)
		}
		if err != nil {
			return
		}
		tree, shown := followTree(q.query.Text("follow")), q.query.With(world.Listed)
		views = make([]document.View, 0, len(entities))
		for _, e := range entities {
			child := q.world.Child(place, e)
			v := q.show(child, shown)
			if err = q.follow(&v, child, tree); err != nil {
				return
			}
			views, kept = append(views, v), append(kept, v.Object == e.Object())
		}
	})
	if err != nil {
		q.answerError(err)
		return
	}
	q.writeList(place, views, kept)
}

// orphan returns what is listed below an object that doesn't exist. It must be called within Read.
func (q *request) orphan() (*store.Place, []*store.Entity, error) {
	steps := q.match.Steps
	how := q.rules.Orphan(q.match.Node.Pattern)
	if how == nil || q.filtered || len(steps) < 3 {
		return nil, nil, store.ErrNotFound
	}
	if _, err := q.world.Locate(steps[:len(steps)-2]); err != nil {
		return nil, nil, err
	}
	if how.Fault != "" {
		detail := strings.ReplaceAll(how.Fault, "{id}", steps[len(steps)-2].Text)
		return nil, nil, &world.Fault{Status: http.StatusNotFound, Reason: "Operation Failed", Detail: detail}
	}
	place := &store.Place{Node: q.match.Node}
	if !how.Inherited {
		return place, nil, nil
	}
	root, err := q.world.Locate([]route.Step{{Node: q.world.Tree.Root.Fixed["permissions"], Text: "permissions"}})
	if err != nil {
		return nil, nil, err
	}
	return root, q.world.Entities(root), nil
}

// writeList writes a collection as it goes.
func (q *request) writeList(p *store.Place, views []document.View, kept []bool) {
	t := q.world.Element(p.Node)
	o := q.begin(http.StatusOK)
	o.w.BeginList(t.ListTag, t.Tag)
	if len(p.Node.Actions) > 0 && t.Name != "event" {
		// Engines don't offer the actions of the list of events.
		href := q.prefix + p.Path
		o.w.Actions(&href, p.Node.Actions)
	}
	for i := range views {
		o.item(&views[i], kept[i])
		o.flush()
	}
	o.w.EndList(t.ListTag)
	o.end()
}

// selection returns the objects that the parameters choose, in order.
func (q *request) selection(p *store.Place) ([]*store.Entity, error) {
	entities := q.seen(q.world.Choose(p, q.world.Entities(p), q.query))
	max, hasMax := q.query.Int("max")
	searched := q.searchable(p)
	how := q.paging.Of(p.Node.Service.Name)
	if hasMax && max < 0 {
		if searched && how != model.Limited {
			return nil, &world.Fault{Status: http.StatusBadRequest, Reason: "Operation Failed", Detail: "illegal max count value for query : " + strconv.FormatInt(max, 10)}
		}
		hasMax = false
	}
	entities = q.sorted(p, entities)
	if from, ok := q.query.Int("from"); ok && p.Node.Service.Name == "events" {
		entities = slices.DeleteFunc(slices.Clone(entities), func(e *store.Entity) bool { return e.Object().Int("index") <= from })
	}
	entities, page, err := q.search(p, entities)
	switch {
	case errors.Is(err, search.ErrInvalid):
		return nil, nil
	case err != nil:
		return nil, err
	}
	if q.unbounded(how, page) {
		hasMax = false
	}
	return window(entities, page, max, hasMax), nil
}

// search returns what of a list a search finds, and the page that it asks for.
func (q *request) search(p *store.Place, entities []*store.Entity) ([]*store.Entity, int, error) {
	how, text := q.paging.Of(p.Node.Service.Name), q.query.Text("search")
	switch {
	case how == model.Unfound && text != "":
		return nil, 0, nil
	case text == "", how == model.Ignored, !q.searchable(p):
		return entities, 0, nil
	}
	query, err := search.Parse(text)
	if err != nil {
		return nil, 0, err
	}
	turned := query.Page > 0 || query.SortBy != ""
	switch {
	case q.filtered:
	case turned && (how == model.Appended || how == model.Foreign), turned && how == model.Prefixed && query.Any == nil:
		return nil, 0, nil
	}
	caseSensitive := q.query.Bool("case_sensitive", false)
	entities, err = q.finder.Find(q.r.Context(), query, search.KindAt(p.Node), entities, caseSensitive)
	return entities, query.Page, err
}

// unbounded reports whether the engine leaves max out of account: it does so where a search has nothing to do with the list,
// and on all but the first page of what it limits itself. Of what a user may see, a search finds one page.
func (q *request) unbounded(how model.Paging, page int) bool {
	switch how {
	case model.Ignored, model.Foreign:
		return true
	case model.Limited:
		return page > 1
	case "":
		return false
	}
	return q.filtered && (page > 1 || !q.query.Has("search"))
}

// window cuts a page out of a list. Without a maximum the first page is everything.
func window(entities []*store.Entity, page int, max int64, hasMax bool) []*store.Entity {
	if !hasMax {
		if page > 1 {
			return nil
		}
		return entities
	}
	first := int64(0)
	if page > 1 {
		first = int64(page-1) * max
		if max > 0 && first/max != int64(page-1) {
			return nil
		}
	}
	if first >= int64(len(entities)) {
		return nil
	}
	entities = entities[first:]
	if max < int64(len(entities)) {
		entities = entities[:max]
	}
	return entities
}

// searchable reports whether the list takes a search.
func (q *request) searchable(p *store.Place) bool {
	for _, m := range p.Node.Methods(model.List) {
		if m.Param("search") != nil {
			return true
		}
	}
	return false
}

// named are the types that are listed by name.
var named = []string{"vm", "host", "template", "cluster", "data_center", "storage_domain", "vm_pool", "user", "group", "instance_type"}

// sorted returns the objects in the order of the engine. The slice given isn't changed.
func (q *request) sorted(p *store.Place, entities []*store.Entity) []*store.Entity {
	if len(entities) < 2 {
		return entities
	}
	var key func(*store.Object) string
	switch name := entities[0].Object().Type.Name; {
	case name == "event":
		entities = slices.Clone(entities)
		slices.SortStableFunc(entities, func(a, b *store.Entity) int { return int(b.Object().Int("index") - a.Object().Int("index")) })
		return entities
	case name == "disk":
		key = func(o *store.Object) string { return o.Text("alias") + "\x00" + o.ID() }
	case name == "network":
		key = func(o *store.Object) string {
			center := ""
			if e := q.world.Resolve(o.Part("data_center")); e != nil {
				center = e.Object().Name()
			}
			return center + "\x00" + o.Name()
		}
	case name == "tag" && p.Above != nil && p.Owner() == nil:
		// The root tag shows last.
		key = func(o *store.Object) string { return strconv.FormatBool(!o.Has("parent")) + o.Name() }
	case slices.Contains(named, name):
		key = (*store.Object).Name
	default:
		return entities
	}
	return byKey(entities, key)
}

func byKey(entities []*store.Entity, key func(*store.Object) string) []*store.Entity {
	type keyed struct {
		key string
		e   *store.Entity
	}
	list := make([]keyed, len(entities))
	for i, e := range entities {
		list[i] = keyed{key(e.Object()), e}
	}
	slices.SortStableFunc(list, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	out := make([]*store.Entity, len(list))
	for i, k := range list {
		out[i] = k.e
	}
	return out
}
