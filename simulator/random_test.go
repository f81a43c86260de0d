package simulator_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// dice makes requests that keep to the model and are senseless otherwise.
type dice struct {
	*walker
	*rand.Rand
	model *model.Model
	clock *simulator.ManualClock
	nodes []*route.Node
}

// TestSenselessRequests sends many requests with documents that the model allows: whatever they mean to an engine, it answers with a
// document of the model, and goes on.
func TestSenselessRequests(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			senseless(t, seed, 400)
		})
	}
}

// FuzzSenseless does the same for any seed.
func FuzzSenseless(f *testing.F) {
	f.Add(uint64(7))
	f.Fuzz(func(t *testing.T, seed uint64) { senseless(t, seed, 100) })
}

func senseless(t *testing.T, seed uint64, count int) {
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	clock := simulator.NewClock(began)
	e, err := simulator.New(simulator.Options{
		Clock: clock, DeterministicIDs: true, Model: m, Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 1, VMs: 4, DisksPerVM: 1, NICsPerVM: 1,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := []wire.Format{wire.XML, wire.JSON}[seed%2]
	server := &simtest.Server{Server: &simulator.Server{Engine: e}}
	d := &dice{
		walker: &walker{engine: &engine{Server: server, t: t}, t: t, model: m, schema: schema.New(m), format: f, checker: newChecker(t, m)},
		Rand:   rand.New(rand.NewPCG(seed, 1)), model: m, clock: clock,
	}
	route.New(m).Root.Walk(func(n *route.Node) { d.nodes = append(d.nodes, n) })
	for range count {
		d.throw()
		clock.Advance(time.Duration(d.IntN(3)) * time.Second)
	}
	d.checker.finish(m)
}

// throw sends one request.
func (d *dice) throw() {
	n := d.nodes[d.IntN(len(d.nodes))]
	for len(n.Actions) == 0 && d.IntN(2) > 0 {
		n = d.nodes[d.IntN(len(d.nodes))]
	}
	path, ok := d.path(n)
	if !ok {
		return
	}
	type call struct {
		method, path string
		o            *store.Object
		root         string // that of an answer that tells no failure; empty if there are several
	}
	var calls []call
	for kind, method := range map[model.Kind]string{model.List: "GET", model.Get: "GET", model.Add: "POST", model.Update: "PUT", model.Remove: "DELETE"} {
		if !n.Has(kind) {
			continue
		}
		c := call{method: method, path: path, root: "action"}
		switch t := d.schema.Type(n.Element()); {
		case kind == model.Add:
			c.root = "" // Some adds are answered as actions.
		case kind == model.List:
			c.root = t.ListTag
		case kind != model.Remove && t != nil:
			c.root = t.Tag
		}
		if kind == model.Add || kind == model.Update {
			c.o = d.fill(n.Element(), n.Methods(kind), n.Service.Name)
			d.scatter(c.o, 2)
		}
		calls = append(calls, c)
	}
	for _, segment := range n.Actions {
		c := call{"POST", path + "/" + segment, d.fill("action", n.Action(segment), n.Service.Name), "action"}
		d.scatter(c.o, 2)
		calls = append(calls, c)
	}
	if len(calls) == 0 {
		return
	}
	slices.SortFunc(calls, func(a, b call) int { return strings.Compare(a.method+a.path, b.method+b.path) })
	c := calls[d.IntN(len(calls))]
	if c.method == "GET" && d.IntN(5) > 0 {
		c = calls[d.IntN(len(calls))] // What changes something tells more.
	}
	body := ""
	if c.o != nil {
		body = d.encode(c.o)
	}
	d.request(c.method, c.path, body, c.root)
}

// path returns an address of the node, with objects that exist.
func (d *dice) path(n *route.Node) (string, bool) {
	if n.Parent == nil {
		return "", true
	}
	above, ok := d.path(n.Parent)
	if !ok || n.Segment != "" {
		return above + "/" + n.Segment, ok
	}
	ids := d.Engine.IDs(above)
	if len(ids) == 0 {
		return "", false
	}
	return above + "/" + url.PathEscape(ids[d.IntN(len(ids))]), true
}

// scatter sets some members to something.
func (d *dice) scatter(o *store.Object, depth int) {
	for range d.IntN(6) {
		m := o.Type.Members[d.IntN(len(o.Type.Members))]
		if m.Attr && d.IntN(4) > 0 || m.Name == "size" || m.Name == "permits" || o.Has(m.Name) {
			continue // The size of a pool is for other tests, and so is what the walk has set.
		}
		switch {
		case m.List && m.Kind == schema.Struct:
			items := []*store.Object{}
			for range d.IntN(3) {
				items = append(items, d.some(m.Type, depth))
			}
			o.Put(m, items)
		case m.List && m.Kind == schema.Enum:
			o.Put(m, []string{m.Enum.Values[d.IntN(len(m.Enum.Values))].Name})
		case m.List:
			o.Put(m, []string{d.text()})
		case m.Kind == schema.Struct:
			o.Put(m, d.some(m.Type, depth))
		default:
			o.Put(m, d.value(o.Type, m))
		}
	}
}

// some returns an object of the type: a reference to one that is there, or anything.
func (d *dice) some(t *schema.Type, depth int) *store.Object {
	o := store.New(t)
	if id := t.Member("id"); id != nil && t.Identified && d.IntN(3) > 0 {
		o.Put(id, d.value(t, id))
	}
	if depth > 0 && d.IntN(2) > 0 {
		d.scatter(o, depth-1)
	}
	return o
}

func (d *dice) text() string { return []string{"", "a", "Default", "ä", "<&>", "x y"}[d.IntN(6)] }

func (d *dice) value(t *schema.Type, m *schema.Member) any {
	switch m.Kind {
	case schema.Bool:
		return d.IntN(2) > 0
	case schema.Int:
		return []int64{0, 1, 2, 3, max(-1, m.Least), m.Most, max(0, m.Least)}[d.IntN(7)]
	case schema.Decimal:
		return []float64{0, -1, 0.5, 1e9}[d.IntN(4)]
	case schema.Date:
		return began.Add(time.Duration(d.IntN(100)-50) * time.Hour)
	case schema.Enum:
		return m.Enum.Values[d.IntN(len(m.Enum.Values))].Name
	}
	if m.Name != "id" || d.IntN(8) == 0 {
		return d.text()
	}
	for _, n := range d.nodes {
		if n.Parent == d.nodes[0] && n.Element() == t.Name {
			if ids := d.Engine.IDs("/" + n.Segment); len(ids) > 0 {
				return ids[d.IntN(len(ids))]
			}
		}
	}
	return fmt.Sprintf("00000000-0000-4000-9000-%012d", d.IntN(100))
}

// request sends a request and looks at the answer.
func (d *dice) request(method, path, body, root string) {
	r := httptest.NewRequestWithContext(d.t.Context(), method, "https://engine/ovirt-engine/api"+path, strings.NewReader(body))
	r.Header = http.Header{"Accept": {d.format.MediaType()}, "Content-Type": {d.format.MediaType()}}
	r.SetBasicAuth(simtest.User, simtest.Password)
	w := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			d.t.Errorf("%s %s\n%s", method, path, body)
			panic(p)
		}
	}()
	d.Engine.ServeHTTP(w, r)
	doc := w.Body.String()
	what := method + " " + path + " " + body
	switch media := w.Header().Get("Content-Type"); {
	case w.Code >= 500 && !tripped(w.Code, doc):
		d.t.Errorf("%s: status %d\n%s", what, w.Code, doc)
	case doc == notTheEngine, tripped(w.Code, doc) && strings.HasPrefix(doc, "<html>"):
	case strings.HasPrefix(media, "application/xml"):
		d.checker.add(what, wire.XML, doc, "")
	case !strings.HasPrefix(media, "application/json"):
	case w.Code >= 400 && rootOf(wire.JSON, doc) == "fault":
		d.checker.add(what, wire.JSON, doc, "fault")
	case w.Code >= 400:
		d.checker.add(what, wire.JSON, doc, "action")
	case root != "":
		d.checker.add(what, wire.JSON, doc, root)
	}
}
