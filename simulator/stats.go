package simulator

import (
	"net"
	"net/http"
	"sync/atomic"
)

// Stats counts what clients did.
type Stats struct {
	// Requests counts all, logins and those that a rule answered included.
	Requests    int64 `json:"requests"`
	Logins      int   `json:"logins"`      // Logins counts tokens and sessions that were given.
	Logouts     int   `json:"logouts"`     // Logouts counts tokens and sessions that clients gave back.
	Tokens      int   `json:"tokens"`      // Tokens counts those that are good now.
	Connections int64 `json:"connections"` // Connections counts those that were opened to the engine's own servers.
	Open        int64 `json:"open"`        // Open counts those of them that are open now.
}

type counters struct{ requests, connections, open atomic.Int64 }

// Stats returns the counts so far.
func (e *Engine) Stats() Stats {
	logins, logouts, live := e.sso.Counts()
	return Stats{
		Requests: e.counts.requests.Load(), Logins: logins, Logouts: logouts, Tokens: live,
		Connections: e.counts.connections.Load(), Open: e.counts.open.Load(),
	}
}

// ExpireTokens makes all tokens and sessions invalid, as a restart of the engine or thirty idle minutes do.
func (e *Engine) ExpireTokens() { e.sso.Expire() }

// connection counts connections as a server sees them come and go.
func (c *counters) connection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.connections.Add(1)
		c.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		c.open.Add(-1)
	}
}
