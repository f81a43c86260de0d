// Package sso is the sign-on side of the simulated engine: tokens and sessions, the endpoints that give and revoke them, and the
// check of a request's credentials.
package sso

import (
	"crypto/rand"
	"encoding/base64"
	"maps"
	"strings"
	"sync"
	"time"
)

// Lifetimes of the engine's configuration. A token says the longer one, but its session dies after being idle for the shorter.
const (
	TokenLifetime = 360000 * time.Second
	IdleLifetime  = 30 * time.Minute
)

// Config tells who may log in.
type Config struct {
	Users map[string]string // Users are passwords by user name with profile, such as admin@internal.
	Now   func() time.Time
	// Idle is how long a session lives without a request; 0 means IdleLifetime, a negative one forever.
	Idle time.Duration
	// CookiePath is the path for which session cookies are good.
	CookiePath string
}

// Service keeps the tokens. It is safe for use by many goroutines.
type Service struct {
	cfg Config

	mu     sync.Mutex
	tokens map[string]*session // guarded by mu
	logins int                 // guarded by mu
	outs   int                 // guarded by mu
	sweep  int                 // guarded by mu: how many sessions there are when those that are dead are looked for again
}

// session is a Session with what is nobody else's business. A dead one is remembered, for the engine's answer differs.
type session struct {
	Session
	scope string
	idle  time.Duration
	until time.Time // until is when it ends, however much it is used.
	csrf  bool      // csrf says that requests must repeat the id in a header.
	dead  bool
}

// kept is how many sessions are remembered at least; dead ones are forgotten when there are more.
const kept = 4096

// New returns a service without tokens.
func New(cfg Config) *Service {
	if cfg.Idle == 0 {
		cfg.Idle = IdleLifetime
	}
	return &Service{cfg: cfg, tokens: map[string]*session{}}
}

// Counts returns the number of logins and logouts so far, and of tokens that are alive.
func (s *Service) Counts() (logins, logouts, live int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		if s.alive(t) {
			live++
		}
	}
	return s.logins, s.outs, live
}

// Expire kills all tokens and sessions.
func (s *Service) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		t.dead = true
	}
}

// alive must be called with mu held.
func (s *Service) alive(t *session) bool {
	now := s.cfg.Now()
	return !t.dead && (t.idle < 0 || now.Sub(t.Used) < t.idle) && now.Before(t.until)
}

// open begins a session and returns its token.
func (s *Service) open(t session) string {
	var b [64]byte
	rand.Read(b[:])
	token := base64.RawURLEncoding.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	t.Since, t.Used, t.until = now, now, now.Add(TokenLifetime)
	if t.idle == 0 {
		t.idle = s.cfg.Idle
	}
	if len(s.tokens) >= max(kept, s.sweep) {
		maps.DeleteFunc(s.tokens, func(_ string, t *session) bool { return !s.alive(t) })
		s.sweep = 2 * len(s.tokens)
	}
	s.logins++
	s.tokens[token] = &t
	return token
}

// state of a token
type state uint8

const (
	unknown state = iota
	dead
	live
)

// look returns the session of a token, without counting as activity.
func (s *Service) look(token string) (session, state) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[token]
	switch {
	case t == nil:
		return session{}, unknown
	case !s.alive(t):
		t.dead = true
		return *t, dead
	}
	return *t, live
}

// use looks a token up and counts as activity.
func (s *Service) use(token string) (user string, st state) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[token]
	switch {
	case t == nil:
		return "", unknown
	case !s.alive(t):
		t.dead = true
		return "", dead
	}
	t.Used = s.cfg.Now()
	return t.User, live
}

// close revokes a token, and reports whether it was alive.
func (s *Service) close(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[token]
	if t == nil || !s.alive(t) {
		return false
	}
	t.dead = true
	s.outs++
	return true
}

// check reports whether the password is the user's.
func (s *Service) check(user, password string) bool {
	want, ok := s.cfg.Users[user]
	return ok && want == password
}

// Split cuts the name of a user or group at its last @; ok is false if either side is empty.
func Split(name string) (user, profile string, ok bool) {
	i := strings.LastIndexByte(name, '@')
	if i <= 0 || i == len(name)-1 {
		return "", "", false
	}
	return name[:i], name[i+1:], true
}
