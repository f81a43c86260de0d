package world

import (
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// outcomes tell what becomes of an object that was saved while something went on with it, by type
// and status.
var outcomes = map[string]map[string]string{
	"vm": {
		WaitForLaunch: Up, PoweringUp: Up, RebootInProgress: Up, RestoringState: Up, Migrating: Up,
		PoweringDown: Down, SavingState: Suspended, ImageLocked: Down,
	},
	"template": {Locked: OK},
	"disk":     {Locked: OK},
	"snapshot": {Locked: OK},
	"host": {
		Installing:              Up,
		Initializing:            Up,
		Connecting:              Up,
		Reboot:                  Up,
		PreparingForMaintenance: Maintenance,
	},
	"storage_domain": {
		Locked:                  Active,
		Activating:              Active,
		PreparingForMaintenance: Maintenance,
		Detaching:               Unattached,
	},
	"job":  {Started: Finished},
	"step": {Started: Finished},
}

// statusOf returns the member that tells how an object is.
func statusOf(o *store.Object) string {
	if o.Type.Name == names.Snapshot {
		return "snapshot_status"
	}
	return "status"
}

// Resume sets time going for an inventory that was loaded: what went on when it was saved ends
// after one step, and jobs go when they are old.
func (w *World) Resume() {
	for _, shelf := range w.Shelves() {
		for _, item := range shelf.Items {
			w.resume(item.Entity)
		}
	}
}

func (w *World) resume(e *store.Entity) {
	o := e.Object()
	if end, ended := o.Get(names.EndTime).(time.Time); ended && o.Type.Name == names.Job &&
		o.Text(names.Status) != Started {
		w.On(e, max(0, end.Add(jobLifetime).Sub(w.Time())), func() { w.Remove(e) })
		return
	}
	if o.True(names.External) {
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
		case o.Type.Name == names.Job:
			w.endJob(e, after)
		case o.Type.Name == names.Vm && after != Up:
			w.Set(e, names.Status, after, names.Host, nil)
		default:
			w.Set(e, member, after)
		}
	})
}
