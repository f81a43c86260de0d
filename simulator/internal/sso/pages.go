package sso

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"net/http"
	"strings"
	"sync"
)

// Page answers a path below /sso that is no endpoint of tokens: the pages for logins in a browser,
// which have no session here, and OpenID. It reports whether there is such a path.
func (s *Service) Page(w http.ResponseWriter, r *http.Request, path string) bool {
	switch path {
	case "":
		redirect(w, r, s.cfg.Base+"/sso/")
	case "/", "/login.html", "/credentials-change.html":
		w.Header().Set("Content-Type", "text/html;charset=UTF-8")
		s.setLoginCookie(w)
		redirect(w, r, s.cfg.Base+"/")
	case "/interactive-login", "/interactive-redirect-to-module", "/interactive-login-basic",
		"/interactive-login-basic-enforce", "/interactive-login-negotiate", "/interactive-change-passwd",
		"/interactive-login-next-auth", "/login-unauthorized":
		s.NoSession(w, r)
	case "/oauth/authorize", "/openid/authorize":
		s.authorize(w, r)
	case "/openid/.well-known/openid-configuration":
		s.configuration(w, r)
	case "/openid/jwks":
		write(w, http.StatusOK, map[string]any{"keys": []any{key()}})
	case "/openid/token":
		s.OpenIDToken(w, r)
	case "/openid/userinfo":
		userInfo(w, r)
	default:
		return false
	}
	return true
}

// NoSession answers as pages do to which no login led.
func (s *Service) NoSession(w http.ResponseWriter, r *http.Request) {
	redirect(w, r, s.cfg.Base+"/oauth2-callback?error=invalid_grant&error_description=Session+expired.")
}

// authorize answers who begins a login in a browser. There are no such logins here, so that a client
// that is registered is told what the engine says to one that isn't.
func (s *Service) authorize(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	text := noSuchClient
	switch kind := r.Form.Get("response_type"); {
	case !r.Form.Has("response_type"):
		text = missing("response_type")
	case kind != "code":
		text = "The request contains unsupported parameter value for parameter response_type."
	case !r.Form.Has("client_id"):
		text = missing("client_id")
	}
	HTML(w, http.StatusBadRequest, text)
}

// configuration answers what OpenID has clients discover.
func (s *Service) configuration(w http.ResponseWriter, r *http.Request) {
	at := host(r) + s.cfg.Base + "/sso"
	write(w, http.StatusOK, map[string]any{
		"authorization_endpoint": at + "/openid/authorize",
		"claim_types_supported":  []string{"normal"},
		"claims_supported": []string{
			"sub", "iss", "auth_time", "name", "given_name", "family_name", "preferred_username", "email",
		},
		"end_session_endpoint":                  at + "/oauth/revoke",
		"grant_types_supported":                 []string{grantCode, grantPassword},
		"id_token_signing_alg_values_supported": []string{"HS256", "RS256"},
		"issuer":                                at + "/openid",
		"jwks_uri":                              at + "/openid/jwks",
		"request_object_signing_alg_values_supported": []string{"none"},
		"request_parameter_supported":                 true,
		"request_uri_parameter_supported":             true,
		"require_request_uri_registration":            true,
		"response_modes_supported":                    []string{"query", "fragment", "form_post"},
		"response_types_supported":                    []string{"code"},
		"scopes_supported":                            []string{"openid"},
		"subject_types_supported":                     []string{"public", "pairwise"},
		"token_endpoint":                              at + "/openid/token",
		"token_endpoint_auth_methods_supported":       []string{"client_secret_basic", "client_secret_post"},
		"userinfo_endpoint":                           at + "/openid/userinfo",
		"userinfo_signing_alg_values_supported":       []string{"RS256"},
		"version":                                     "1.0",
	})
}

// userInfo answers who asks for the claims of a token. Signed answers are not simulated.
func userInfo(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	if !r.Form.Has("access_token") && !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer") {
		fail(w, r, "error", "invalid_request")
		return
	}
	fail(w, r, "server_error", "Claims of tokens are not simulated.")
}

// key returns the public key of the engine as OpenID has it.
var key = sync.OnceValue(func() map[string]string {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil
	}
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]string{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": newToken()[:16],
		"n": encode(k.N.Bytes()), "e": encode(big.NewInt(int64(k.E)).Bytes()),
	}
})

// setLoginCookie begins a session of the login pages.
func (s *Service) setLoginCookie(w http.ResponseWriter) {
	w.Header().Add("Set-Cookie", s.NewCookie(s.cfg.Base+"/sso"))
}

// NewCookie returns the cookie of a session of web pages, in which nobody is logged in.
func (s *Service) NewCookie(path string) string {
	return cookieName + "=" + newToken() + "; path=" + path + "; HttpOnly"
}

// redirect answers 302 without a body.
func redirect(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Location", host(r)+path)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusFound)
}

// host returns the address under which the client knows the engine.
func host(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
