package behavior

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// infra is what the world remembers of the infrastructure beside its objects.
type infra struct {
	deleted []*store.Object // events that were deleted and can come back
	outside []*remains      // storage that no longer belongs to the engine but still holds its data
}

// then sets statuses like steps and calls done when the last one is reached. What changes the status meanwhile ends the walk.
func (w *World) then(e *store.Entity, done func(), statuses ...string) {
	w.set(e, "status", statuses[0])
	if len(statuses) == 1 {
		done()
		return
	}
	w.On(e, w.cfg.Step, func() {
		if e.Object().Text("status") == statuses[0] {
			w.then(e, done, statuses[1:]...)
		}
	})
}
