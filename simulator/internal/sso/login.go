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

// answer is what a login returns. The expiry is in milliseconds since 1970, as a text.
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
	if !s.begin(w, r) {
		return
	}
	scope := r.Form.Get("scope")
	switch grant := r.Form.Get("grant_type"); {
	case grant == "":
		fail(w, r, "invalid_request", "Missing parameter: 'grant_type'")
		return
	case grant == grantHTTP:
		s.HTTPAuth(w, r)
		return
	case grant != grantPassword:
		fail(w, r, "unsupported_grant_type", "Unsupported grant type: "+grant)
		return
	case !known(scope):
		fail(w, r, "invalid_scope", "The requested scope is invalid, unknown, or malformed.")
		return
	}

	name, password := r.Form.Get("username"), r.Form.Get("password")
	if _, _, ok := Split(name); !ok {
		refuse(w, r, name, "A user name and a profile are needed, as in user@profile.")
		return
	}
	if !s.check(name, password) {
		refuse(w, r, name, "The user name or password is incorrect.")
		return
	}
	s.give(w, name, scope, Password)
}

// HTTPAuth answers /sso/oauth/token-http-auth, which takes the credentials from the request's own header. There is no Kerberos behind
// it: who negotiates is told that he may.
func (s *Service) HTTPAuth(w http.ResponseWriter, r *http.Request) {
	name, password, ok := r.BasicAuth()
	if !ok || !s.check(name, password) {
		w.Header().Add("WWW-Authenticate", "Negotiate")
		Unauthorized(w, "Unauthorized")
		return
	}
	if !s.begin(w, r) {
		return
	}
	if grant := r.Form.Get("grant_type"); grant != grantHTTP {
		fail(w, r, "unsupported_grant_type", "Unsupported grant type: "+grant)
		return
	}
	s.give(w, name, r.Form.Get("scope"), HTTP)
}

// Logout answers /services/sso-logout, which takes any failure for an answer.
func (s *Service) Logout(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, r, "invalid_request", "The request could not be read.")
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

// begin reads the parameters of a request that must accept JSON alone. It answers itself if they are no good.
func (s *Service) begin(w http.ResponseWriter, r *http.Request) bool {
	if err := r.ParseForm(); err != nil {
		fail(w, r, "invalid_request", "The request could not be read.")
		return false
	}
	if r.Header.Get("Accept") != "application/json" {
		fail(w, r, "invalid_request", "Missing parameter: 'Accept Header'")
		return false
	}
	return true
}

func (s *Service) give(w http.ResponseWriter, name, scope string, kind Kind) {
	scope = enlarge(scope)
	token := s.open(session{Session: Session{User: name, Kind: kind}, scope: scope})
	write(w, http.StatusOK, answer{AccessToken: token, Scope: scope, Exp: s.exp(token), TokenType: "bearer"})
}

// exp returns the end of a token as answers tell it.
func (s *Service) exp(token string) string {
	t, _ := s.look(token)
	return strconv.FormatInt(t.until.UnixMilli(), 10)
}

// refuse answers wrong credentials.
func refuse(w http.ResponseWriter, r *http.Request, name, why string) {
	fail(w, r, "access_denied", "Cannot authenticate user '"+name+"': "+why)
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

// enlarge returns the scopes with those that they imply, sorted.
func enlarge(scope string) string {
	scopes := strings.Fields(scope)
	if slices.Contains(scopes, apiScope) {
		scopes = append(scopes, dependent...)
	}
	slices.Sort(scopes)
	return strings.Join(slices.Compact(scopes), " ")
}

// fail answers with a failure. Clients that ask for the API alone get the other shape.
func fail(w http.ResponseWriter, r *http.Request, code, text string) {
	f := failure{Error: code, Description: text}
	scopes := strings.Fields(r.Form.Get("scope"))
	if slices.Contains(scopes, apiScope) && !slices.Contains(scopes, "ovirt-app-admin") && !slices.Contains(scopes, "ovirt-app-portal") {
		f = failure{Code: code, Error: text}
	}
	write(w, http.StatusBadRequest, f)
}

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
