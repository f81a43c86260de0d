// Package world is the inventory with what all of its parts need: calls, hooks, timers, events,
// jobs and the general way to create, change and remove objects. What services do beyond that is
// added by other packages, one for each area, through [World.Hook].
package world

import (
	"container/heap"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Config tells a world what it needs to know of its surroundings.
type Config struct {
	Clock func() time.Time
	Step  time.Duration  // Step is how long one change of status takes.
	Zone  *time.Location // Zone is the one in which dates are written.
}

// World is the inventory with its behaviour. Its methods must be called within the store's Update,
// save where they say otherwise.
type World struct {
	*store.Store

	cfg    Config
	now    time.Time // while a timer runs: when it was due
	timers timers
	due    atomic.Int64 // when the next timer is due, in nanoseconds since 1970; 0 for none
	turn   int          // the last number that NextTurn returned
	hooks  map[string]*Hooks
	tasks  map[string]*task
	macs   int       // how many MAC addresses were given to NICs
	began  time.Time // when the engine started

	deleted []*store.Object       // events that were deleted and can come back
	dropped []func(*store.Entity) // called with what is dropped
	changes map[string]changed    // called with what changes, by type

	// Quotas decides what quotas leave for VMs and disks.
	Quotas Quotas
}

// changed is what follows from a change of an object; before or after may be nil.
type changed func(e *store.Entity, before, after *store.Object)

// Hooks are what a service does in its own way. What is nil is done in the general way.
type Hooks struct {
	Add     func(*Call) (*store.Entity, error)
	Update  func(*Call) error
	Remove  func(*Call) error
	Actions map[string]func(*Call) error // by segment
	// Choose leaves those objects of the list that the parameters of a request ask for; it must not
	// change the list.
	Choose func(p *store.Place, list []*store.Entity, q Query) []*store.Entity
	// Show changes how an object is presented at a place; it is called within Read.
	Show func(p *store.Place, v *document.View, q Query)
}

// New returns a world that has the services of jobs and events. The other packages of the simulator
// add theirs; the world isn't changed before.
func New(s *store.Store, cfg Config) *World {
	w := &World{
		Store: s, cfg: cfg, began: cfg.Clock(),
		hooks:   map[string]*Hooks{},
		tasks:   map[string]*task{},
		changes: map[string]changed{},
	}
	w.registerJobs()
	w.registerEvents()
	w.registerActionAdds()
	w.registerSystem()
	return w
}

// Hooks returns what is special about a service, or nil. It may be called at any time.
func (w *World) Hooks(service string) *Hooks { return w.hooks[service] }

// Hook returns the hooks of a service to be filled.
func (w *World) Hook(service string) *Hooks {
	h := w.hooks[service]
	if h == nil {
		h = &Hooks{Actions: map[string]func(*Call) error{}}
		w.hooks[service] = h
	}
	return h
}

// SetHooks shares the hooks of a service with another one.
func (w *World) SetHooks(service string, h *Hooks) { w.hooks[service] = h }

// Step returns how long one change of status takes.
func (w *World) Step() time.Duration { return w.cfg.Step }

// OnDrop calls f with each object that is dropped.
func (w *World) OnDrop(f func(*store.Entity)) { w.dropped = append(w.dropped, f) }

// OnChange calls f with each object of a type that is added, changed or removed, once [World.Watch]
// was called. The object before is nil for a new one, the object after for a removed one.
func (w *World) OnChange(typeName string, f func(e *store.Entity, before, after *store.Object)) {
	w.changes[typeName] = f
}

// Watch lets the inventory follow from itself from now on. What was put into the inventory before
// counts as finished.
func (w *World) Watch() {
	w.Store.Watch(func(e *store.Entity, before, after *store.Object) {
		if f := w.changes[TypeOf(e).Name]; f != nil {
			f(e, before, after)
		}
	})
}

// Choose leaves those objects of a list that the caller asks for. It is called within Read.
func (w *World) Choose(p *store.Place, list []*store.Entity, q Query) []*store.Entity {
	if h := w.hooks[p.Node.Service.Name]; h != nil && h.Choose != nil {
		return h.Choose(p, list, q)
	}
	return list
}

// Time returns the present time, in the server's zone. While something that was due runs, it is the
// time at which it was due.
func (w *World) Time() time.Time {
	if !w.now.IsZero() {
		return w.now.In(w.cfg.Zone)
	}
	return w.cfg.Clock().In(w.cfg.Zone)
}

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
func (t *timers) Push(x any)   { *t = append(*t, x.(*timer)) }
func (t *timers) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}

// after runs f when the time has passed.
func (w *World) after(d time.Duration, f func()) *timer {
	t := &timer{at: w.Time().Add(d), order: w.NextTurn(), run: f}
	heap.Push(&w.timers, t)
	w.arm()
	return t
}

// On runs f when the time has passed, if the entity still exists.
func (w *World) On(e *store.Entity, d time.Duration, f func()) {
	w.after(d, func() {
		if w.At(e.Path) == e {
			f()
		}
	})
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

// NewObject returns an empty object of a type, or nil if the release lacks the type.
func (w *World) NewObject(typeName string) *store.Object {
	t := w.Schema.Type(typeName)
	if t == nil {
		return nil
	}
	return store.New(t)
}

// Ref returns a reference to an entity.
func Ref(e *store.Entity) *store.Object {
	if e == nil {
		return nil
	}
	return store.NewRef(e.Object().Type, e.Path, e.ID())
}

// TypeOf returns the type of an entity's object.
func TypeOf(e *store.Entity) *schema.Type { return e.Object().Type }

// Set changes members of an entity: names and values in turn; a value of nil removes.
func (w *World) Set(e *store.Entity, pairs ...any) {
	w.Change(e, func(o *store.Object) {
		for i := 0; i+1 < len(pairs); i += 2 {
			o.Set(pairs[i].(string), pairs[i+1])
		}
	})
}

// Target returns the entity that a member of an entity refers to, or nil.
func (w *World) Target(e *store.Entity, member string) *store.Entity {
	return w.Resolve(e.Object().Part(member))
}

// Started returns when the engine started.
func (w *World) Started() time.Time { return w.began }

// NextTurn returns a number that is one more each time: what sets things in order, or lets each
// have its turn, counts with it.
func (w *World) NextTurn() int {
	w.turn++
	return w.turn
}

// UnknownHooks returns the services with hooks that the model of the world lacks, and the actions
// with hooks that none of its services has. Models of other releases than the newest lack some.
func (w *World) UnknownHooks() []string {
	actions := map[string]bool{}
	for _, service := range w.Schema.Model.Services {
		for _, m := range w.Schema.Model.Methods(service) {
			actions[m.Segment()] = true
		}
	}
	unknown := []string{}
	for service, h := range w.hooks {
		if w.Schema.Model.Service(service) == nil {
			unknown = append(unknown, service)
		}
		for action := range h.Actions {
			if !actions[action] {
				unknown = append(unknown, action)
			}
		}
	}
	slices.Sort(unknown)
	return unknown
}
