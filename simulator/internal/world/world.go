// Package world is the inventory with what all of its parts need: calls, hooks, timers, events,
// jobs and the general way to create, change and remove objects. What services do beyond that is
// added by other packages, one for each area, through [World.Hook].
package world

import (
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Config tells a world what it needs to know of its surroundings.
type Config struct {
	Clock func() time.Time // Clock returns the present time.
	Step  time.Duration    // Step is how long one change of status takes.
	Zone  *time.Location   // Zone is the one in which dates are written.
}

// World is the inventory with its behavior. Its methods must be called within the store's Update,
// save where they say otherwise.
type World struct {
	*store.Store

	// Rules are the tables of what engines refuse, log and list.
	Rules *rules.Table

	cfg    Config
	now    time.Time // while a timer runs: when it was due
	timers timers
	due    atomic.Int64 // when the next timer is due, in nanoseconds since 1970; 0 for none
	turn   int          // the last number that NextTurn returned
	hooks  map[string]*Hooks
	tasks  map[string]*task
	macs   int       // how many MAC addresses were given to NICs
	began  time.Time // when the engine started

	dropped []func(*store.Entity) // called with what is dropped
	changes map[string]changed    // called with what changes, by type

	// Quotas decides what quotas leave for VMs and disks. Package centers sets it.
	Quotas Quotas
	// Bonding decides whether what a call adds may be part of an iSCSI bond.
	Bonding func(*Call) error
}

// New returns a world that has the services of jobs and events. The other packages of the simulator
// register theirs before it is used.
func New(s *store.Store, cfg Config) *World {
	table, err := rules.New()
	if err != nil {
		panic(err) // The tables are built in, and a test reads them.
	}
	w := &World{
		Store: s, Rules: table, cfg: cfg, began: cfg.Clock(),
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
