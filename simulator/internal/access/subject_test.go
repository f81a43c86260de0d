package access_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/centers"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/inventory"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// filled returns a world with one of each.
func filled(t *testing.T) (*world.World, *access.Access) {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := world.New(
		store.NewStore(schema.New(m), route.New(m)),
		world.Config{Clock: time.Now, Zone: time.UTC},
	)
	ac := access.Register(w, access.Directory{
		Users: map[string]string{"admin@internal": "x", "jane@internal": "x"},
		Roles: map[string]string{"admin@internal": "SuperUser"},
	})
	st := storage.Register(w, nil)
	ms := machines.Register(w, ac, st)
	hs := hosts.Register(w, ms, st)
	cs := centers.Register(w, st, hs)
	in := inventory.Register(w, ac, st, ms, hs, cs)
	w.Update(func() {
		if err = in.Seed(); err != nil {
			return
		}
		ac.Meet("jane@internal")
		in.Fill(inventory.Sizes{
			DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 2, VMs: 2,
			DisksPerVM: 1, NICsPerVM: 1,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return w, ac
}

// TestNothingIsDoneWithoutPermit calls all methods that there are at the place of an object of its
// kind, as a user without permissions.
func TestNothingIsDoneWithoutPermit(t *testing.T) {
	t.Parallel()
	w, ac := filled(t)
	n := 0
	w.Update(func() {
		subject := ac.Subject("jane@internal")
		w.Tree.Root.Walk(func(node *route.Node) {
			for _, method := range methodsOf(node) {
				body := store.New(w.Schema.Type("action"))
				if t := w.Element(node); t != nil && (method == "add" || method == "update") {
					body = store.New(t)
				}
				c := &world.Call{World: w, Place: placeOf(w, node), Body: body, Guard: subject}
				if strings.HasPrefix(node.Service.Name, "ssh_public_key") ||
					strings.HasPrefix(node.Service.Name, "user_option") {
					// everybody may edit a profile; whose it is decides, which a place without
					// objects doesn't tell
					continue
				}
				n++
				if err := subject.Authorize(c, method); err == nil {
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
func placeOf(w *world.World, n *route.Node) *store.Place {
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

// TestViewShowsWhatIsAbove is about engines in which nobody has a permission on the system because
// he is one of everybody.
func TestViewShowsWhatIsAbove(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, on, role, want string }{
		{"VM", "/vms vm-00001", "UserRole", "clusters: Default; datacenters: Default; hosts: ; " +
			"storagedomains: data-001; templates: Blank; vms: vm-00001"},
		{
			"template", "/templates template-002", "TemplateOwner",
			"clusters: cluster-002; datacenters: ; hosts: ; storagedomains: data-001; " +
				"templates: Blank template-002; vms: ",
		},
		{"cluster", "/clusters cluster-002", "UserRole", "clusters: cluster-002; datacenters: " +
			"dc-002; hosts: host-002; storagedomains: ; templates: Blank template-002; vms: " +
			"vm-00002"},
		{
			"cluster, without what is in it", "/clusters cluster-002", "PowerUserRole",
			"clusters: cluster-002; datacenters: dc-002; hosts: host-002; storagedomains: ; " +
				"templates: Blank; vms: ",
		},
		{
			"data center", "/datacenters dc-002", "UserRole",
			"clusters: cluster-002; datacenters: dc-002; hosts: host-002; storagedomains: " +
				"data-002; templates: Blank template-002; vms: vm-00002",
		},
		{"administrative role", "/clusters Default", "ClusterAdmin", "clusters: ; datacenters: " +
			"; hosts: ; storagedomains: ; templates: Blank; vms: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, ac := filled(t)
			w.Update(func() {
				w.Remove(w.At("/permissions/58ca605c-010d-0307-0224-0000000001a9"))
				path, name, _ := strings.Cut(tt.on, " ")
				ac.Permit(w.ByName(path, name), ac.UserOf("jane@internal"), tt.role)
			})
			w.Read(func() {
				s := ac.Subject("jane@internal")
				var parts []string
				for _, path := range []string{
					"clusters", "datacenters", "hosts", "storagedomains", "templates", "vms",
				} {
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
