package simulator_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// with asks for the tags with headers alone.
func (e *engine) with(header ...string) answer {
	e.t.Helper()
	return e.send(e.request("GET", e.URL+"/tags", "", header...))
}

// form posts a form below the application, with Accept: application/json.
func (e *engine) form(path string, values url.Values, header ...string) answer {
	e.t.Helper()
	r := e.request("POST", strings.TrimSuffix(e.URL, "/api")+path, values.Encode(), append([]string{"Accept", "application/json"}, header...)...)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return e.send(r)
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// session returns the ID of the session that an answer begins.
func (a answer) session() string {
	_, rest, _ := strings.Cut(a.header.Get("Set-Cookie"), "JSESSIONID=")
	id, _, _ := strings.Cut(rest, ";")
	return id
}

// TestSessionsNeedNoHeader states that engines don't protect sessions against forged requests unless
// they are configured to.
func TestSessionsNeedNoHeader(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.do("GET", "/tags", "", "Prefer", "persistent-auth, CSRF-Protection")
	if got := a.header.Get("JSESSIONID"); got != "" {
		t.Errorf("header JSESSIONID is %q", got)
	}
	cookie := "JSESSIONID=" + a.session()
	for _, header := range [][]string{nil, {"Jsessionid", "moon"}} {
		if a := e.with(append(header, "Cookie", cookie, "Prefer", "persistent-auth")...); a.status != 200 {
			t.Errorf("status %d with the header %q", a.status, header)
		}
	}
}

// TestCookiesTellOfSessions states which requests are answered with a cookie.
func TestCookiesTellOfSessions(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	bearer := func() answer { return e.with("Authorization", "Bearer "+token, "Prefer", "persistent-auth") }
	a := bearer()
	id := a.session()
	if a := e.with("Cookie", "JSESSIONID="+id, "Prefer", "persistent-auth"); a.status != 200 {
		t.Errorf("status %d with the cookie of a token", a.status)
	}
	a = e.with("Cookie", "JSESSIONID="+id)
	if got := a.header.Get("Set-Cookie"); a.status != 401 || !strings.Contains(got, "; path=/ovirt-engine/api; HttpOnly; Max-Age=0; Expires=") {
		t.Errorf("status %d and cookie %q of a session that ends", a.status, got)
	}
	if a := e.with("Cookie", "JSESSIONID=moon", "Prefer", "persistent-auth"); a.status != 401 || a.session() == "" {
		t.Errorf("status %d and session %q for an unknown cookie", a.status, a.session())
	}
	id = bearer().session()
	e.form("/services/sso-logout", url.Values{"token": {token}})
	if a := e.with("Cookie", "JSESSIONID="+id, "Prefer", "persistent-auth"); a.status != 401 {
		t.Errorf("status %d with the cookie of a token that was given back", a.status)
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		header []string // of the request that begins the session
		end    func(e *engine, cookie string)
		want   int
	}{
		{"not at once", nil, func(*engine, string) {}, 200},
		{"idle for half an hour", nil, func(e *engine, _ string) { e.clock.Advance(30 * time.Minute) }, 401},
		{"not while it is used", nil, func(e *engine, cookie string) {
			for range 4 {
				e.clock.Advance(20 * time.Minute)
				e.with("Cookie", cookie, "Prefer", "persistent-auth")
			}
		}, 200},
		{"after its own idle time", []string{"Session-TTL", "2"}, func(e *engine, _ string) { e.clock.Advance(2 * time.Minute) }, 401},
		{"not before its own idle time", []string{"Session-TTL", "120"}, func(e *engine, _ string) { e.clock.Advance(119 * time.Minute) }, 200},
		{"by a request that doesn't prefer it", nil, func(e *engine, cookie string) {
			e.with("Cookie", cookie, "Authorization", basic("admin@internal", "password"))
		}, 401},
		{"by a new login", nil, func(e *engine, cookie string) {
			e.do("GET", "/tags", "", "Cookie", cookie, "Prefer", "persistent-auth, new-auth")
		}, 401},
		{"when everybody is thrown out", nil, func(e *engine, _ string) { e.Engine.ExpireTokens() }, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			a := e.do("GET", "/tags", "", append(tt.header, "Prefer", "persistent-auth")...)
			cookie := "JSESSIONID=" + a.session()
			tt.end(e, cookie)
			if got := e.with("Cookie", cookie, "Prefer", "persistent-auth").status; got != tt.want {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestIdleTimeIsAnOption(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		idle time.Duration
		wait time.Duration
		want int
	}{
		{"short", time.Minute, time.Minute, 401},
		{"short, in time", time.Minute, 59 * time.Second, 200},
		{"forever", -1, 99 * time.Hour, 200},
		{"but no longer than the token says", -1, 100 * time.Hour, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, func(o *simulator.Options) { o.SessionIdle = tt.idle })
			token := e.token()
			e.clock.Advance(tt.wait)
			if got := e.with("Authorization", "Bearer "+token).status; got != tt.want {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestSessionsAreListed(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Users = map[string]string{"jane@internal": "x"}
		o.Password = "password"
	})
	token := e.token()
	e.clock.Advance(time.Minute)
	e.form("/sso/oauth/token-http-auth", url.Values{"grant_type": {"urn:ovirt:params:oauth:grant-type:http"}, "scope": {"ovirt-app-api"}},
		"Authorization", basic("jane@internal", "x"))
	e.clock.Advance(time.Minute)
	e.do("GET", "/tags", "") // opens none
	e.do("GET", "/tags", "", "Prefer", "persistent-auth")
	e.clock.Advance(time.Minute)
	e.with("Authorization", "Bearer "+token)
	at := func(minute int) time.Time { return began.Add(time.Duration(minute) * time.Minute) }
	want := []simulator.Session{
		{User: "admin@internal", Kind: "password", Since: at(0), Used: at(3)},
		{User: "admin@internal", Kind: "cookie", Since: at(2), Used: at(2)},
		{User: "jane@internal", Kind: "http-auth", Since: at(1), Used: at(1)},
	}
	got := e.Engine.Sessions()
	if len(got) != len(want) {
		t.Fatalf("%d sessions, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("session %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	e.form("/services/sso-logout", url.Values{"token": {token}})
	if got := e.Engine.Sessions(); len(got) != 2 || got[0].Kind != "cookie" {
		t.Errorf("after the logout: %+v", got)
	}
}

func TestTokenInfo(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	const validate = "ovirt-ext=token-info:validate"
	dead := `{"error":"invalid_grant","error_description":"The provided authorization grant for the auth code has expired."}`
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		want   string
	}{
		{"good token", url.Values{"scope": {validate}, "token": {token}}, 200, `{}`},
		{"unknown token", url.Values{"scope": {validate}, "token": {"moon"}}, 400, dead},
		{"no token", url.Values{"scope": {validate}}, 400, `{"error":"invalid_request","error_description":"Missing parameter: 'token'"}`},
		{"no client", url.Values{"token": {token}}, 400, `{"error":"invalid_request","error_description":"Missing parameter: 'client_id'"}`},
		{
			"no secret", url.Values{"token": {token}, "client_id": {"ovirt-engine-core"}}, 400,
			`{"error":"invalid_request","error_description":"Missing parameter: 'client_secret'"}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := e.form("/sso/oauth/token-info", tt.form)
			if a.status != tt.status {
				t.Errorf("status %d, want %d", a.status, tt.status)
			}
			expect(t, "body", a.body, tt.want)
		})
	}
	a := e.form("/sso/oauth/token-info", url.Values{"token": {token}, "client_id": {"ovirt-engine-core"}, "client_secret": {"s"}})
	var v map[string]any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatal(err)
	}
	ovirt, _ := v["ovirt"].([]any)
	if v["active"] != true || v["user_id"] != "admin@internal" || v["user_authz"] != "internal-authz" || v["client_id"] != nil ||
		len(ovirt) != 2 || ovirt[0] != "java.util.HashMap" {
		t.Errorf("answer: %s", a.body)
	}
	expect(t, "exp", v["exp"].(string), "1778250600000")
}

func TestRevocationIsForClients(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	use := func() int { return e.with("Authorization", "Bearer "+token).status }
	a := e.form("/sso/oauth/revoke", url.Values{"token": {token}, "scope": {"ovirt-app-api"}})
	expect(t, "answer without a client", a.body, `{"error_code":"invalid_request","error":"Missing parameter: 'client_id'"}`)
	if got := use(); a.status != 400 || got != 200 {
		t.Errorf("status %d, and %d of a request then", a.status, got)
	}
	for range 2 { // the second time there is nothing to revoke
		a = e.form("/sso/oauth/revoke", url.Values{"token": {token}}, "Authorization", basic("ovirt-engine-core", "secret"))
		if expect(t, "answer", a.body, `{}`); a.status != 200 {
			t.Errorf("status %d", a.status)
		}
	}
	if got := use(); got != 401 {
		t.Errorf("status %d of a revoked token", got)
	}
}

func TestSSOStatus(t *testing.T) {
	t.Parallel()
	e := start(t)
	a := e.send(e.request("GET", strings.TrimSuffix(e.URL, "/api")+"/sso/status", ""))
	expect(t, "body", a.body, `{"status":"active","status_description":"SSO Webapp Deployed","version":"0"}`)
}

// TestNegotiationLeadsToTheLogin states what an engine without Kerberos answers.
func TestNegotiationLeadsToTheLogin(t *testing.T) {
	t.Parallel()
	e := start(t)
	client := *e.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	e.http = &client
	a := e.form("/sso/oauth/token-http-auth", url.Values{"grant_type": {"urn:ovirt:params:oauth:grant-type:http"}}, "Authorization", "Negotiate YII=")
	if a.status != 302 || a.header.Get("Location") == "" {
		t.Errorf("status %d to %q", a.status, a.header.Get("Location"))
	}
}

func TestRolesAndGroupsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options simulator.Options
		want    string
	}{
		{"role of nobody", simulator.Options{Roles: map[string]string{"jane@internal": "UserRole"}}, `role of "jane@internal": no such user`},
		{"no such role", simulator.Options{Roles: map[string]string{"admin@internal": "King"}}, `role of "admin@internal": engines have no role "King"`},
		{"nobody in a group", simulator.Options{Groups: map[string][]string{"ops": {"jane@internal"}}}, `group "ops": no such user "jane@internal"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := simulator.New(tt.options); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}
