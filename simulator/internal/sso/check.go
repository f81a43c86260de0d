package sso

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	cookieName = "JSESSIONID"
	expired    = "invalid_grant: The provided authorization grant for the auth code has expired."
)

// Authenticate gives the user of a request to the API. It reports false after it has answered the request itself with 401.
func (s *Service) Authenticate(w http.ResponseWriter, r *http.Request) (user string, ok bool) {
	prefer := preferences(r)
	if prefer["persistent-auth"] && !prefer["new-auth"] {
		if cookie, err := r.Cookie(cookieName); err == nil {
			if user, st := s.use(cookie.Value); st == live {
				return user, true
			}
		}
	} else if cookie, err := r.Cookie(cookieName); err == nil {
		// A request that no longer asks for the session ends it.
		if user, st := s.use(cookie.Value); st == live {
			s.close(cookie.Value)
			return user, true
		}
	}

	if token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); isBearer {
		user, st := s.use(token)
		switch st {
		case live:
			return user, true
		case dead:
			Unauthorized(w, expired)
		default:
			Unauthorized(w, "Unauthorized")
		}
		return "", false
	}
	name, password, isBasic := r.BasicAuth()
	if !isBasic || !s.check(name, password) {
		Unauthorized(w, "Unauthorized")
		return "", false
	}
	if prefer["persistent-auth"] {
		s.remember(w, r, name)
	}
	return name, true
}

// remember opens a session whose id travels in a cookie and in a header.
func (s *Service) remember(w http.ResponseWriter, r *http.Request, user string) {
	idle := IdleLifetime
	if minutes, err := strconv.Atoi(r.Header.Get("Session-TTL")); err == nil && minutes > 0 {
		idle = time.Duration(minutes) * time.Minute
	}
	id := s.open(user, idle)
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: id, Path: s.cfg.CookiePath, HttpOnly: true, Secure: r.TLS != nil})
	w.Header().Set(cookieName, id)
}

func preferences(r *http.Request) map[string]bool {
	out := map[string]bool{}
	for _, header := range r.Header.Values("Prefer") {
		for part := range strings.SplitSeq(header, ",") {
			out[strings.TrimSpace(part)] = true
		}
	}
	return out
}

// Unauthorized answers 401 as the engine does, whatever format was asked for: with an HTML page of that text.
func Unauthorized(w http.ResponseWriter, text string) {
	w.Header().Add("WWW-Authenticate", `Basic realm="RESTAPI"`)
	HTML(w, http.StatusUnauthorized, text)
}

// HTML answers with a page of the kind that the engine's container makes for errors.
func HTML(w http.ResponseWriter, status int, text string) {
	body := "<html><head><title>Error</title></head><body>" + text + "</body></html>"
	w.Header().Set("Content-Type", "text/html;charset=UTF-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write([]byte(body))
}
