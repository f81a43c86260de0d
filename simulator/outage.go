package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Outage is what clients meet while the engine is stopped.
type Outage string

// The kinds of outages.
const (
	Refused     Outage = "refused"     // Refused is a machine on which nothing listens: connections are refused, open ones break.
	Unavailable Outage = "unavailable" // Unavailable is a web server that answers 503 with an HTML page, because the engine behind it is down.
)

// outage is the state of the whole engine.
type outage struct {
	mu      sync.Mutex
	now     Outage           // guarded by mu; empty while the engine runs
	servers map[*Server]bool // guarded by mu
	restart *time.Timer      // guarded by mu; nil if it comes by hand
}

// disarm takes back a restart that was to come by itself.
func (o *outage) disarm() {
	if o.restart != nil {
		o.restart.Stop()
		o.restart = nil
	}
}

// Stop stops the engine until [Engine.Restart]: all sessions are lost, the inventory is kept. An engine that is stopped already is
// stopped in the other way from then on.
func (e *Engine) Stop(how Outage) error { return e.stopFor(how, 0) }

// stopFor does the same, and restarts the engine after a while that isn't 0.
func (e *Engine) stopFor(how Outage, d time.Duration) error {
	if how != Refused && how != Unavailable {
		return fmt.Errorf("outage %q is neither %s nor %s", how, Refused, Unavailable)
	}
	e.outage.mu.Lock()
	defer e.outage.mu.Unlock()
	if e.outage.now == "" {
		e.Log(2, "normal", "Stopping oVirt Engine.")
	}
	e.ExpireTokens()
	e.outage.disarm()
	if d > 0 {
		e.outage.restart = time.AfterFunc(d, e.restartInTime)
	}
	e.outage.now = how
	var errs []error
	for s := range e.outage.servers {
		if how == Refused {
			s.suspend()
		} else {
			errs = append(errs, s.resume())
		}
	}
	return errors.Join(errs...)
}

// restartInTime restarts the engine without anybody who could be told of an error.
func (e *Engine) restartInTime() {
	for range 100 {
		if e.Restart() == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Restart lets a stopped engine run again, at the addresses that it had. Clients must log in anew. It does nothing if the engine
// runs. An error means that another program has taken an address meanwhile; the next call tries again.
func (e *Engine) Restart() error {
	e.outage.mu.Lock()
	defer e.outage.mu.Unlock()
	e.outage.disarm()
	if e.outage.now != "" {
		e.outage.now = ""
		e.Log(1, "normal", "Starting oVirt Engine.")
	}
	var errs []error
	for s := range e.outage.servers {
		errs = append(errs, s.resume())
	}
	return errors.Join(errs...)
}

// Outage tells how the engine is stopped; empty while it runs.
func (e *Engine) Outage() Outage {
	e.outage.mu.Lock()
	defer e.outage.mu.Unlock()
	return e.outage.now
}

// unavailable answers as the web server does while the engine behind it is down.
func unavailable(w http.ResponseWriter) {
	text(w, http.StatusServiceUnavailable, "text/html", page(http.StatusServiceUnavailable, "The engine is down. Try again later."))
}
