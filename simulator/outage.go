package simulator

import (
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/trouble"
)

// Outage is what clients meet while the engine is stopped: [Refused] or [Unavailable].
type Outage = trouble.Outage

// The kinds of outages.
const (
	// Refused is a machine on which nothing listens: connections are refused, open ones break.
	Refused Outage = trouble.Refused
	// Unavailable is a web server that answers 503 with an HTML page, because the engine behind it
	// is down.
	Unavailable Outage = trouble.Unavailable
)

// Stop stops the engine until [Engine.Restart]: all sessions are lost, the inventory is kept. An
// engine that is stopped already is stopped in the other way from then on.
func (e *Engine) Stop(how Outage) error { return e.stopFor(how, 0) }

// stopFor does the same, and restarts the engine after a while that isn't 0.
func (e *Engine) stopFor(how Outage, d time.Duration) error { return e.trouble.Stop(how, d) }

// Restart lets a stopped engine run again, at the addresses that it had. Clients must log in anew.
// It does nothing if the engine runs. An error means that another program has taken an address
// meanwhile; the next call tries again.
func (e *Engine) Restart() error { return e.trouble.Restart() }

// Outage returns how the engine is stopped; empty while it runs.
func (e *Engine) Outage() Outage { return e.trouble.Outage() }
