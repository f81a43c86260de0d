package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

func TestLivelyEngineIsWhole(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	for range 10 {
		if err := e.Check(); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Second)
	}
	crawl(t, e)
}

func TestCheckFindsWhatRefersToNothing(t *testing.T) {
	t.Parallel()
	e, _ := lively(t)
	vm := e.IDs("/vms")[3]
	text := strings.ReplaceAll(save(t, e), `<vm href="/vms/`+vm+`" id="`+vm+`"/>`, `<vm href="/vms/moon" id="moon"/>`)
	err := load(t, text, simulator.NewClock(began)).Check()
	if err == nil || !strings.Contains(err.Error(), "vm: refers to /vms/moon, which isn't there") {
		t.Errorf("Check returns %v", err)
	}
}

// player turns bytes into requests.
type player struct {
	t      *testing.T
	data   []byte
	e      *simulator.Engine
	clock  *simulator.ManualClock
	tree   *route.Tree
	schema *schema.Schema
	log    []string
	made   int
}

// next returns the next byte as a number below n.
func (p *player) next(n int) int {
	if len(p.data) == 0 || n <= 0 {
		return 0
	}
	b := int(p.data[0])
	p.data = p.data[1:]
	return b % n
}

// place goes down the tree to a collection or an object that is there.
func (p *player) place() (*route.Node, string) {
	n, path := p.tree.Root, ""
	for depth := 0; ; depth++ {
		var segments []string
		n.Walk(func(below *route.Node) {
			if below.Parent == n && below.Segment != "" {
				segments = append(segments, below.Segment)
			}
		})
		if len(segments) == 0 {
			return n, path
		}
		segment := segments[p.next(len(segments))]
		if depth == 0 && p.next(3) > 0 {
			segment = []string{"vms", "disks", "hosts", "templates", "storagedomains", "networks", "clusters", "vmpools"}[p.next(8)]
		}
		if n.Fixed[segment] == nil {
			return n, path
		}
		n, path = n.Fixed[segment], path+"/"+segment
		ids := p.e.IDs(path)
		if n.Item == nil || len(ids) == 0 || p.next(4) == 0 {
			return n, path
		}
		n, path = n.Item, path+"/"+ids[p.next(len(ids))]
		if p.next(3) > 0 {
			return n, path
		}
	}
}

// object writes some members of a type.
func (p *player) object(b *strings.Builder, t *schema.Type, depth int) {
	for range 1 + p.next(4) {
		if len(t.Members) == 0 {
			return
		}
		p.member(b, t.Members[p.next(len(t.Members))], depth)
	}
}

func (p *player) member(b *strings.Builder, m *schema.Member, depth int) {
	if m.Attr {
		return
	}
	if m.List {
		fmt.Fprintf(b, "<%s>", m.Wire)
		if p.next(3) > 0 {
			p.value(b, m, m.Item, depth)
		}
		fmt.Fprintf(b, "</%s>", m.Wire)
		return
	}
	p.value(b, m, m.Wire, depth)
}

func (p *player) value(b *strings.Builder, m *schema.Member, name string, depth int) {
	text := ""
	switch m.Kind {
	case schema.String:
		text = []string{"", "a", "b&amp;", "1073741824", "56:6f:00:00:00:07"}[p.next(5)]
	case schema.Bool:
		text = []string{"true", "false"}[p.next(2)]
	case schema.Int, schema.Decimal:
		text = []string{"0", "1", "2", "-1", "1073741824", "9223372036854775807"}[p.next(6)]
	case schema.Date:
		text = "2026-05-04T10:30:00.000Z"
	case schema.Enum:
		text = m.Enum.Values[p.next(len(m.Enum.Values))].Name
	case schema.Struct:
		if id := p.id(m.Type); id != "" && p.next(4) > 0 {
			fmt.Fprintf(b, "<%s id=%q/>", name, id)
			return
		}
		fmt.Fprintf(b, "<%s>", name)
		if depth > 0 {
			p.object(b, m.Type, depth-1)
		}
		fmt.Fprintf(b, "</%s>", name)
		return
	}
	fmt.Fprintf(b, "<%s>%s</%s>", name, text, name)
}

// id returns that of an object of the type at the entry point, or "".
func (p *player) id(t *schema.Type) string {
	for _, n := range p.tree.Root.Fixed {
		if n.Element() == t.Name && n.Has(model.List) {
			if ids := p.e.IDs(n.Pattern); len(ids) > 0 {
				return ids[p.next(len(ids))]
			}
		}
	}
	return ""
}

