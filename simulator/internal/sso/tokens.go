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
	// Principal returns the ID of a user in his directory.
	Principal func(name string) string
	Now       func() time.Time
	// Idle is how long a session lives without a request; 0 means IdleLifetime, a negative one forever.
	Idle time.Duration
	Base string // Base is the path of the application, such as /ovirt-engine.
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
	token string    // token is the one that began it, and with which it ends; empty for none.
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
	if t.token != "" {
		if began := s.tokens[t.token]; began == nil || !s.alive(began) {
			return false
		}
	}
	now := s.cfg.Now()
	return !t.dead && (t.idle < 0 || now.Sub(t.Used) < t.idle) && now.Before(t.until)
}

// open begins a session and returns its token.
func (s *Service) open(t session) string {
	token := newToken()
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
	if t.token == "" {
		s.logins++
	}
	s.tokens[token] = &t
	return token
}

func newToken() string {
	var b [64]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
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
	if t.token == "" {
		s.outs++
	}
	return true
}

// refusal returns why somebody can't log in, in the engine's words, or "".
func (s *Service) refusal(login, password string) string {
	name, profile := login, ""
	if i := strings.LastIndexByte(login, '@'); i >= 0 {
		name, profile = login[:i], login[i+1:]
	}
	why := ""
	switch want, ok := s.cfg.Users[login]; {
	case name == "":
		why = "No user name found in credentials."
	case !s.hasProfile(profile):
		why = "No valid profile found in credentials."
	case !ok || want != password:
		why = "Unable to log in. Verify your login information or contact the system administrator."
	default:
		return ""
	}
	if profile == "" {
		profile = "N/A"
	}
	return "Cannot authenticate user '" + name + "@" + profile + "': " + why + "."
}

// hasProfile reports whether there is a directory of that name.
func (s *Service) hasProfile(profile string) bool {
	if profile == "internal" {
		return true
	}
	for login := range s.cfg.Users {
		if _, p, _ := Split(login); p == profile {
			return true
		}
	}
	return false
}

// Split cuts the name of a user or group at its last @; ok is false if either side is empty.
func Split(name string) (user, profile string, ok bool) {
	i := strings.LastIndexByte(name, '@')
	if i <= 0 || i == len(name)-1 {
		return "", "", false
	}
	return name[:i], name[i+1:], true
}
