package sso

import (
	"net/http"
	"slices"
	"strings"
)

// validateScope asks whether a token is alive, and nothing else.
const validateScope = "ovirt-ext=token-info:validate"

// info is what there is to know of a token.
type info struct {
	Active    bool   `json:"active"`
	ClientID  string `json:"client_id"`
	Exp       string `json:"exp"`
	Ovirt     []any  `json:"ovirt"` // Ovirt is the name of a Java class and behind it the value.
	Scope     string `json:"scope"`
	TokenType string `json:"token_type"`
	UserAuthz string `json:"user_authz"`
	UserID    string `json:"user_id"`
}

// TokenInfo answers /sso/oauth/token-info. Who asks for more than whether the token is alive must be a registered client; here any
// client id with a secret is taken for one.
func (s *Service) TokenInfo(w http.ResponseWriter, r *http.Request) {
	if !s.begin(w, r) {
		return
	}
	validate := slices.Contains(strings.Fields(r.Form.Get("scope")), validateScope)
	client, ok := "", true
	if !validate {
		if client, ok = registered(w, r); !ok {
			return
		}
	}
	token := r.Form.Get("token")
	if token == "" {
		fail(w, r, "invalid_request", "Missing parameter: 'token'")
		return
	}
	t, st := s.look(token)
	switch {
	case st != live:
		fail(w, r, "invalid_grant", "The provided authorization grant for the auth code has expired.")
	case validate:
		write(w, http.StatusOK, struct{}{})
	default:
		name, profile, _ := Split(t.User)
		write(w, http.StatusOK, info{
			Active: true, ClientID: client, Exp: s.exp(token), Scope: t.scope, TokenType: "bearer", UserAuthz: profile + "-authz", UserID: t.User,
			Ovirt: []any{"java.util.HashMap", map[string]any{
				"version": "0", "principal_id": name, "email": "", "namespace": "*", "first_name": name, "last_name": "",
				"group_ids": []any{"java.util.ArrayList", []any{}}, "capability_credentials_change": false,
			}},
		})
	}
}

// Revoke answers /sso/oauth/revoke, which is for registered clients. A token that is dead already is none the worse.
func (s *Service) Revoke(w http.ResponseWriter, r *http.Request) {
	if !s.begin(w, r) {
		return
	}
	token := r.Form.Get("token")
	if token == "" {
		fail(w, r, "invalid_request", "Missing parameter: 'token'")
		return
	}
	if _, ok := registered(w, r); !ok {
		return
	}
	s.close(token)
	write(w, http.StatusOK, struct{}{})
}

// Status answers /sso/status.
func (s *Service) Status(w http.ResponseWriter) {
	write(w, http.StatusOK, map[string]string{"status": "active", "status_description": "SSO Webapp Deployed", "version": "0"})
}

// registered returns the id of the client that asks, by parameters or by a header. It answers itself if there is none.
func registered(w http.ResponseWriter, r *http.Request) (string, bool) {
	id, secret := r.Form.Get("client_id"), r.Form.Get("client_secret")
	if id == "" && secret == "" {
		id, secret, _ = r.BasicAuth()
	}
	for _, p := range [...]struct{ name, value string }{{"client_id", id}, {"client_secret", secret}} {
		if p.value == "" {
			fail(w, r, "invalid_request", "Missing parameter: '"+p.name+"'")
			return "", false
		}
	}
	return id, true
}
