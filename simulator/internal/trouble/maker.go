// Package trouble makes the answers of an engine go wrong: by rules for single requests, and by
// outages of the whole engine. It also has what such answers travel on: connections that break,
// answers that leave before their request has come, and a transport within the process that shows
// the same errors.
package trouble

import "net/http"

// Engine is the engine that trouble is made for.
type Engine interface {
	// ExpireTokens makes all tokens and sessions invalid.
	ExpireTokens()
	// Log adds an event to the engine's log.
	Log(code int64, severity, text string)
	// Refuse answers a request with a fault, in the format that the client asked for.
	Refuse(w http.ResponseWriter, r *http.Request, status int, reason, detail string)
}

// Maker makes trouble for one engine. It is safe for use by many goroutines.
type Maker struct {
	engine Engine
	apart  string
	rules  rules
	outage outage
}

// New returns a Maker without rules. Paths that begin with the prefix are matched only by rules
// whose path begins with it too, because a rule for any request means the API.
func New(engine Engine, apart string) *Maker {
	return &Maker{engine: engine, apart: apart, outage: outage{servers: map[Server]bool{}}}
}
