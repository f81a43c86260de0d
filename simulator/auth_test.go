package simulator_test

import (
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

const passwordForm = "grant_type=password&scope=ovirt-app-api&username=admin%40internal&password=password"

// login asks for a token.
func (e *engine) login(form string, header ...string) answer {
	e.t.Helper()
	r := e.request("POST", strings.TrimSuffix(e.URL, "/api")+"/sso/oauth/token", form, header...)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "application/json")
	}
	return e.send(r)
}

// token returns a new token.
func (e *engine) token() string {
	e.t.Helper()
	a := e.login(passwordForm)
	var v struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &v); err != nil || v.Token == "" {
		e.t.Fatalf("no token in %d %s", a.status, a.body)
	}
	return v.Token
}

func TestLoginAnswers(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		name, form, accept string
		status             int
		want               string
	}{
		{
			"no accept", passwordForm, "*/*", 400,
			`{"error_code":"invalid_request","error":"Missing parameter: 'Accept Header'"}`,
		},
		{
			"accept with a weight", passwordForm, "application/json;q=1", 400,
			`{"error_code":"invalid_request","error":"Missing parameter: 'Accept Header'"}`,
		},
		{
			"no grant", "scope=ovirt-app-api", "", 400,
			`{"error_code":"unsupported_grant_type","error":"The authorization grant type is not supported by the authorization server."}`,
		},
		{
			"no grant and no scope", "username=x", "", 400,
			`{"error":"unsupported_grant_type","error_description":"The authorization grant type is not supported by the authorization server."}`,
		},
		{
			"unknown grant", "grant_type=magic&scope=ovirt-app-api", "", 400,
			`{"error_code":"unsupported_grant_type","error":"The authorization grant type is not supported by the authorization server."}`,
		},
		{
			"no user", "grant_type=password&scope=ovirt-app-api&password=x", "", 400,
			`{"error_code":"invalid_request","error":"Missing parameter: 'username'"}`,
		},
		{
			"no password", "grant_type=password&scope=ovirt-app-api&username=x", "", 400,
			`{"error_code":"invalid_request","error":"Missing parameter: 'password'"}`,
		},
		{
			"code without a client", "grant_type=authorization_code&code=x", "", 400,
			`{"error":"invalid_request","error_description":"Missing parameter: 'client_id'"}`,
		},
		{
			"unknown client", "grant_type=authorization_code&code=x&client_id=x&client_secret=y", "", 400,
			`{"error":"unauthorized_client","error_description":"The client is not authorized to request an authorization. It's required to access the system using FQDN."}`,
		},
		{
			"wrong password", strings.Replace(passwordForm, "password=password", "password=x", 1), "", 400,
			`{"error_code":"access_denied","error":"Cannot authenticate user 'admin@internal': Unable to log in. Verify your login information or contact the system administrator.."}`,
		},
		{
			"wrong password and another format", strings.Replace(passwordForm, "password=password", "password=x", 1), "*/*", 400,
			`{"error_code":"access_denied","error":"Cannot authenticate user 'admin@internal': Unable to log in. Verify your login information or contact the system administrator.."}`,
		},
		{
			"wrong password with the scope of a portal",
			"grant_type=password&scope=ovirt-app-api+ovirt-app-admin&username=admin%40internal&password=x", "", 400,
			`{"error":"access_denied","error_description":"Cannot authenticate user 'admin@internal': Unable to log in. Verify your login information or contact the system administrator.."}`,
		},
		{
			"no profile", "grant_type=password&scope=ovirt-app-api&username=admin&password=password", "", 400,
			`{"error_code":"access_denied","error":"Cannot authenticate user 'admin@N/A': No valid profile found in credentials.."}`,
		},
		{
			"unknown profile", "grant_type=password&scope=ovirt-app-api&username=admin%40moon&password=password", "", 400,
			`{"error_code":"access_denied","error":"Cannot authenticate user 'admin@moon': No valid profile found in credentials.."}`,
		},
		{
			"no name", "grant_type=password&scope=ovirt-app-api&username=%40internal&password=password", "", 400,
			`{"error_code":"access_denied","error":"Cannot authenticate user '@internal': No user name found in credentials.."}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var header []string
			if tt.accept != "" {
				header = []string{"Accept", tt.accept}
			}
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.login(tt.form, header...)
			if a.status != tt.status {
				t.Errorf("status %d, want %d", a.status, tt.status)
			}
			expect(t, "body", a.body, tt.want)
			expect(t, "content type", a.header.Get("Content-Type"), "application/json")
		})
	}
	if got := e.Engine.Stats().Logins; got != 0 {
		t.Errorf("%d logins, want none", got)
	}
}

func TestTokenSaysItsExpiryInMillisecondsAsText(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.login(passwordForm)
	var v map[string]any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatal(err)
	}
	expect(t, "exp", v["exp"].(string), "1778250600000") // 360000 s after the clock's start
	expect(t, "type", v["token_type"].(string), "bearer")
	expect(t, "scope", v["scope"].(string), "ovirt-app-api ovirt-ext=token-info:authz-search ovirt-ext=token-info:public-authz-search "+
		"ovirt-ext=token-info:validate ovirt-ext=token:password-access")
	if n := len(v["access_token"].(string)); n != 86 {
		t.Errorf("token has %d characters, want 86", n)
	}
	if strings.Contains(a.body, "refresh_token") || strings.Contains(a.body, "expires_in") {
		t.Errorf("answer has members that engines don't send: %s", a.body)
	}
}

func TestTokenLivesUntilItIsGivenBack(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	use := func() answer { return e.do("GET", "/tags", "", "Authorization", "Bearer "+token) }
	if a := use(); a.status != 200 {
		t.Fatalf("status %d with a good token", a.status)
	}
	out := e.request("POST", strings.TrimSuffix(e.URL, "/api")+"/services/sso-logout", url.Values{"scope": {"ovirt-app-api"}, "token": {token}}.Encode())
	out.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if a := e.send(out); a.status != 200 || a.body != "{}" {
		t.Errorf("logout: %d %s", a.status, a.body)
	}
	a := use()
	if a.status != 401 {
		t.Errorf("status %d after the logout, want 401", a.status)
	}
	expect(t, "body", a.body, "<html><head><title>Error</title></head><body>invalid_grant: "+
		"The provided authorization grant for the auth code has expired.</body></html>")
	if s := e.Engine.Stats(); s.Logins != 1 || s.Logouts != 1 || s.Tokens != 0 {
		t.Errorf("stats %+v, want one login, one logout, no token", s)
	}
}

func TestTokenDies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		kill   func(*engine)
		status int
	}{
		{"after thirty idle minutes", func(e *engine) { e.clock.Advance(30 * time.Minute) }, 401},
		{"not before", func(e *engine) { e.clock.Advance(30*time.Minute - time.Second) }, 200},
		{"when all are expired", func(e *engine) { e.Engine.ExpireTokens() }, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			token := e.token()
			tt.kill(e)
			if a := e.do("GET", "/tags", "", "Authorization", "Bearer "+token); a.status != tt.status {
				t.Errorf("status %d, want %d", a.status, tt.status)
			}
		})
	}
}

// TestScopesAreGranted states that whatever is asked for is granted, with what comes with it.
func TestScopesAreGranted(t *testing.T) {
	t.Parallel()
	e := start(t)
	const api = "ovirt-ext=token-info:authz-search ovirt-ext=token-info:public-authz-search " +
		"ovirt-ext=token-info:validate ovirt-ext=token:password-access"
	for _, tt := range []struct {
		name, scope, want string
		api               int // status of a request to the API
	}{
		{"none", "", "", 401},
		{"API", "ovirt-app-api", "ovirt-app-api " + api, 200},
		{
			"administration portal", "ovirt-app-admin",
			"ovirt-app-admin ovirt-app-api ovirt-ext=revoke:revoke-all " + api, 200,
		},
		{
			"VM portal", "ovirt-app-portal",
			"ovirt-app-api ovirt-app-portal ovirt-ext=revoke:revoke-all " + api, 200,
		},
		{"unknown", "moon", "moon", 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.login(strings.Replace(passwordForm, "ovirt-app-api", url.QueryEscape(tt.scope), 1))
			var v struct {
				Token string `json:"access_token"`
				Scope string
			}
			if err := json.Unmarshal([]byte(a.body), &v); err != nil {
				t.Fatal(err)
			}
			expect(t, "scope", v.Scope, tt.want)
			b := e.with("Authorization", "Bearer "+v.Token)
			if b.status != tt.api {
				t.Errorf("status %d of a request, want %d", b.status, tt.api)
			}
			if tt.api == 401 {
				expect(t, "body", b.body, "<html><head><title>Error</title></head><body>"+
					"The required scope ovirt-app-api is not granted.</body></html>")
			}
		})
	}
}

func TestWrongCredentialsAreAnsweredInHTML(t *testing.T) {
	t.Parallel()
	e := start(t)
	const expired = "invalid_grant: The provided authorization grant for the auth code has expired."
	for _, tt := range []struct{ name, authorization, want string }{
		{"none", "", "Unauthorized"},
		{"unknown token", "Bearer moon", expired},
		{"no token", "Bearer", expired},
		{"wrong password", basic("admin@internal", "x"), "access_denied: Cannot authenticate user &#39;admin@internal&#39;: " +
			"Unable to log in. Verify your login information or contact the system administrator.."},
		{"no profile", basic("admin", "password"), "access_denied: Cannot authenticate user &#39;admin@N/A&#39;: " +
			"No valid profile found in credentials.."},
		{"no credentials", "Basic !!!", "access_denied: Cannot authenticate user &#39;@N/A&#39;: No user name found in credentials.."},
		{"scheme in lower case", strings.Replace(basic("admin@internal", "password"), "B", "b", 1), "Unauthorized"},
		{"another scheme", "Digest x", "Unauthorized"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), "GET", e.URL+"/vms", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept", "application/json")
			if tt.authorization != "" {
				r.Header.Set("Authorization", tt.authorization)
			}
			a := e.send(r)
			if a.status != 401 {
				t.Errorf("status %d, want 401", a.status)
			}
			expect(t, "body", a.body, "<html><head><title>Error</title></head><body>"+tt.want+"</body></html>")
			expect(t, "content type", a.header.Get("Content-Type"), "text/html;charset=UTF-8")
			expect(t, "challenge", a.header.Get("WWW-Authenticate"), `Basic realm="RESTAPI"`)
		})
	}
}

func TestSessionLastsWhileItIsPreferred(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.do("GET", "/tags", "", "Prefer", "persistent-auth")
	id := a.session()
	expect(t, "cookie", a.header.Get("Set-Cookie"), "JSESSIONID="+id+"; path=/ovirt-engine/api; HttpOnly")
	with := func(prefer string) int {
		r := e.request("GET", e.URL+"/tags", "", "Cookie", "JSESSIONID="+id)
		if prefer != "" {
			r.Header.Set("Prefer", prefer)
		}
		return e.send(r).status
	}
	for _, step := range []struct {
		prefer string
		want   int
	}{{"persistent-auth", 200}, {"persistent-auth", 200}, {"", 401}, {"persistent-auth", 401}} {
		if got := with(step.prefer); got != step.want {
			t.Errorf("prefer %q: status %d, want %d", step.prefer, got, step.want)
		}
	}
}

func TestKerberosEndpointTakesBasic(t *testing.T) {
	t.Parallel()
	e := start(t)
	address := strings.TrimSuffix(e.URL, "/api") + "/sso/oauth/token-http-auth"
	form := "grant_type=urn%3Aovirt%3Aparams%3Aoauth%3Agrant-type%3Ahttp&scope=ovirt-app-api"
	r := e.request("POST", address, form, "Accept", "application/json")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := *e.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	e.http = &client
	want := strings.TrimSuffix(e.URL, "/api") + "/oauth2-callback?error=invalid_grant&error_description=Session+expired."
	if a := e.send(r); a.status != 302 || a.header.Get("Location") != want {
		t.Errorf("without credentials: %d to %q", a.status, a.header.Get("Location"))
	}
	r = e.request("POST", address, form, "Accept", "application/json")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("admin@internal", "password")
	if a := e.send(r); a.status != 200 || !strings.Contains(a.body, `"access_token"`) {
		t.Errorf("with Basic: %d %s", a.status, a.body)
	}
}

func TestServicesWithoutLogin(t *testing.T) {
	t.Parallel()
	e := start(t)
	base := strings.TrimSuffix(e.URL, "/api")
	get := func(path string) answer { return e.send(e.request("GET", base+path, "")) }
	if a := get("/services/health"); a.status != 200 || a.body != "DB Up!Welcome to Health Status!" {
		t.Errorf("health: %d %q", a.status, a.body)
	}
	a := get("/services/pki-resource?resource=ca-certificate&format=X509-PEM-CA")
	if a.status != 200 || a.body != string(e.CA) {
		t.Errorf("CA: %d %s", a.status, a.body)
	}
	if pool := x509.NewCertPool(); !pool.AppendCertsFromPEM([]byte(a.body)) {
		t.Error("the CA is no certificate")
	}
	for path, status := range map[string]int{
		"/services/pki-resource?resource=moon&format=X509-PEM-CA": 400, "/services/pki-resource?resource=ca-certificate&format=moon": 400,
		"/moon": 404, "/services/pki-resource?resource=engine-certificate&format=X509-PEM": 200,
	} {
		if got := get(path).status; got != status {
			t.Errorf("%s: status %d, want %d", path, got, status)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options simulator.Options
		want    string
	}{
		{"user without profile", simulator.Options{Users: map[string]string{"admin": "x"}}, `user "admin" has no profile, as in admin@internal`},
		{"base without slash", simulator.Options{Base: "engine"}, `base path "engine" must begin with a slash and not end with one`},
		{"base with a slash at the end", simulator.Options{Base: "/x/"}, `base path "/x/" must begin with a slash and not end with one`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := simulator.New(tt.options); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// TestPagesLeadElsewhere states what a browser is answered that knows only the name of the engine.
func TestPagesLeadElsewhere(t *testing.T) {
	t.Parallel()
	e := start(t)
	client := *e.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	e.http = &client
	root := strings.TrimSuffix(e.URL, "/ovirt-engine/api")
	expired := root + "/ovirt-engine/oauth2-callback?error=invalid_grant&error_description=Session+expired."
	for _, tt := range []struct {
		path     string
		status   int
		location string
		cookie   string // the path of the cookie
	}{
		{"/", 302, root + "/ovirt-engine", ""},
		{"/ovirt-engine", 302, root + "/ovirt-engine/", ""},
		{"/ovirt-engine/", 302, root + "/ovirt-engine/login?scope=ovirt-ext%3Dauth%3Aidentity", "/ovirt-engine"},
		{"/ovirt-engine/userportal", 302, "/ovirt-engine/web-ui", ""},
		{"/ovirt-engine/services/", 403, "", ""},
		{"/ovirt-engine/sso/", 302, root + "/ovirt-engine/", "/ovirt-engine/sso"},
		{"/ovirt-engine/sso/login.html", 302, root + "/ovirt-engine/", "/ovirt-engine/sso"},
		{"/ovirt-engine/sso/interactive-login", 302, expired, ""},
		{"/ovirt-engine/sso/oauth/authorize", 400, "", ""},
		{"/ovirt-engine/sso/openid/token", 400, "", ""},
		{"/ovirt-engine/sso/openid/userinfo", 400, "", ""},
		{"/ovirt-engine/sso/openid/jwks", 200, "", ""},
		{"/ovirt-engine/sso/openid/.well-known/openid-configuration", 200, "", ""},
		{"/ovirt-engine/sso/moon", 404, "", ""},
		{"/ovirt-engine/webadmin/", 404, "", ""},
		{"/ovirt-engine/services/files/usbfilter.txt", 200, "", ""},
		{"/moon", 404, "", ""},
	} {
		a := e.send(e.request("GET", root+tt.path, ""))
		if a.status != tt.status || a.header.Get("Location") != tt.location {
			t.Errorf("%s: status %d to %q", tt.path, a.status, a.header.Get("Location"))
		}
		if cookie := a.header.Get("Set-Cookie"); tt.cookie == "" && cookie != "" ||
			!strings.HasSuffix(cookie, tt.cookie+"; HttpOnly") && tt.cookie != "" {
			t.Errorf("%s: cookie %q", tt.path, cookie)
		}
	}
}
