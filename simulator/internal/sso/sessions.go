package sso

import (
	"slices"
	"time"
)

// Kind tells how a session was begun.
type Kind string

// The kinds of sessions.
const (
	Password Kind = "password"  // a token for a password
	HTTP     Kind = "http-auth" // a token for the credentials of the request itself
	Cookie   Kind = "cookie"    // a cookie, for requests that prefer persistent authentication
)

// Session is what stands behind a token or a cookie. Who asks with a password each time has none.
type Session struct {
	User  string
	Kind  Kind
	Since time.Time // Since is when it was opened.
	Used  time.Time // Used is the time of the last request.
}

// Sessions returns those that are alive, last used first.
func (s *Service) Sessions() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Session
	for _, t := range s.tokens {
		if s.alive(t) {
			out = append(out, t.Session)
		}
	}
	slices.SortFunc(out, func(a, b Session) int {
		if c := b.Used.Compare(a.Used); c != 0 {
			return c
		}
		return b.Since.Compare(a.Since)
	})
	return out
}
