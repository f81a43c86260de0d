package simulator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
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
	"github.com/ovirt-go/ovirt/simulator/internal/world"
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
				t:      t, model: m, schema: schema.New(m), format: f, seen: map[string]bool{}, checker: newChecker(t, m),
			}
			root := route.New(m).Root
			w.check("GET", "", "", 200, "api")
			w.saw(root, model.Get, "")
			w.actions(root, "")
			w.below(root, "")
			w.checker.finish(m)
			var missed []string
			for _, s := range m.Services {
				for _, method := range m.Methods(s) {
					if key := s.Name + "." + string(method.Kind) + " " + method.Segment(); reachable(root)[s.Name] && !w.seen[key] {
						missed = append(missed, key)
					}
				}
			}
			if most := len(w.seen) / 2; len(w.refusals) > most {
				t.Errorf("%d refusals, want at most %d: %v", len(w.refusals), most, w.refusals)
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
	t       *testing.T
	model   *model.Model
	schema  *schema.Schema
	format  wire.Format
	checker *checker
	seen    map[string]bool // methods by service, kind and segment
	count   int

	refusals []string // what was refused
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
		body, a := w.post(path, w.fill(t.Name, n.Methods(model.Add), n.Service.Name))
		w.saw(n, model.Add, "")
		switch {
		case refusedOrTripped(a):
			w.refused(n, "POST "+path, a.body, "fault")
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
		if follow := followable(n.Item, t); follow != "" && n.Item.Has(model.Get) {
			w.check("GET", path+";max=2?follow="+follow, "", 200, t.ListTag)
		}
		w.saw(n, model.List, "")
	} else if w.do("GET", path, "").status != 405 && path != "/options" {
		w.t.Errorf("GET %s: want 405, or 404 if there is no resource", path)
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
		w.check("GET", path+"?all_content=true&follow="+followable(n, t), "", 200, t.Tag)
		w.saw(n, model.Get, "")
	}
	w.below(n, path)
	// Time passes, so that what was locked below is free again.
	w.clock.Advance(time.Minute)
	if n.Has(model.Update) {
		body := w.minimal(n.Methods(model.Update), t.Name, n.Service.Name)
		if a := w.sendAs("PUT", path, body); refusedOrTripped(a) {
			w.refused(n, "PUT "+path, a.body, "fault")
		} else {
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
	switch {
	case a.status == 200:
		w.root("DELETE "+path, a.body, "action")
	case refusedOrTripped(a):
		w.refused(n, "DELETE "+path, a.body, "fault")
	default:
		w.t.Errorf("DELETE %s: status %d\n%s", path, a.status, a.body)
	}
}

func (w *walker) actions(n *route.Node, path string) {
	for _, segment := range n.Actions {
		body, a := w.post(path+"/"+segment, w.fill("action", n.Action(segment), n.Service.Name))
		w.saw(n, model.Action, segment)
		switch {
		case a.status == 200 || a.status == 202:
			w.root(path+"/"+segment, a.body, "action")
		case a.status == 204:
			// No console opens while its VM is down.
			if segment != "remoteviewerconnectionfile" || a.body != "" {
				w.t.Errorf("POST %s/%s: status 204\n%s", path, segment, a.body)
			}
		case a.status == 404:
			// The snapshot to be previewed is not one of the VM's.
			if segment != "previewsnapshot" {
				w.t.Errorf("POST %s/%s: status 404", path, segment)
			}
		case refusedOrTripped(a):
			if a.body == notTheEngine {
				break
			}
			got := rootOf(w.format, a.body)
			if got != "action" && got != "fault" && !tripped(a.status, a.body) {
				w.t.Errorf("POST %s/%s: root %q of a refusal\n%s", path, segment, got, a.body)
			}
			w.refused(n, "POST "+path+"/"+segment, a.body, got)
		default:
			w.t.Errorf("POST %s/%s: status %d\n%s\n%s", path, segment, a.status, body, a.body)
		}
		w.clock.Advance(time.Minute)
	}
}

var lacking = regexp.MustCompile(`\[([a-zA-Z.]+)[^]]*\] required for`)

// post sends a document; members that the model doesn't call mandatory, and that the engine misses nevertheless, are added.
func (w *walker) post(path string, o *store.Object) (body string, a answer) {
	w.t.Helper()
	for range 4 {
		body = w.encode(o)
		a = w.sendAs("POST", path, body)
		missing := lacking.FindStringSubmatch(a.body)
		if a.status != 400 || missing == nil {
			break
		}
		words := regexp.MustCompile("[A-Z]").ReplaceAllStringFunc(missing[1], func(c string) string { return "_" + strings.ToLower(c) })
		w.set(o, model.Steps(words))
	}
	return body, a
}

// notFollowed are collections that real engines fail to follow.
var notFollowed = []string{
	"host.hooks", "host.numa_nodes", "vm.backups", "vm.checkpoints", "vm.numa_nodes",
	"snapshot.cdroms", "snapshot.disks", "snapshot.nics", // the active one has none of them
}

// followable returns the collections below an object, as a follow parameter names them.
func followable(n *route.Node, t *schema.Type) string {
	var names []string
	for _, m := range t.Members {
		if world.Segment(n, m) != "" && !slices.Contains(notFollowed, t.Name+"."+m.Name) {
			names = append(names, m.Name)
		}
	}
	return strings.Join(names, ",")
}

// refusedOrTripped reports whether an engine refuses a request or trips over it.
func refusedOrTripped(a answer) bool {
	return a.status == 400 || a.status == 409 || tripped(a.status, a.body)
}

// refused takes a refusal for the state of things, which is an answer too. Too many would make the walk worthless.
func (w *walker) refused(n *route.Node, what, doc, root string) {
	w.t.Helper()
	if !strings.HasPrefix(doc, "<html>") {
		w.root("refused "+what, doc, root)
	}
	w.refusals = append(w.refusals, n.Service.Name+" "+what[:strings.IndexByte(what, ' ')])
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
	if method == "GET" && unshown.MatchString(path) && refusedOrTripped(a) {
		return
	}
	if a.status != status {
		w.t.Errorf("%s %s: status %d, want %d\n%s\n%s", method, path, a.status, status, body, a.body)
		return
	}
	w.root(method+" "+path, a.body, root)
}

// root demands a document that is well-formed, has the root, which JSON shows by its members only, and fits the model.
func (w *walker) root(what, doc, want string) {
	w.t.Helper()
	w.checker.add(what, w.format, doc, want)
	if w.format == wire.JSON {
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
		case reason && o["status"] == nil:
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

// extras are members without which a request makes no sense, beside those that the model says are mandatory.
var extras = map[string][]string{
	"storage_domains": {"name"}, "networks": {"id", "name", "data_center.id"}, "affinity_group_vms": {"id"}, "attached_storage_domains": {"id"}, "system_permissions": {"user.id", "role.id"},
	"assigned_permissions": {"user.id"}, "disk_attachments": {"disk.provisioned_size"}, "disks": {"alias"},
	"assigned_affinity_labels": {"id"}, "affinity_labels": {"name"}, "affinity_label_hosts": {"id"}, "affinity_label_vms": {"id"},
	"cluster_networks": {"id"}, "data_center_networks": {"name"}, "storage_server_connections": {"id"}, "groups": {"name"}, "iscsi_bonds": {"name"}, "external_vm_imports": {"name"}, "host": {"fence_type"}, "assigned_tags": {"id"},
	"attached_storage_domain_disk": {"storage_domain.id"}, "storage_domain_server_connections": {"id"}, "virtual_function_allowed_networks": {"id"}, "users": {"user_name"}, "assigned_networks": {"id"},
}