// document writes a document for a collection or an object.
func (p *player) document(n *route.Node) string {
	t := p.schema.Type(n.Element())
	if t == nil {
		return "<action/>"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<%s>", t.Tag)
	if t.Member("name") != nil && p.next(4) > 0 {
		p.made++
		fmt.Fprintf(&b, "<name>n%d</name>", p.made)
	}
	// What is mandatory makes it likely that the engine takes the document.
	for _, name := range []string{"cluster", "template", "data_center", "disk", "network", "vm", "host", "user", "role", "storage_domains"} {
		if m := t.Member(name); m != nil && p.next(4) > 0 {
			p.member(&b, m, 0)
		}
	}
	p.object(&b, t, 2)
	fmt.Fprintf(&b, "</%s>", t.Tag)
	return b.String()
}

// step does one thing.
func (p *player) step() {
	n, path := p.place()
	method, body := http.MethodGet, ""
	switch p.next(8) {
	case 0:
		if len(p.log) > 0 {
			p.clock.Advance([]time.Duration{time.Second, 10 * time.Second, time.Hour}[p.next(3)])
		}
	case 1, 2, 3:
		method, body = http.MethodPost, p.document(n)
	case 4:
		method, body = http.MethodPut, p.document(n)
	case 5:
		method = http.MethodDelete
	case 6:
		if len(n.Actions) > 0 {
			var b strings.Builder
			action := n.Actions[p.next(len(n.Actions))]
			t := p.schema.Type("action")
			for _, param := range n.Action(action)[0].Params {
				if m := t.Member(param.Name); m != nil && p.next(3) > 0 {
					p.member(&b, m, 1)
				}
			}
			method, path, body = http.MethodPost, path+"/"+action, "<action>"+b.String()+"</action>"
		}
	case 7:
		path += []string{"?follow=vm", "?max=1", "?search=name%3D*", "?all_content=true"}[p.next(4)]
	}
	if method == http.MethodDelete && strings.HasSuffix(path, "/"+adminPermission) {
		return // An engine lets administrators lock themselves out while there are others, but nobody could look then.
	}
	p.log = append(p.log, fmt.Sprintf("%s %s %s", method, path, body))
	if status, doc := ask(p.e, method, path, body); status >= http.StatusInternalServerError && !tripped(status, doc) {
		p.t.Errorf("%s: %d %s", p.log[len(p.log)-1], status, doc)
	}
}

// adminPermission is the permission by which admin@internal may do everything.
const adminPermission = "58ca605c-010d-0307-0224-0000000001aa"

// FuzzRequestsLeaveTheEngineWhole sends what the bytes say, and then looks for contradictions, follows every address, and compares the engine with one that
// was loaded from its state.
func FuzzRequestsLeaveTheEngineWhole(f *testing.F) {
	for i := range 24 {
		seed := make([]byte, 400)
		x := uint32(i)*2654435761 + 12345
		for j := range seed {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
			seed[j] = byte(x >> 8)
		}
		f.Add(seed)
	}
	m, err := model.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	tree, types := route.New(m), schema.New(m)
	f.Fuzz(func(t *testing.T, data []byte) {
		clock := simulator.NewClock(began)
		e, err := simulator.New(simulator.Options{
			Model: m, Clock: clock, Step: time.Second, DeterministicIDs: true,
			Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 1, VMs: 2, DisksPerVM: 1, NICsPerVM: 1},
		})
		if err != nil {
			t.Fatal(err)
		}
		p := &player{t: t, data: data[:min(len(data), 1000)], e: e, clock: clock, tree: tree, schema: types}
		for len(p.data) > 0 {
			p.step()
		}
		clock.Advance(time.Minute)
		if err := e.Check(); err != nil {
			t.Error(err)
		}
		crawl(t, e)
		text := save(t, e)
		// Whoever renames the administrator finds a new one after loading.
		known := strings.Contains(text, "<user_name>admin@internal-authz</user_name>")
		if again := save(t, load(t, text, clock)); known && again != text {
			t.Error("the saved state differs after loading", cmp.Diff(strings.Split(text, "\n"), strings.Split(again, "\n")))
		}
		if t.Failed() {
			t.Log(strings.Join(p.log, "\n"))
		}
	})
}
