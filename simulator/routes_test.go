package simulator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// TestEveryServiceAnswers walks the tree of the model: it lists, adds, gets, updates, acts and removes wherever the model has a method
// for it, in both formats. MODEL_DATA may name a directory with the data of another release, which is walked then.
func TestEveryServiceAnswers(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if dir := os.Getenv("MODEL_DATA"); dir != "" {
		m, err = model.Load(os.DirFS(dir))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []wire.Format{wire.XML, wire.JSON} {
		t.Run(f.String(), func(t *testing.T) {
			t.Parallel()
			w := &walker{
				engine: start(t, func(o *simulator.Options) { o.Model = m }),
				t:      t, model: m, schema: schema.New(m), format: f, seen: map[string]bool{},
			}
			root := route.New(m).Root
			w.check("GET", "", "", 200, "api")
			w.saw(root, model.Get, "")
			w.actions(root, "")
			w.below(root, "")
			var missed []string
			for _, s := range m.Services {
				for _, method := range m.Methods(s) {
					if key := s.Name + "." + string(method.Kind) + " " + method.Segment(); reachable(root)[s.Name] && !w.seen[key] {
						missed = append(missed, key)
					}
				}
			}
			if len(missed) > 0 {
				t.Errorf("methods that no request reached: %v", missed)
			}
		})
	}
}

// reachable are the services that some path leads to.
func reachable(root *route.Node) map[string]bool {
	out := map[string]bool{}
	root.Walk(func(n *route.Node) { out[n.Service.Name] = true })
	return out
}

type walker struct {
	*engine
	t      *testing.T
	model  *model.Model
	schema *schema.Schema
	format wire.Format
	seen   map[string]bool // methods by service, kind and segment
	count  int
}

func (w *walker) saw(n *route.Node, k model.Kind, segment string) {
	w.seen[n.Service.Name+"."+string(k)+" "+segment] = true
}

func (w *walker) below(n *route.Node, path string) {
	segments := make([]string, 0, len(n.Fixed))
	for segment := range n.Fixed {
		segments = append(segments, segment)
	}
	slices.Sort(segments)
	for _, segment := range segments {
		w.collection(n.Fixed[segment], path+"/"+segment)
	}
}

func (w *walker) collection(n *route.Node, path string) {
	t := w.schema.Type(n.Element())
	id := ""
	if n.Has(model.Add) {
		body := w.minimal(n.Methods(model.Add), t.Name, n.Service.Name)
		a := w.sendAs("POST", path, body)
		w.saw(n, model.Add, "")
		switch {
		case a.status == 409 && (refused[n.Service.Name] || strings.HasSuffix(n.Pattern, "storagedomains/{}/disks")):
			w.root("POST "+path, a.body, "fault")
		case a.status != 200 && a.status != 201 && a.status != 202:
			w.t.Errorf("POST %s: status %d\n%s\n%s", path, a.status, body, a.body)
		case rootOf(w.format, a.body) == "action":
		default:
			w.root("POST "+path, a.body, t.Tag)
			if n.Item != nil {
				id = w.id(a.body)
			}
		}
		w.clock.Advance(time.Minute)
	}
	if n.Item != nil && id == "" {
		if ids := w.Engine.IDs(path); len(ids) > 0 {
			id = ids[0]
		} else {
			id = w.seed(path, t)
		}
	}
	if n.Has(model.List) {
		w.check("GET", path, "", 200, t.ListTag)
		w.check("GET", path+"?max=1", "", 200, t.ListTag)
		w.saw(n, model.List, "")
	} else if w.do("GET", path, "").status != 405 {
		w.t.Errorf("GET %s: want 405", path)
	}
	w.actions(n, path)
	if n.Item != nil {
		w.item(n.Item, path+"/"+id)
	}
	if n.Has(model.Remove) {
		w.check("DELETE", path, w.encode(w.fill("action", n.Methods(model.Remove), n.Service.Name)), 200, "action")
		w.saw(n, model.Remove, "")
	}
}

func (w *walker) item(n *route.Node, path string) {
	t := w.schema.Type(n.Element())
	if n.Has(model.Get) {
		w.check("GET", path, "", 200, t.Tag)
		w.saw(n, model.Get, "")
	}
	w.below(n, path)
	// Time passes, so that what was locked below is free again.
	w.clock.Advance(time.Minute)
	if n.Has(model.Update) {
		body := w.minimal(n.Methods(model.Update), t.Name, n.Service.Name)
		if a := w.sendAs("PUT", path, body); a.status != 409 || !refused[n.Service.Name] {
			w.check("PUT", path, body, 200, t.Tag)
		}
		w.saw(n, model.Update, "")
	}
	w.actions(n, path)
	w.clock.Advance(time.Minute)
	if !n.Has(model.Remove) {
		return
	}
	a := w.sendAs("DELETE", path, "")
	w.saw(n, model.Remove, "")
	switch a.status {
	case 200:
		w.root("DELETE "+path, a.body, "action")
	case 409:
		w.root("DELETE "+path, a.body, "fault")
	default:
		w.t.Errorf("DELETE %s: status %d\n%s", path, a.status, a.body)
	}
}

func (w *walker) actions(n *route.Node, path string) {
	for _, segment := range n.Actions {
		body := w.encode(w.fill("action", n.Action(segment), n.Service.Name))
		a := w.sendAs("POST", path+"/"+segment, body)
		w.saw(n, model.Action, segment)
		switch a.status {
		case 200, 202:
			w.root(path+"/"+segment, a.body, "action")
		case 404:
			// The snapshot to be previewed is not one of the VM's.
			if segment != "previewsnapshot" {
				w.t.Errorf("POST %s/%s: status 404", path, segment)
			}
		case 409:
			if got := rootOf(w.format, a.body); got != "action" && got != "fault" {
				w.t.Errorf("POST %s/%s: root %q of a refusal\n%s", path, segment, got, a.body)
			}
		default:
			w.t.Errorf("POST %s/%s: status %d\n%s\n%s", path, segment, a.status, body, a.body)
		}
		w.clock.Advance(time.Minute)
	}
}

// sendAs sends a document in the walker's format.
func (w *walker) sendAs(method, path, body string) answer {
	w.t.Helper()
	media := w.format.MediaType()
	return w.do(method, path, body, "Content-Type", media, "Accept", media)
}

// check sends a request and demands status and root.
func (w *walker) check(method, path, body string, status int, root string) {
	w.t.Helper()
	a := w.sendAs(method, path, body)
	if a.status != status {
		w.t.Errorf("%s %s: status %d, want %d\n%s\n%s", method, path, a.status, status, body, a.body)
		return
	}
	w.root(method+" "+path, a.body, root)
}

// root demands a well-formed document with the root, which JSON shows by its members only.
func (w *walker) root(what, doc, want string) {
	w.t.Helper()
	if w.format == wire.JSON {
		if !json.Valid([]byte(doc)) {
			w.t.Errorf("%s: not JSON\n%s", what, doc)
		}
		return
	}
	r := wire.NewBytesReader([]byte(doc), wire.XML)
	defer r.Release()
	if got := r.Root(); got != want {
		w.t.Errorf("%s: root %q, want %q", what, got, want)
	}
	if err := r.Finish(); err != nil {
		w.t.Errorf("%s: %v", what, err)
	}
}

// rootOf tells actions and faults from objects.
func rootOf(f wire.Format, doc string) string {
	if f == wire.JSON {
		var o map[string]any
		json.Unmarshal([]byte(doc), &o)
		switch _, reason := o["reason"]; {
		case reason:
			return "fault"
		case o["id"] == nil && o["status"] != nil:
			return "action"
		}
		return ""
	}
	r := wire.NewBytesReader([]byte(doc), f)
	defer r.Release()
	return r.Root()
}

func (w *walker) id(doc string) string {
	if w.format == wire.JSON {
		var o struct{ ID string }
		if err := json.Unmarshal([]byte(doc), &o); err != nil {
			w.t.Error(err)
		}
		return o.ID
	}
	return idOf(w.t, doc)
}

// seed puts an object into a collection that can't be added to.
func (w *walker) seed(path string, t *schema.Type) string {
	w.count++
	doc := fmt.Sprintf(`<%s id="00000000-0000-4000-9000-%012d"/>`, t.Tag, w.count)
	if t.Name == "storage_domain" {
		doc = strings.Replace(doc, "/>", "><status>unattached</status><type>data</type></storage_domain>", 1)
	}
	id, err := w.Engine.Seed(path, doc)
	if err != nil {
		w.t.Error(err)
	}
	return id
}

// refused are the services whose methods refuse what the walk asks of them, for the state of things: a domain that isn't attached, a
// data center without a host, a second console, a system role.
var refused = map[string]bool{
	"attached_storage_domains": true, "vm_graphics_consoles": true, "role": true,
}

// extras are members without which a request makes no sense, beside those that the model says are mandatory.
var extras = map[string][]string{
	"storage_domains": {"name"}, "networks": {"id", "name", "data_center.id"}, "affinity_group_vms": {"id"}, "attached_storage_domains": {"id"}, "system_permissions": {"user.id", "role.id"},
	"assigned_permissions": {"user.id"}, "disk_attachments": {"disk.provisioned_size"}, "disks": {"alias"},
	"assigned_affinity_labels": {"id"}, "affinity_labels": {"name"}, "affinity_label_hosts": {"id"}, "affinity_label_vms": {"id"},
	"cluster_networks": {"id"}, "data_center_networks": {"name"}, "storage_server_connections": {"id"}, "groups": {"name"}, "iscsi_bonds": {"name"}, "external_vm_imports": {"name"}, "host": {"fence_type"}, "assigned_tags": {"id"},
	"storage_domain_server_connections": {"id"}, "virtual_function_allowed_networks": {"id"}, "users": {"user_name"}, "assigned_networks": {"id"},
}
