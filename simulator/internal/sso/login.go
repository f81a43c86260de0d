package sso

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Grant types of the token endpoints.
const (
	grantPassword = "password"
	grantHTTP     = "urn:ovirt:params:oauth:grant-type:http"
)

// apiScope is what clients of the API ask for; the others are added by it.
const apiScope = "ovirt-app-api"

var dependent = []string{
	"ovirt-ext=token-info:authz-search", "ovirt-ext=token-info:public-authz-search", "ovirt-ext=token-info:validate",
	"ovirt-ext=token:password-access",
}

// answer is what a login gives. The expiry is in milliseconds since 1970, as a text.
type answer struct {
	AccessToken string `json:"access_token"`
	Scope       string `json:"scope"`
	Exp         string `json:"exp"`
	TokenType   string `json:"token_type"`
}

// failure has one of two shapes: code and description, or code and error.
type failure struct {
	Code        string `json:"error_code,omitempty"`
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// Token answers /sso/oauth/token.
func (s *Service) Token(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Accept") != "application/json" {
		fail(w, failure{Error: "invalid_request", Description: "Missing parameter: 'Accept Header'"})
		return
	}
	if err := r.ParseForm(); err != nil {
		fail(w, failure{Error: "invalid_request", Description: "The request could not be read."})
		return
	}
	scope := r.Form.Get("scope")
	switch grant := r.Form.Get("grant_type"); {
	case grant == "":
		fail(w, failure{Error: "invalid_request", Description: "Missing parameter: 'grant_type'"})
		return
	case grant != grantPassword:
		fail(w, failure{Error: "unsupported_grant_type", Description: "Unsupported grant type: " + grant})
		return
	case !known(scope):
		fail(w, failure{Error: "invalid_scope", Description: "The requested scope is invalid, unknown, or malformed."})
		return
	}

	name, password := r.Form.Get("username"), r.Form.Get("password")
	if _, _, ok := split(name); !ok {
		s.refuse(w, scope, name, "A user name and a profile are needed, as in user@profile.")
		return
	}
	if !s.check(name, password) {
		s.refuse(w, scope, name, "The user name or password is incorrect.")
		return
	}
	s.give(w, name, scope)
}

// HTTPAuth answers /sso/oauth/token-http-auth, which takes the credentials from the request's own header.
func (s *Service) HTTPAuth(w http.ResponseWriter, r *http.Request) {
	name, password, ok := r.BasicAuth()
	if !ok || !s.check(name, password) {
		w.Header().Add("WWW-Authenticate", "Negotiate")
		Unauthorized(w, "Unauthorized")
		return
	}
	if err := r.ParseForm(); err != nil {
		fail(w, failure{Error: "invalid_request", Description: "The request could not be read."})
		return
	}
	if grant := r.Form.Get("grant_type"); grant != grantHTTP {
		fail(w, failure{Error: "unsupported_grant_type", Description: "Unsupported grant type: " + grant})
		return
	}
	s.give(w, name, r.Form.Get("scope"))
}

// Logout answers /services/sso-logout and /sso/oauth/revoke.
func (s *Service) Logout(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, failure{Error: "invalid_request", Description: "The request could not be read."})
		return
	}
	token := r.Form.Get("token")
	switch {
	case token == "":
		write(w, http.StatusOK, failure{Error: "invalid_request", Description: "Missing parameter: 'token'"})
	case !s.close(token):
		write(w, http.StatusOK, failure{Error: "invalid_grant", Description: "The provided token is unknown or has expired."})
	default:
		write(w, http.StatusOK, struct{}{})
	}
}

func (s *Service) give(w http.ResponseWriter, name, scope string) {
	exp := s.cfg.Now().Add(TokenLifetime).UnixMilli()
	write(w, http.StatusOK, answer{
		AccessToken: s.open(name, IdleLifetime), Scope: enlarge(scope), Exp: strconv.FormatInt(exp, 10), TokenType: "bearer",
	})
}

// refuse answers wrong credentials. Clients that ask for the API alone get the other shape.
func (s *Service) refuse(w http.ResponseWriter, scope, name, why string) {
	text := "Cannot authenticate user '" + name + "': " + why
	if scopes := strings.Fields(scope); slices.Contains(scopes, apiScope) && len(scopes) == 1 {
		fail(w, failure{Code: "access_denied", Error: text})
		return
	}
	fail(w, failure{Error: "access_denied", Description: text})
}

// known reports whether all scopes are of the engine or of OpenID.
func known(scope string) bool {
	for _, one := range strings.Fields(scope) {
		if !strings.HasPrefix(one, "ovirt-") && one != "openid" && one != "offline" {
			return false
		}
	}
	return true
}

// enlarge gives the scopes with those that they imply, sorted.
func enlarge(scope string) string {
	scopes := strings.Fields(scope)
	if slices.Contains(scopes, apiScope) {
		scopes = append(scopes, dependent...)
	}
	slices.Sort(scopes)
	return strings.Join(slices.Compact(scopes), " ")
}

func fail(w http.ResponseWriter, f failure) { write(w, http.StatusBadRequest, f) }

func write(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
