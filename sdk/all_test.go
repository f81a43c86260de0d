package sdk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// modelList is a service of the model that has a list.
type modelList struct {
	service reflect.Value
	info    info.Service
}

// lists finds the services with a list by the locators from the entry point on.
func lists(t testing.TB, root *services.SystemService) []modelList {
	t.Helper()
	var found []modelList
	seen := map[reflect.Type]bool{}
	for queue := []reflect.Value{reflect.ValueOf(root)}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if seen[s.Type()] {
			continue
		}
		seen[s.Type()] = true
		described, ok := info.ServiceOf(s.Interface())
		if !ok {
			t.Fatalf("%v isn't described", s.Type())
		}
		if s.MethodByName("All").IsValid() {
			found = append(found, modelList{s, described})
		}
		for _, l := range described.Locators {
			var args []reflect.Value
			if s.MethodByName(l.Go).Type().NumIn() == 1 {
				args = append(args, reflect.ValueOf("7"))
			}
			queue = append(queue, s.MethodByName(l.Go).Call(args)[0])
		}
	}
	return found
}

// item returns the type of the items.
func (l modelList) item(t testing.TB) info.Type {
	t.Helper()
	one := l.service.MethodByName("List").Type().Out(0).Elem()
	described, ok := info.TypeOf(reflect.New(one.Elem()).Interface())
	if !ok {
		t.Fatalf("%v isn't described", one)
	}
	return described
}

// params returns parameters with that max, or nil for 0. It reports whether the list takes a max.
func (l modelList) params(max int) (reflect.Value, bool) {
	p := l.service.MethodByName("List").Type().In(1)
	field, ok := p.Elem().FieldByName("Max")
	if max == 0 || !ok {
		return reflect.Zero(p), ok
	}
	v := reflect.New(p.Elem())
	v.Elem().FieldByIndex(field.Index).Set(reflect.ValueOf(new(int64(max))))
	return v, true
}

// all ranges over All and returns the IDs. The function, if any, is the body of the loop.
func (l modelList) all(t testing.TB, ctx context.Context, params reflect.Value, body func(id int)) []int {
	t.Helper()
	ids := []int{}
	seq := l.service.MethodByName("All").Call([]reflect.Value{reflect.ValueOf(ctx), params})[0]
	for v, err := range seq.Seq2() {
		if !err.IsNil() {
			t.Fatal(err)
		}
		id := idOf(t, v)
		ids = append(ids, id)
		if body != nil {
			body(id)
		}
	}
	return ids
}

// list returns the IDs that List returns.
func (l modelList) list(t testing.TB, ctx context.Context) []int {
	t.Helper()
	params, _ := l.params(0)
	out := l.service.MethodByName("List").Call([]reflect.Value{reflect.ValueOf(ctx), params})
	if !out[1].IsNil() {
		t.Fatal(out[1])
	}
	ids := []int{}
	for i := range out[0].Len() {
		ids = append(ids, idOf(t, out[0].Index(i)))
	}
	return ids
}

