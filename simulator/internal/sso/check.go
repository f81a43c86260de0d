package sso

import (
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	cookieName = "JSESSIONID"
	expired    = "invalid_grant: The provided authorization grant for the auth code has expired."
)

// Authenticate returns the user of a request to the API. It reports false after it has answered the request itself: with 401, or with 403
// if the session is protected against forged requests and the request doesn't repeat its id.
func (s *Service) Authenticate(w http.ResponseWriter, r *http.Request) (user string, ok bool) {
	prefer := preferences(r)
	if cookie, err := r.Cookie(cookieName); err == nil {
		t, st := s.look(cookie.Value)
		switch {
		case st != live || t.Kind != Cookie:
		case t.csrf && r.Header.Get(cookieName) != cookie.Value:
			HTML(w, http.StatusForbidden, "Forbidden")
			return "", false
		case !prefer["persistent-auth"] || prefer["new-auth"]:
			// The session ends before the request is looked at, which needs credentials of its own then.
			s.close(cookie.Value)
		default:
			user, st := s.use(cookie.Value)
			if st == live {
				return user, true
			}
		}
	}
	if token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); isBearer {
		return s.bearer(w, strings.TrimSpace(token))
	}
	name, password, isBasic := r.BasicAuth()
	if !isBasic || !s.check(name, password) {
		Unauthorized(w, "Unauthorized")
		return "", false
	}
	if prefer["persistent-auth"] {
		s.remember(w, r, name, prefer["csrf-protection"])
	}
	return name, true
}

// bearer returns the user of a token.
func (s *Service) bearer(w http.ResponseWriter, token string) (string, bool) {
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

// remember opens a session whose id travels in a cookie and in a header.
func (s *Service) remember(w http.ResponseWriter, r *http.Request, user string, csrf bool) {
	t := session{Session: Session{User: user, Kind: Cookie}, csrf: csrf}
	if minutes, err := strconv.Atoi(r.Header.Get("Session-TTL")); err == nil && minutes > 0 {
		t.idle = time.Duration(minutes) * time.Minute
	}
	id := s.open(t)
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: id, Path: s.cfg.CookiePath, HttpOnly: true, Secure: r.TLS != nil})
	w.Header().Set(cookieName, id)
}

// preferences returns the names of what the request prefers, in lower case.
func preferences(r *http.Request) map[string]bool {
	out := map[string]bool{}
	for _, header := range r.Header.Values("Prefer") {
		for part := range strings.SplitSeq(header, ",") {
			name, _, _ := strings.Cut(part, ";")
			name, _, _ = strings.Cut(name, "=")
			out[strings.ToLower(strings.TrimSpace(name))] = true
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
	body := "<html><head><title>Error</title></head><body>" + html.EscapeString(text) + "</body></html>"
	w.Header().Set("Content-Type", "text/html;charset=UTF-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write([]byte(body))
}
