package behavior

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// world returns a world with one of each.
func world(t *testing.T) *World {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(store.NewStore(schema.New(m), route.New(m)), Config{
		Clock: time.Now, Zone: time.UTC, Users: map[string]string{"admin@internal": "x", "jane@internal": "x"},
		Roles: map[string]string{"admin@internal": "SuperUser"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Update(func() {
		w.Fill(Sizes{DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 2, VMs: 2, DisksPerVM: 1, NICsPerVM: 1})
	})
	return w
}

// methods returns the methods of the model that change something, as the keys of needs.
func methods(w *World) []string {
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
	w := world(t)
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

// TestNothingIsDoneWithoutPermit calls all methods that there are at the place of an object of its kind, as a user without permissions.
func TestNothingIsDoneWithoutPermit(t *testing.T) {
	t.Parallel()
	w := world(t)
	n := 0
	w.Update(func() {
		subject := w.Subject("jane@internal")
		w.Tree.Root.Walk(func(node *route.Node) {
			for _, method := range methodsOf(node) {
				body := store.New(w.Schema.Type("action"))
				if t := w.Element(node); t != nil && (method == "add" || method == "update") {
					body = store.New(t)
				}
				c := &Call{World: w, Place: placeOf(w, node), Body: body, Guard: subject}
				if strings.HasPrefix(node.Service.Name, "ssh_public_key") || strings.HasPrefix(node.Service.Name, "user_option") {
					continue // everybody may edit a profile; whose it is decides, which a place without objects doesn't tell
				}
				n++
				if err := c.authorize(method); err == nil {
					t.Errorf("%s %s is allowed", method, node.Pattern)
				}
			}
		})
	})
	if n < 450 {
		t.Errorf("%d calls, want at least 450", n)
	}
}

func methodsOf(n *route.Node) []string {
	var out []string
	for _, kind := range [...]model.Kind{model.Add, model.Update, model.Remove} {
		if n.Has(kind) {
			out = append(out, string(kind))
		}
	}
	return append(out, n.Actions...)
}

// placeOf returns a place for a node with the first objects that there are of each kind.
func placeOf(w *World, n *route.Node) *store.Place {
	if n == nil {
		return nil
	}
	p := &store.Place{Node: n, Above: placeOf(w, n.Parent)}
	if n.Segment == "" && n.Parent != nil && w.Element(n) != nil {
		if root := w.Root(w.Element(n)); root != nil {
			if list := w.All(root.Pattern); len(list) > 0 {
				p.Entity = list[len(list)-1]
			}
		}
	}
	return p
}

// TestViewShowsWhatIsAbove is about engines in which nobody has a permission on the system because he is one of everybody.
func TestViewShowsWhatIsAbove(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, on, role, want string }{
		{"VM", "/vms vm-00001", "UserRole", "clusters: Default; datacenters: Default; hosts: ; storagedomains: data-001; templates: Blank; vms: vm-00001"},
		{
			"template", "/templates template-002", "TemplateOwner",
			"clusters: cluster-002; datacenters: ; hosts: ; storagedomains: data-001; templates: Blank template-002; vms: ",
		},
		{"cluster", "/clusters cluster-002", "UserRole", "clusters: cluster-002; datacenters: dc-002; hosts: host-002; storagedomains: ; templates: Blank template-002; vms: vm-00002"},
		{
			"cluster, without what is in it", "/clusters cluster-002", "PowerUserRole",
			"clusters: cluster-002; datacenters: dc-002; hosts: host-002; storagedomains: ; templates: Blank; vms: ",
		},
		{
			"data center", "/datacenters dc-002", "UserRole",
			"clusters: cluster-002; datacenters: dc-002; hosts: host-002; storagedomains: data-002; templates: Blank template-002; vms: vm-00002",
		},
		{"administrative role", "/clusters Default", "ClusterAdmin", "clusters: ; datacenters: ; hosts: ; storagedomains: ; templates: Blank; vms: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := world(t)
			w.Update(func() {
				w.Remove(w.At("/permissions/58ca605c-010d-0307-0224-0000000001a9"))
				path, name, _ := strings.Cut(tt.on, " ")
				w.permit(w.byName(path, name), w.UserOf("jane@internal"), tt.role)
			})
			w.Read(func() {
				s := w.Subject("jane@internal")
				var parts []string
				for _, path := range []string{"clusters", "datacenters", "hosts", "storagedomains", "templates", "vms"} {
					var names []string
					for _, e := range w.All("/" + path) {
						if s.Sees(e) {
							names = append(names, e.Object().Name())
						}
					}
					slices.Sort(names)
					parts = append(parts, path+": "+strings.Join(names, " "))
				}
				if got := strings.Join(parts, "; "); got != tt.want {
					t.Errorf("view differs\n got: %s\nwant: %s", got, tt.want)
				}
			})
		})
	}
}
