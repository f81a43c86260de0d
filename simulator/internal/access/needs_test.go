package access

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// methods returns the methods of the model that change something, as the keys of needs.
func methods(w *world.World) []string {
	var out []string
	w.Tree.Root.Walk(func(n *route.Node) {
		for _, kind := range [...]model.Kind{model.Add, model.Update, model.Remove} {
			if n.Has(kind) {
				out = append(out, n.Service.Name+"."+string(kind))
			}
		}
		for _, action := range n.Actions {
			out = append(out, n.Service.Name+"."+action)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func TestNeedsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := world.New(
		store.NewStore(schema.New(m), route.New(m)),
		world.Config{Clock: time.Now, Zone: time.UTC},
	)
	known := methods(w)
	services := map[string]bool{}
	w.Tree.Root.Walk(func(n *route.Node) { services[n.Service.Name] = true })
	check := func(what string, list ...need) {
		for _, n := range list {
			if permitIDs[n.permit] == "" {
				t.Errorf("%s needs the permit %q, which isn't there", what, n.permit)
			}
		}
	}
	for _, method := range slices.Sorted(maps.Keys(needs)) {
		check(method, needs[method]...)
		if !slices.Contains(known, method) {
			t.Errorf("the model has no %s", method)
		}
	}
	for service, n := range ownNeeds {
		check(service, n)
		if !services[service] {
			t.Errorf("the model has no service %s", service)
		}
	}
	for typeName, permit := range editing {
		check(typeName, need{permit: permit})
		if w.Schema.Type(typeName) == nil {
			t.Errorf("the model has no type %s", typeName)
		}
	}
	for service := range adminQueries {
		if !services[service] {
			t.Errorf("the model has no service %s", service)
		}
	}
}
