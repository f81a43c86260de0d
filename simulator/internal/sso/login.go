package sso

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Grant types of the token endpoints.
const (
	grantPassword = "password"
	grantCode     = "authorization_code"
	grantHTTP     = "urn:ovirt:params:oauth:grant-type:http"
)

const (
	expiredGrant = "The provided authorization grant for the auth code has expired."
	noSuchGrant  = "The authorization grant type is not supported by the authorization server."
	noSuchClient = "The client is not authorized to request an authorization. " +
		"It's required to access the system using FQDN."
)

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

// Token answers /sso/oauth/token. The header Accept is looked at last.
func (s *Service) Token(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	switch r.Form.Get("grant_type") {
	case grantPassword:
		s.password(w, r)
	case grantCode:
		// Codes come from logins in a browser, which there are none of here.
		if _, ok := registered(w, r); ok {
			fail(w, r, "invalid_grant", expiredGrant)
		}
	case grantHTTP:
		s.httpAuth(w, r)
	default:
		fail(w, r, "unsupported_grant_type", noSuchGrant)
	}
}

// OpenIDToken answers /sso/openid/token, which is for registered clients.
func (s *Service) OpenIDToken(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	if r.Form.Get("grant_type") == grantPassword {
		if _, ok := registered(w, r); !ok {
			return
		}
	}
	s.Token(w, r)
}

// password answers a login with name and password.
func (s *Service) password(w http.ResponseWriter, r *http.Request) {
	for _, name := range [...]string{"username", "password"} {
		if !r.Form.Has(name) {
			fail(w, r, "invalid_request", missing(name))
			return
		}
	}
	name := r.Form.Get("username")
	if why := s.refusal(name, r.Form.Get("password")); why != "" {
		fail(w, r, "access_denied", why)
		return
	}
	s.grant(w, r, name, Password)
}

// httpAuth answers a login with the credentials of the request's own header. There is no Kerberos:
// who has no name and password is sent to the form for logins, which has no session for him.
func (s *Service) httpAuth(w http.ResponseWriter, r *http.Request) {
	name, password, ok := r.BasicAuth()
	if !ok {
		s.NoSession(w, r)
		return
	}
	if why := s.refusal(name, password); why != "" {
		fail(w, r, "access_denied", "Cannot authenticate user "+reason(why)+".")
		return
	}
	s.setLoginCookie(w)
	s.grant(w, r, name, HTTP)
}

// Logout answers /services/sso-logout, which takes any failure for an answer.
func (s *Service) Logout(w http.ResponseWriter, r *http.Request) {
	if !parse(w, r) {
		return
	}
	token := r.Form.Get("token")
	if token == "" {
		write(w, http.StatusOK, struct{}{})
		return
	}
	if wrong := beyond(r.Form.Get("scope"), clientScopes); wrong != "" {
		write(w, http.StatusOK, failure{Error: "invalid_scope", Description: wrong})
		return
	}
	s.close(token)
	write(w, http.StatusOK, struct{}{})
}

// parse reads the parameters of a request. It answers itself if it can't.
func parse(w http.ResponseWriter, r *http.Request) bool {
	if err := r.ParseForm(); err != nil {
		fail(w, r, "invalid_request", "The request could not be read.")
		return false
	}
	return true
}

// acceptsJSON reports whether a request accepts JSON alone. It answers itself if it doesn't.
func acceptsJSON(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Accept") != "application/json" {
		fail(w, r, "invalid_request", missing("Accept Header"))
		return false
	}
	return true
}

func missing(parameter string) string { return "Missing parameter: '" + parameter + "'" }

// grant answers with a new token. Whatever scope is asked for is granted.
func (s *Service) grant(w http.ResponseWriter, r *http.Request, name string, kind Kind) {
	if !acceptsJSON(w, r) {
		return
	}
	scope := enlarge(r.Form.Get("scope"))
	token := s.open(session{Session: Session{User: name, Kind: kind}, scope: scope})
	write(w, http.StatusOK, answer{
		AccessToken: token, Scope: scope, Exp: s.exp(token), TokenType: "bearer",
	})
}

// exp returns the end of a token as answers tell it.
func (s *Service) exp(token string) string {
	t, _ := s.look(token)
	return strconv.FormatInt(t.until.UnixMilli(), 10)
}

// fail answers with a failure. Clients that ask for the API alone get the other shape.
func fail(w http.ResponseWriter, r *http.Request, code, text string) {
	f := failure{Error: code, Description: text}
	if forAPI(r.Form.Get("scope")) {
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
