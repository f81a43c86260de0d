package rest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
	"github.com/ovirt-go/ovirt/simulator/internal/xsd"
)

// searches are the collections with a link of their own for searches.
var searches = []string{
	"clusters", "datacenters", "events", "hosts", "networks", "storagedomains", "templates", "instancetypes", "users", "groups", "vmpools",
	"vms", "disks",
}

// entryPoint answers with the document at /api.
func (q *request) entryPoint() {
	var v document.View
	if err := q.admitted(nil); err != nil {
		q.answerError(err)
		return
	}
	q.world.Read(func() { v = q.api() })
	var header []string
	for _, link := range v.Extra {
		header = append(header, "<"+q.host()+q.prefix+link.Path+">; rel="+link.Rel)
	}
	slices.Sort(header)
	q.w.Header().Set("Link", strings.Join(header, ","))
	if q.r.Method == http.MethodHead {
		q.empty(http.StatusOK) // Links are all that there is to know without the document.
		return
	}
	q.view(http.StatusOK, &v)
}

// api returns the document. It must be called within Read.
func (q *request) api() document.View {
	o := store.New(q.world.Schema.Type("api"))
	v := document.View{Object: o}
	for _, rel := range slices.Sorted(maps.Keys(q.world.Tree.Root.Fixed)) {
		if rel == "options" {
			continue // can be asked for by name only
		}
		v.Extra = append(v.Extra, document.Link{Rel: rel, Path: "/" + rel})
		if !slices.Contains(searches, rel) {
			continue
		}
		path := "/" + rel + "?search={query}"
		if rel == "events" {
			path = "/events;from={event_id}?search={query}"
		}
		v.Extra = append(v.Extra, document.Link{Rel: rel + "/search", Path: path})
	}
	if !q.filtered {
		o.Set("product_info.instance_id", q.InstanceID)
	}
	o.Set("product_info.name", "oVirt Engine")
	o.Set("product_info.version.full_version", q.FullVersion)
	number, _, _ := strings.Cut(q.FullVersion, "-")
	for i, part := range strings.SplitN(number, ".", 4) {
		n, err := strconv.Atoi(part)
		if err == nil && i < 3 {
			o.Set("product_info.version."+[...]string{"major", "minor", "build"}[i], n)
		}
	}
	o.Set("product_info.version.revision", 0)
	o.Set("special_objects.blank_template", world.Ref(q.world.At("/templates/"+zeroID)))
	o.Set("special_objects.root_tag", world.Ref(q.world.At("/tags/"+zeroID)))
	if !q.filtered {
		q.summary(o)
		// Administrators see when the engine was backed up, which it never was.
		o.Set("engine_backup", store.New(q.world.Schema.Type("engine_backup_info")))
	}
	o.Set("time", q.world.Time())
	if user := q.subject.User; user != nil {
		o.Set("authenticated_user", world.Ref(user))
		o.Set("effective_user", world.Ref(user))
	}
	return v
}

const zeroID = "00000000-0000-0000-0000-000000000000"

// summary counts what there is and what of it is active.
func (q *request) summary(o *store.Object) {
	for name, count := range map[string]struct {
		path   string
		active []string
	}{
		"hosts":           {"/hosts", []string{"up"}},
		"storage_domains": {"/storagedomains", []string{"active"}},
		"users":           {"/users", nil},
		"vms":             {"/vms", []string{"up", "powering_up"}},
	} {
		all := q.world.All(count.path)
		active := 0
		for _, e := range all {
			if count.active == nil || slices.Contains(count.active, e.Object().Text("status")) {
				active++
			}
		}
		o.Set("summary."+name+".active", active)
		o.Set("summary."+name+".total", len(all))
	}
}

// schema answers with the XML schema, which engines send as a file to be kept.
func (q *request) schema() {
	doc := q.xsd()
	q.w.Header().Set("Content-Type", "application/octet-stream")
	q.w.Header().Set("Content-Disposition", "attachment; filename = "+xsd.Name)
	q.w.Header().Set("Content-Length", strconv.Itoa(len(doc)))
	q.w.Write(doc)
}

// description answers with the description of the API itself.
func (q *request) description(name string) {
	if name != "model" && name != "model.json" || q.Describe == nil {
		q.noResource()
		return
	}
	doc, err := q.Describe()
	if err != nil {
		q.answerError(err)
		return
	}
	q.w.Header().Set("Content-Type", "application/json")
	q.w.Header().Set("Content-Length", strconv.Itoa(len(doc)))
	q.w.Write(doc)
}
