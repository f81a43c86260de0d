package storage

import (
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// watched is the note at a transfer that tells when its client did something, as far as the engine
// knows.
const watched = "watched"

// watchActivity ends or pauses a transfer whose client does nothing for as long as the timeout
// says. 0 is no timeout.
func (st *Storage) watchActivity(transfer *store.Entity) {
	now := st.w.Time()
	transfer.SetNote(watched, now.Format(time.RFC3339Nano))
	if timeout := time.Duration(transfer.Object().Int(names.InactivityTimeout)) * time.Second; timeout > 0 {
		st.checkActivityAfter(transfer, timeout, timeout, now)
	}
}

// checkActivityAfter sees after a while whether the client has done something since.
func (st *Storage) checkActivityAfter(
	transfer *store.Entity,
	after, timeout time.Duration,
	since time.Time,
) {
	mark := transfer.Note(watched)
	st.w.On(transfer, after, func() {
		if transfer.Object().Text(names.Phase) != world.PhaseTransferring ||
			transfer.Note(watched) != mark {
			return
		}
		a, found := st.activity(transfer)
		switch {
		case found && a.Active:
			st.checkActivityAfter(transfer, timeout, timeout, st.w.Time())
		case found && a.Last.After(since):
			st.checkActivityAfter(
				transfer,
				max(timeout-st.w.Time().Sub(a.Last), time.Second),
				timeout,
				a.Last,
			)
		default:
			st.timedOut(transfer)
		}
	})
}

// timedOut does what the policy of the transfer asks for.
func (st *Storage) timedOut(transfer *store.Entity) {
	policy := transfer.Object().Text(names.TimeoutPolicy)
	download := transfer.Object().Text(names.Direction) == "download"
	switch {
	case policy == "pause":
		st.report(1077, transfer)
		st.phases(transfer, world.PhasePausedSystem)
	case policy == "cancel":
		st.report(1076, transfer)
		st.phases(
			transfer,
			world.PhaseCancelledSystem,
			world.PhaseFinalizingFailure,
			world.PhaseFinishedFailure,
		)
	case download:
		st.report(1076, transfer)
		st.phases(
			transfer,
			world.PhaseCancelledSystem,
			world.PhaseFinalizingFailure,
			world.PhaseFinishedFailure,
		)
	default:
		st.report(1077, transfer)
		st.phases(transfer, world.PhasePausedSystem)
	}
}
