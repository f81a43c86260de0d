package sso

import (
	"encoding/base64"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	cookieName = "JSESSIONID"
	expired    = "invalid_grant: " + expiredGrant
)

// Authenticate returns the user of a request to the API. It reports false after it has answered 401
// itself. As engines are configured, they don't protect sessions against forged requests, so
// csrf-protection isn't looked at.
func (s *Service) Authenticate(w http.ResponseWriter, r *http.Request) (user string, ok bool) {
	prefer := preferences(r)
	persistent, known := prefer["persistent-auth"], false
	if cookie, err := r.Cookie(cookieName); err == nil {
		t, st := s.look(cookie.Value)
		switch known = st != unknown; {
		case st != live || t.Kind != Cookie:
		case !persistent || prefer["new-auth"]:
			// The session ends before the request is looked at, which needs credentials of its own then.
			s.close(cookie.Value)
			s.setCookie(w, cookie.Value, "; Max-Age=0; Expires="+s.cfg.Now().UTC().Format(http.TimeFormat))
		default:
			user, st := s.use(cookie.Value)
			if st == live {
				return user, true
			}
		}
		if !known && persistent {
			s.setCookie(w, newToken(), "")
		}
	}
	authorization := r.Header.Get("Authorization")
	if token, isBearer := strings.CutPrefix(authorization, "Bearer"); isBearer {
		token = strings.TrimSpace(token)
		if user, ok = s.bearer(w, token); ok && persistent {
			s.remember(w, r, user, token)
		}
		return user, ok
	}
	credentials, isBasic := strings.CutPrefix(authorization, "Basic")
	if !isBasic {
		Unauthorized(w, "Unauthorized")
		return "", false
	}
	name, password := basic(credentials)
	if why := s.refusal(name, password); why != "" {
		Unauthorized(w, "access_denied: "+why)
		return "", false
	}
	if persistent {
		s.remember(w, r, name, "")
	}
	return name, true
}

// basic returns the credentials of a header. What can't be read is empty.
func basic(text string) (name, password string) {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return "", ""
	}
	name, password, _ = strings.Cut(string(b), ":")
	return name, password
}

// bearer returns the user of a token.
func (s *Service) bearer(w http.ResponseWriter, token string) (string, bool) {
	t, st := s.look(token)
	switch {
	case st != live || t.Kind == Cookie:
		Unauthorized(w, expired)
		return "", false
	case !slices.Contains(strings.Fields(t.scope), apiScope):
		Unauthorized(w, "The required scope "+apiScope+" is not granted.")
		return "", false
	}
	if _, st = s.use(token); st != live {
		Unauthorized(w, expired)
		return "", false
	}
	return t.User, true
}

// remember opens a session whose id travels in a cookie. One that a token began ends with it.
func (s *Service) remember(w http.ResponseWriter, r *http.Request, user, token string) {
	t := session{Session: Session{User: user, Kind: Cookie}, token: token}
	if minutes, err := strconv.Atoi(r.Header.Get("Session-TTL")); err == nil && minutes > 0 {
		t.idle = time.Duration(minutes) * time.Minute
	}
	s.setCookie(w, s.open(t), "")
}

// setCookie sends a session as the engine's container writes it.
func (s *Service) setCookie(w http.ResponseWriter, id, more string) {
	w.Header().Add("Set-Cookie", cookieName+"="+id+"; path="+s.cfg.Base+"/api; HttpOnly"+more)
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
