// Package sso is the sign-on side of the simulated engine: tokens and sessions, the endpoints that give and revoke them, and the
// check of a request's credentials.
package sso

import (
	"crypto/rand"
	"encoding/base64"
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
}

// session is what stands behind a token or a cookie. A dead one is remembered, for the engine's answer differs.
type session struct {
	user string
	used time.Time
	idle time.Duration
	dead bool
}

// New gives a service without tokens.
func New(cfg Config) *Service { return &Service{cfg: cfg, tokens: map[string]*session{}} }

// Counts gives the number of logins and logouts so far, and of tokens that are alive.
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

func (s *Service) alive(t *session) bool { return !t.dead && s.cfg.Now().Sub(t.used) < t.idle }

// open makes a token for a user.
func (s *Service) open(user string, idle time.Duration) string {
	var b [64]byte
	rand.Read(b[:])
	token := base64.RawURLEncoding.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logins++
	s.tokens[token] = &session{user: user, used: s.cfg.Now(), idle: idle}
	return token
}

// state of a token
type state uint8

const (
	unknown state = iota
	dead
	live
)

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
	t.used = s.cfg.Now()
	return t.user, live
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

// split cuts a user name at its last @.
func split(name string) (user, profile string, ok bool) {
	i := strings.LastIndexByte(name, '@')
	if i <= 0 || i == len(name)-1 {
		return "", "", false
	}
	return name[:i], name[i+1:], true
}
