package world

import (
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// outcomes tell what becomes of an object that was saved while something went on with it, by type and status.
var outcomes = map[string]map[string]string{
	"vm": {
		"wait_for_launch": Up, "powering_up": Up, "reboot_in_progress": Up, "restoring_state": Up, "migrating": Up,
		"powering_down": Down, "saving_state": "suspended", ImageLocked: Down,
	},
	"template":       {"locked": OK},
	"disk":           {"locked": OK},
	"snapshot":       {"locked": OK},
	"host":           {"installing": Up, "initializing": Up, "connecting": Up, "reboot": Up, "preparing_for_maintenance": "maintenance"},
	"storage_domain": {"locked": Active, "activating": Active, "preparing_for_maintenance": "maintenance", "detaching": "unattached"},
	"job":            {"started": "finished"},
	"step":           {"started": "finished"},
}

// statusOf returns the member that tells how an object is.
func statusOf(o *store.Object) string {
	if o.Type.Name == "snapshot" {
		return "snapshot_status"
	}
	return "status"
}

// Resume sets time going for an inventory that was loaded: what went on when it was saved ends after one step, and jobs go when
// they are old.
func (w *World) Resume() {
	for _, shelf := range w.Shelves() {
		for _, item := range shelf.Items {
			w.resume(item.Entity)
		}
	}
}

func (w *World) resume(e *store.Entity) {
	o := e.Object()
	if end, ended := o.Get("end_time").(time.Time); ended && o.Type.Name == "job" && o.Text("status") != "started" {
		w.On(e, max(0, end.Add(jobLifetime).Sub(w.Time())), func() { w.Remove(e) })
		return
	}
	if o.True("external") {
		return // whoever began it ends it
	}
	member := statusOf(o)
	before := o.Text(member)
	after := outcomes[o.Type.Name][before]
	if after == "" {
		return
	}
	w.On(e, w.Step(), func() {
		if e.Object().Text(member) != before {
			return
		}
		switch {
		case o.Type.Name == "job":
			w.endJob(e, after)
		case o.Type.Name == "vm" && after != Up:
			w.Set(e, "status", after, "host", nil)
		default:
			w.Set(e, member, after)
		}
	})
}