func idOf(t testing.TB, v reflect.Value) int {
	t.Helper()
	field := v.Elem().FieldByName("ID")
	if !field.IsValid() {
		return -1
	}
	id, err := strconv.Atoi(field.Elem().String())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func pagingTable(t testing.TB) model.PagingTable {
	t.Helper()
	table, err := model.EmbeddedPaging()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestAllIsListOnEveryListOfTheModel reads each list of the model with All, in pages of several sizes, from an engine
// that makes of the parameters what real ones make of them.
func TestAllIsListOnEveryListOfTheModel(t *testing.T) {
	t.Parallel()
	table := pagingTable(t)
	engine := &listing{}
	root := engine.connect(t).SystemService()
	every := lists(t, root)
	if len(every) != 141 {
		t.Errorf("%d lists, want 141: the model has two more, which nothing leads to", len(every))
	}
	requests := 0
	for _, l := range every {
		item := l.item(t)
		engine.how, engine.tag, engine.listTag = table.Of(l.info.Name), item.Tag, item.ListTag
		for _, n := range []int{0, 1, 99, 100, 101, 1000} {
			for _, filtered := range []bool{false, true} {
				engine.filtered = filtered
				engine.fill(n)
				want := l.list(t, t.Context())
				if len(want) != n {
					t.Fatalf("%s: List returned %d items, want %d", l.info.Go, len(want), n)
				}
				for _, size := range []int{0, 1, 2, 7, 100} {
					params, ok := l.params(size)
					if size > 0 && !ok {
						continue
					}
					engine.requests = nil
					if got := l.all(t, t.Context(), params, nil); !slices.Equal(got, want) {
						t.Errorf("%s.All of %d items in pages of %d, filtered %t, returned %d items after\n%s",
							l.info.Go, n, size, filtered, len(got), strings.Join(engine.requests, "\n"))
					}
					sent := len(engine.requests)
					requests += sent
					switch paged := engine.how == model.Paged && !filtered; {
					case !paged && engine.how != model.Paged && sent != 1:
						t.Errorf("%s.All sent %d requests, want 1: %q", l.info.Go, sent, engine.requests)
					case paged && size == 100 && sent > n/90+1:
						t.Errorf("%s.All of %d items sent %d requests: %q", l.info.Go, n, sent, engine.requests)
					case !paged && sent > 5:
						t.Errorf("%s.All, filtered, sent %d requests: %q", l.info.Go, sent, engine.requests)
					}
				}
			}
		}
	}
	t.Logf("%d lists, %d requests", len(every), requests)
}

// pagedList returns the list of VMs of an engine, as one of those that have pages.
func pagedList(t testing.TB, engine *listing) modelList {
	t.Helper()
	engine.how, engine.tag, engine.listTag = model.Paged, "vm", "vms"
	vms := engine.connect(t).SystemService().VmsService()
	described, _ := info.ServiceOf(vms)
	return modelList{reflect.ValueOf(vms), described}
}

// changes are what happens to a list between its pages.
var listChanges = []struct {
	name string
	do   func(l *listing, r *rand.Rand)
}{
	{"the first goes", func(l *listing, _ *rand.Rand) { l.remove(0, 1) }},
	{"many in front go", func(l *listing, r *rand.Rand) { l.remove(0, r.IntN(150)) }},
	{"the last goes", func(l *listing, _ *rand.Rand) { l.remove(len(l.ids)-1, 1) }},
	{"some go anywhere", func(l *listing, r *rand.Rand) {
		for range r.IntN(4) {
			l.remove(r.IntN(len(l.ids)+1), 1+r.IntN(3))
		}
	}},
	{"one comes in front", func(l *listing, _ *rand.Rand) { l.insert(0, 1) }},
	{"a few come in front", func(l *listing, r *rand.Rand) { l.insert(0, r.IntN(4)) }},
	{"many come in front, three times", func(l *listing, _ *rand.Rand) {
		if len(l.requests) <= 3 {
			l.insert(0, 150)
		}
	}},
	{"one comes and one goes", func(l *listing, _ *rand.Rand) { l.remove(0, 1); l.insert(0, 1) }},
	{"one goes and one comes in turn", func(l *listing, _ *rand.Rand) {
		if len(l.requests)%2 == 0 {
			l.insert(0, 1)
			return
		}
		l.remove(0, 1)
	}},
	{"anything anywhere", func(l *listing, r *rand.Rand) {
		for range r.IntN(5) {
			l.remove(r.IntN(len(l.ids)+1), r.IntN(3))
			if len(l.requests) < 2000 {
				l.insert(r.IntN(len(l.ids)+1), r.IntN(2))
			}
		}
	}},
	{"all go, once", func(l *listing, _ *rand.Rand) {
		if len(l.requests) == 2 {
			l.remove(0, len(l.ids))
		}
	}},
}

// remove takes n items away, and insert adds new ones.
func (l *listing) remove(at, n int) {
	if at >= 0 && at < len(l.ids) {
		l.ids = slices.Delete(slices.Clone(l.ids), at, min(at+n, len(l.ids)))
	}
}

func (l *listing) insert(at, n int) {
	for range n {
		l.added++
		l.ids = slices.Insert(slices.Clone(l.ids), at, 1_000_000+l.added)
	}
}

// TestItemsThatMoveBetweenPagesAreGivenOnce changes a list between its pages. What is there all the time is yielded once and in order,
// and nothing is yielded twice.
func TestItemsThatMoveBetweenPagesAreGivenOnce(t *testing.T) {
	t.Parallel()
	for _, c := range listChanges {
		for _, filtered := range []bool{false, true} {
			for _, size := range []int{1, 2, 3, 7, 10, 100} {
				for _, n := range []int{1, 2, 99, 100, 101, 350, 1000} {
					name := fmt.Sprintf("%s, %d items, pages of %d, filtered %t", c.name, n, size, filtered)
					r := rand.New(rand.NewPCG(uint64(n), uint64(size)))
					engine := &listing{filtered: filtered}
					l := pagedList(t, engine)
					engine.fill(n)
					stays := map[int]bool{}
					for _, id := range engine.ids {
						stays[id] = true
					}
					engine.change = func(e *listing) {
						c.do(e, r)
						left := map[int]bool{}
						for _, id := range e.ids {
							left[id] = stays[id]
						}
						stays = left
					}
					params, _ := l.params(size)
					checkYielded(t, name, l.all(t, t.Context(), params, nil), stays)
				}
			}
		}
	}
}

// checkYielded compares what was yielded with what was there all the time.
func checkYielded(t *testing.T, name string, got []int, stays map[int]bool) {
	t.Helper()
	yielded := map[int]bool{}
	for _, id := range got {
		if yielded[id] {
			t.Errorf("%s: %d was yielded twice", name, id)
		}
		yielded[id] = true
	}
	lost := 0
	for id, stayed := range stays {
		if stayed && !yielded[id] {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%s: %d items were lost", name, lost)
	}
}

// TestAllYieldsEverythingToALoopThatRemoves removes each item in the body of the loop that yields it.
func TestAllYieldsEverythingToALoopThatRemoves(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 7, 100} {
		for _, n := range []int{1, 2, 99, 100, 101, 350, 1000} {
			engine := &listing{}
			l := pagedList(t, engine)
			engine.fill(n)
			want := slices.Clone(engine.ids)
			params, _ := l.params(size)
			got := l.all(t, t.Context(), params, func(id int) {
				engine.ids = slices.DeleteFunc(slices.Clone(engine.ids), func(other int) bool { return other == id })
			})
			if !slices.Equal(got, want) || len(engine.ids) != 0 {
				t.Errorf("%d items in pages of %d: %d were yielded and %d stay", n, size, len(got), len(engine.ids))
			}
		}
	}
}
