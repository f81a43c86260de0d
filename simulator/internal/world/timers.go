package world

import (
	"container/heap"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Time returns the present time, in the server's zone. While something that was due runs, it is the
// time at which it was due.
func (w *World) Time() time.Time {
	if !w.now.IsZero() {
		return w.now.In(w.cfg.Zone)
	}
	return w.cfg.Clock().In(w.cfg.Zone)
}

// Step returns how long one change of status takes.
func (w *World) Step() time.Duration { return w.cfg.Step }

// Started returns when the engine started.
func (w *World) Started() time.Time { return w.began }

// timer is something that happens later.
type timer struct {
	at    time.Time
	order int
	run   func()
	gone  bool
}

type timers []*timer

func (t timers) Len() int { return len(t) }

func (t timers) Less(i, j int) bool {
	return t[i].at.Before(t[j].at) || t[i].at.Equal(t[j].at) && t[i].order < t[j].order
}

func (t timers) Swap(i, j int) { t[i], t[j] = t[j], t[i] }

func (t *timers) Push(x any) { *t = append(*t, x.(*timer)) }

func (t *timers) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}

// On runs f when the time has passed, if the entity still exists.
func (w *World) On(e *store.Entity, d time.Duration, f func()) {
	w.after(d, func() {
		if w.At(e.Path) == e {
			f()
		}
	})
}

// after runs f when the time has passed.
func (w *World) after(d time.Duration, f func()) *timer {
	t := &timer{at: w.Time().Add(d), order: w.NextTurn(), run: f}
	heap.Push(&w.timers, t)
	w.arm()
	return t
}

// NextTurn returns a number that is one more each time: what sets things in order, or lets each
// have its turn, counts with it.
func (w *World) NextTurn() int {
	w.turn++
	return w.turn
}

func (w *World) arm() {
	if len(w.timers) == 0 {
		w.due.Store(0)
		return
	}
	w.due.Store(w.timers[0].at.UnixNano())
}

// Advance does what has become due. It may be called at any time outside Read and Update, and costs
// little if nothing is due.
func (w *World) Advance() {
	due := w.due.Load()
	if due == 0 || w.cfg.Clock().UnixNano() < due {
		return
	}
	w.Update(func() {
		now := w.cfg.Clock()
		for len(w.timers) > 0 && !w.timers[0].at.After(now) {
			w.run(heap.Pop(&w.timers).(*timer))
		}
		w.arm()
	})
}

// run runs a timer at the time for which it was set.
func (w *World) run(t *timer) {
	if t.gone {
		return
	}
	t.gone = true
	before := w.now
	w.now = t.at
	t.run()
	w.now = before
}

// hasten runs a timer at once, as if its time had come.
func (w *World) hasten(t *timer) {
	if !t.gone {
		t.gone = true
		t.run()
	}
}
