package sso

import (
	"net/http"
	"slices"
	"strings"
)

// info is what there is to know of a token.
type info struct {
	Active    bool   `json:"active"`
	ClientID  any    `json:"client_id"` // ClientID is null: no client of the API registers.
	Exp       string `json:"exp"`
	Ovirt     []any  `json:"ovirt"` // Ovirt is the name of a Java class and behind it the value.
	Scope     string `json:"scope"`
	TokenType string `json:"token_type"`
	UserAuthz string `json:"user_authz"`
	UserID    string `json:"user_id"`
}

// TokenInfo answers /sso/oauth/token-info. Who asks for more than whether the token is alive must be
// a registered client.
func (s *Service) TokenInfo(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) || !acceptsJSON(w, r) {
		return
	}
	scope := r.Form.Get("scope")
	onlyValid := slices.Contains(strings.Fields(scope), validate)
	if !onlyValid {
		if _, ok := registered(w, r); !ok {
			return
		}
	}
	if !r.Form.Has("token") {
		fail(w, r, "invalid_request", missing("token"))
		return
	}
	token := r.Form.Get("token")
	t, st := s.look(token)
	if st == live && !onlyValid {
		if wrong := beyond(scope, strings.Fields(t.scope)); wrong != "" {
			fail(w, r, "invalid_scope", wrong)
			return
		}
	}
	switch {
	case st != live || t.Kind == Cookie:
		fail(w, r, "invalid_grant", expiredGrant)
	case onlyValid:
		write(w, http.StatusOK, struct{}{})
	default:
		name, profile, _ := Split(t.User)
		write(w, http.StatusOK, info{
			Active: true, Exp: s.exp(token), Scope: t.scope, TokenType: "bearer",
			UserAuthz: profile + "-authz", UserID: t.User,
			Ovirt: []any{"java.util.HashMap", map[string]any{
				"version": "0", "principal_id": s.cfg.Principal(name), "email": nil, "namespace": "*",
				"first_name": name, "last_name": nil, "group_ids": []any{"java.util.ArrayList", []any{}},
				"capability_credentials_change": false,
			}},
		})
	}
}

// Revoke answers /sso/oauth/revoke, which is for registered clients. A token that is dead already is
// none the worse. Only tokens whose scope has it can be revoked for all clients.
func (s *Service) Revoke(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	if !r.Form.Has("token") {
		fail(w, r, "invalid_request", missing("token"))
		return
	}
	if !acceptsJSON(w, r) {
		return
	}
	if _, ok := registered(w, r); !ok {
		return
	}
	token, scope := r.Form.Get("token"), r.Form.Get("scope")
	wrong := beyond(scope, clientScopes)
	if t, st := s.look(token); wrong == "" && st == live && slices.Contains(strings.Fields(scope), revokeAll) {
		wrong = beyond(scope, strings.Fields(t.scope))
	}
	if wrong != "" {
		fail(w, r, "invalid_scope", wrong)
		return
	}
	s.close(token)
	write(w, http.StatusOK, struct{}{})
}

// Status answers /sso/status.
func (s *Service) Status(w http.ResponseWriter) {
	write(w, http.StatusOK, map[string]string{"status": "active", "status_description": "SSO Webapp Deployed", "version": "0"})
}

// clients are the IDs of those who are registered by the installation. Any secret is theirs here.
var clients = []string{"ovirt-engine-core", "ovirt-provider-ovn"}

// registered returns the id of the client that asks, by parameters or by a header. It answers itself
// if there is none, or one that isn't registered.
func registered(w http.ResponseWriter, r *http.Request) (string, bool) {
	id, secret := r.Form.Get("client_id"), r.Form.Get("client_secret")
	if id == "" && secret == "" {
		id, secret, _ = r.BasicAuth()
	}
	switch {
	case id == "":
		fail(w, r, "invalid_request", missing("client_id"))
	case secret == "":
		fail(w, r, "invalid_request", missing("client_secret"))
	case !slices.Contains(clients, id):
		fail(w, r, "unauthorized_client", noSuchClient)
	default:
		return id, true
	}
	return "", false
}
