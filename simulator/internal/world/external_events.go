package world

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// engineOrigin is the origin of the engine's own events.
const engineOrigin = "oVirt"

// alert is the severity of the events that come back after they were deleted.
const alert = "alert"

// externalCodes are the codes of events that others add, by severity.
var externalCodes = map[string]int64{"normal": 9801, "warning": 9802, "error": 9803, "alert": 9804}

// eventRefs are the members by which events refer to what they are about.
var eventRefs = []string{
	names.Cluster, names.DataCenter, names.Host, names.StorageDomain, names.Template, names.User, names.Vm,
}

// eventTextMost is the longest text of an event; what is longer is cut.
const eventTextMost = 10000

func (w *World) registerEvents() {
	h := w.Hook("events")
	h.Add = w.addExternalEvent
	h.Choose = func(_ *store.Place, list []*store.Entity, _ Query) []*store.Entity {
		if !slices.ContainsFunc(list, deletedEvent) {
			return list
		}
		return slices.DeleteFunc(slices.Clone(list), deletedEvent)
	}
	h.Actions["undelete"] = func(*Call) error {
		for _, e := range w.All("/events") {
			if e.Object().Text(names.Severity) == alert {
				e.DropNote(deletedNote)
			}
		}
		return nil
	}
	item := w.Hook("event")
	item.Remove = func(c *Call) error {
		c.Entity().SetNote(deletedNote, "true")
		return nil
	}
	item.Show = func(_ *store.Place, v *document.View, _ Query) { v.Actions = nil }
}

// deletedNote is at events that were deleted: no list shows them, although they are still there.
const deletedNote = "deleted"

func deletedEvent(e *store.Entity) bool { return e.Note(deletedNote) != "" }

// addExternalEvent adds an event of somebody else, whose origin and custom ID together are new even
// among the events that were deleted.
func (w *World) addExternalEvent(c *Call) (*store.Entity, error) {
	o := c.Body
	if strings.EqualFold(o.Text(names.Origin), engineOrigin) {
		return nil, Bad("Cannot add External Event. Illegal Origin for External Event : oVirt")
	}
	same := func(other *store.Object) bool {
		return other.Int(names.CustomID) == o.Int(names.CustomID) && other.Text(names.Origin) == o.Text(names.Origin)
	}
	taken := false
	for _, other := range w.All("/events") {
		taken = taken || same(other.Object())
	}
	if taken {
		return nil, Bad("=Cannot add External Event. External Event with this custom id already exists.")
	}
	for _, member := range eventRefs {
		if ref := o.Part(member); ref != nil {
			o.Set(member, eventRef(w.Resolve(ref), ref))
		}
	}
	n := c.IDs.Event()
	o.Set(names.ID, strconv.FormatInt(n, 10))
	o.Set(names.Index, n)
	o.Set(names.Code, externalCodes[o.Text(names.Severity)])
	o.Set(names.Time, c.Time())
	o.Default(names.FloodRate, 30)
	if text := []rune(o.Text(names.Description)); len(text) > eventTextMost {
		o.Set(names.Description, string(text[:eventTextMost-3])+"...")
	}
	return w.Add(nil, w.Tree.Root.Fixed["events"], o), nil
}

// eventRef returns how an event refers to an object: with its name, or with no more than its ID if it
// isn't there. It returns nil for a reference without an ID, which engines don't read.
func eventRef(e *store.Entity, ref *store.Object) *store.Object {
	switch {
	case e != nil:
		named := Ref(e)
		named.Set(names.Name, shownName(e))
		return named
	case ref.ID() == "":
		return nil
	}
	return store.NewRef(ref.Type, "/"+collections[ref.Type.Name]+"/"+ref.ID(), ref.ID())
}

// collections are the segments under which the entry point has what events refer to.
var collections = map[string]string{
	"cluster": "clusters", "data_center": "datacenters", "host": "hosts", "storage_domain": "storagedomains",
	"template": "templates", "user": "users", "vm": "vms",
}

// AddDeletedEvent adds an event that was deleted.
func (w *World) AddDeletedEvent(o *store.Object) {
	if root := w.Tree.Root.Fixed["events"]; root != nil {
		w.Add(nil, root, o).SetNote(deletedNote, "true")
	}
}
