package trouble

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Outage is what clients meet while the engine is stopped.
type Outage string

// The kinds of outages.
const (
	// Refused is a machine on which nothing listens: connections are refused, open ones break.
	Refused Outage = "refused"
	// Unavailable is a web server that answers 503 with an HTML page, because the engine behind it
	// is down.
	Unavailable Outage = "unavailable"
)

// Server is what listens for the engine.
type Server interface {
	// Resume listens, unless the server does already or is closed.
	Resume() error
	// Suspend stops listening and breaks all connections.
	Suspend() error
}

// outage is the state of the whole engine.
type outage struct {
	mu      sync.Mutex
	now     Outage          // guarded by mu; empty while the engine runs
	servers map[Server]bool // guarded by mu
	restart *time.Timer     // guarded by mu; nil if nobody restarts the engine by itself
}

// cancelRestart cancels a restart that was to come by itself.
func (o *outage) cancelRestart() {
	if o.restart != nil {
		o.restart.Stop()
		o.restart = nil
	}
}

// Listen starts a server with a function, during which no outage begins or ends, and lets outages
// suspend and resume it from then on. It fails while connections are refused.
func (m *Maker) Listen(s Server, start func() error) error {
	m.outage.mu.Lock()
	defer m.outage.mu.Unlock()
	if m.outage.now == Refused {
		return errors.New("the engine is stopped")
	}
	if err := start(); err != nil {
		return err
	}
	m.outage.servers[s] = true
	return nil
}

// Forget lets outages leave a server alone.
func (m *Maker) Forget(s Server) {
	m.outage.mu.Lock()
	defer m.outage.mu.Unlock()
	delete(m.outage.servers, s)
}

// Stop stops the engine until [Maker.Restart], or for a while that isn't 0: all sessions are lost.
// An engine that is stopped already is stopped in the other way from then on.
func (m *Maker) Stop(how Outage, d time.Duration) error {
	if how != Refused && how != Unavailable {
		return fmt.Errorf("outage %q is neither %s nor %s", how, Refused, Unavailable)
	}
	m.outage.mu.Lock()
	defer m.outage.mu.Unlock()
	if m.outage.now == "" {
		m.engine.Log(2, "normal", "Stopping oVirt Engine.")
	}
	m.engine.ExpireTokens()
	m.outage.cancelRestart()
	if d > 0 {
		m.outage.restart = time.AfterFunc(d, m.restartLater)
	}
	m.outage.now = how
	var errs []error
	for s := range m.outage.servers {
		if how == Refused {
			s.Suspend()
		} else {
			errs = append(errs, s.Resume())
		}
	}
	return errors.Join(errs...)
}

// restartLater restarts the engine without anybody who could be told of an error.
func (m *Maker) restartLater() {
	for range 100 {
		if m.Restart() == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Restart lets a stopped engine run again, at the addresses that it had. It does nothing if the
// engine runs. An error means that another program has taken an address meanwhile; the next call
// tries again.
func (m *Maker) Restart() error {
	m.outage.mu.Lock()
	defer m.outage.mu.Unlock()
	m.outage.cancelRestart()
	if m.outage.now != "" {
		m.outage.now = ""
		m.engine.Log(1, "normal", "Starting oVirt Engine.")
	}
	var errs []error
	for s := range m.outage.servers {
		errs = append(errs, s.Resume())
	}
	return errors.Join(errs...)
}

// Outage returns how the engine is stopped; empty while it runs.
func (m *Maker) Outage() Outage {
	m.outage.mu.Lock()
	defer m.outage.mu.Unlock()
	return m.outage.now
}

// ServeUnavailable answers as the web server does while the engine behind it is down.
func ServeUnavailable(w http.ResponseWriter) {
	const status = http.StatusServiceUnavailable
	body := page(status, "The engine is down. Try again later.")
	w.Header().Set("Content-Type", "text/html;charset=UTF-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	io.WriteString(w, body)
}
