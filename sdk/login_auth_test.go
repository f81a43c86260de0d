package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// ticket is an Authenticator that somebody wrote.
type ticket struct {
	fail   error
	header http.Header

	mu      sync.Mutex // guards what follows
	logins  int
	logouts []string
}

func (a *ticket) Login(ctx context.Context, site *sdk.Site) (sdk.Credential, error) {
	a.mu.Lock()
	a.logins++
	a.mu.Unlock()
	if a.fail != nil {
		return sdk.Credential{}, a.fail
	}
	form := url.Values{"grant_type": {"password"}, "scope": {"ovirt-app-api"}, "username": {user}, "password": {password}}
	c, err := site.Grant(ctx, site.TokenURL, form, http.Header{"X-Ticket": {"1"}})
	c.Header = a.header
	return c, err
}

func (a *ticket) Logout(ctx context.Context, site *sdk.Site, c sdk.Credential) error {
	a.mu.Lock()
	a.logouts = append(a.logouts, c.Token)
	a.mu.Unlock()
	return site.Revoke(ctx, c.Token)
}

func with(a sdk.Authenticator) func(*sdk.Config) {
	return func(cfg *sdk.Config) { cfg.Username, cfg.Password, cfg.Authenticator = "", "", a }
}

func TestOwnAuthenticator(t *testing.T) {
	t.Parallel()
	var got http.Header
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		answer(200, oneVM)(w, r)
	})
	e.login = func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Ticket") != "1" || r.Header.Get("X-All") != "2" {
			t.Errorf("the login came with %v", r.Header)
		}
		e.grant(w, r)
	}
	a := &ticket{header: http.Header{"X-Extra": {"3"}}}
	c := e.connect(with(a), func(cfg *sdk.Config) { cfg.Header = http.Header{"X-All": {"2"}} })
	for range 3 {
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if got.Get("Authorization") != "Bearer secret-token-1" || got.Get("X-Extra") != "3" {
		t.Errorf("the call came with %v", got)
	}
	e.expire()
	if token, err := c.Token(t.Context()); token != "secret-token-1" || err != nil {
		t.Errorf("Token gave %q, %v", token, err)
	}
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if a.logins != 2 || fmt.Sprint(a.logouts) != "[secret-token-2]" || len(e.alive()) != 0 {
		t.Errorf("%d logins, logouts of %v, alive %v", a.logins, a.logouts, e.alive())
	}
}

func TestErrorsOfAnAuthenticator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		login *ticket
		class error
		want  string
	}{
		{"refusal of its own", &ticket{fail: fmt.Errorf("ticket expired: %w", sdk.ErrAuth)}, sdk.ErrAuth,
			"Connect: ticket expired: not authorized"},
		{"anything else", &ticket{fail: errors.New("no ticket server")}, sdk.ErrConnection, "Connect: no ticket server"},
		{"header that HTTP can't carry", &ticket{header: http.Header{"X": {"secret\n"}}}, sdk.ErrConnection,
			"Connect: login: credential: header X holds control characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, oneVM))
			cfg := e.config()
			with(tt.login)(&cfg)
			_, err := sdk.Connect(t.Context(), cfg)
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if !errors.Is(err, tt.class) {
				t.Errorf("class isn't %v", tt.class)
			}
		})
	}
}

func TestTokenFromIsAskedAgainAfter401(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.tokens["second"] = true
	given := []string{"first\n", "second\n", "", "no"}
	c := e.connect(with(sdk.TokenFrom(func(context.Context) (string, error) {
		token := given[0]
		given = given[1:]
		if token == "no" {
			return "", errors.New("file is gone")
		}
		return token, nil
	})))
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.expire()
	_, err := vmService(c).Get(t.Context(), nil)
	if !errors.Is(err, sdk.ErrAuth) {
		t.Errorf("an empty token gave %v, want ErrAuth", err)
	}
	_, err = c.Token(t.Context())
	if want := "Connection.Token: token: file is gone"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	c.Close()
	if _, logouts, _ := e.count(); logouts != 0 {
		t.Errorf("%d logouts of a borrowed token", logouts)
	}
}

// sessions is an engine whose users come by HTTP Basic.
type sessions struct {
	mu       sync.Mutex // guards what follows
	opened   int
	alive    map[string]bool
	noCookie bool
	seen     []string // how each call was authorized
}

func (s *sessions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	persistent := r.Header.Get("Prefer") == "persistent-auth"
	cookie, err := r.Cookie("JSESSIONID")
	name, pass, basic := r.BasicAuth()
	switch {
	case err == nil && s.alive[cookie.Value]:
		s.seen = append(s.seen, cookie.Value)
		if !persistent {
			delete(s.alive, cookie.Value)
		}
	case basic && name == user && pass == password:
		s.seen = append(s.seen, "basic")
		if persistent && !s.noCookie {
			s.opened++
			id := fmt.Sprintf("session-%d", s.opened)
			s.alive[id] = true
			http.SetCookie(w, &http.Cookie{Name: "JSESSIONID", Value: id, Path: "/ovirt-engine/api", HttpOnly: true})
		}
	default:
		say(w, 401, "text/html", "<html><head><title>Error</title></head><body>Unauthorized</body></html>")
		return
	}
	say(w, 200, "application/xml", oneVM)
}

func TestBasicLogin(t *testing.T) {
	t.Parallel()
	s := &sessions{alive: map[string]bool{}}
	e := newEngine(t, nil)
	e.Config.Handler = s
	c := e.connect(with(sdk.BasicLogin(user, password)))
	get := func() {
		t.Helper()
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	get()
	get()
	s.mu.Lock()
	s.alive = map[string]bool{} // The engine was idle for too long.
	s.mu.Unlock()
	get()
	if _, err := c.Token(t.Context()); !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("Token gave %v, want ErrInvalid", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if len(s.alive) != 0 {
		t.Errorf("sessions %v outlive the connection", s.alive)
	}
	if got, want := fmt.Sprint(s.seen), "[basic session-1 session-1 basic session-2 session-2]"; got != want {
		t.Errorf("calls came by %s, want %s", got, want)
	}
}

func TestBasicLoginWithoutSessions(t *testing.T) {
	t.Parallel()
	s := &sessions{noCookie: true}
	e := newEngine(t, nil)
	e.Config.Handler = s
	c := e.connect(with(sdk.BasicLogin(user, password)))
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if got, want := fmt.Sprint(s.seen), "[basic basic]"; got != want {
		t.Errorf("calls came by %s, want %s", got, want)
	}
}

func TestBasicLoginRefused(t *testing.T) {
	t.Parallel()
	e := newEngine(t, nil)
	e.Config.Handler = &sessions{}
	cfg := e.config()
	with(sdk.BasicLogin(user, "wrong"))(&cfg)
	_, err := sdk.Connect(t.Context(), cfg)
	if want := `Connect: 401: login as admin@internal: 401: HTML page "Error": Unauthorized`; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if !errors.Is(err, sdk.ErrAuth) {
		t.Error("class isn't ErrAuth")
	}
}

func TestCustomSingleSignOn(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	var paths []string
	other := newEngine(t, nil)
	other.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.Method+" "+r.URL.String())
		e.mu.Lock()
		e.tokens["custom"] = true
		e.mu.Unlock()
		say(w, 200, "application/json", `{"access_token":"wrong","id_token":"custom"}`)
	})
	c := e.connect(func(cfg *sdk.Config) {
		cfg.CAPool = cfg.CAPool.Clone()
		cfg.CAPool.AddCert(other.Certificate())
		cfg.SSOURL, cfg.SSORevokeURL, cfg.SSOTokenName = other.URL+"/login?realm=a", other.URL+"/revoke", "id_token"
	})
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if got, want := fmt.Sprint(paths), "[POST /login?realm=a POST /revoke]"; got != want {
		t.Errorf("requests were %s, want %s", got, want)
	}
	if logins, logouts, _ := e.count(); logins+logouts != 0 {
		t.Errorf("the engine got %d logins and %d logouts", logins, logouts)
	}
}

// TestExpiryUnderLoad has the engine forget all tokens in the middle of 64 busy goroutines, some of
// which send what changes things.
func TestExpiryUnderLoad(t *testing.T) {
	t.Parallel()
	var starts atomic.Int64
	const each = 6
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			starts.Add(1)
			say(w, 200, "application/xml", "<action><status>complete</status></action>")
			return
		}
		say(w, 200, "application/xml", oneVM)
	})
	c := e.connect()
	var all, halfway sync.WaitGroup
	halfway.Add(64)
	for i := range 64 {
		all.Go(func() {
			for n := range each {
				if n == each/2 {
					halfway.Done()
					halfway.Wait()
					if i == 0 {
						e.expire()
					}
				}
				var err error
				if i%2 == 0 {
					_, err = vmService(c).Get(t.Context(), nil)
				} else {
					err = vmService(c).Start(t.Context(), &services.VmStartParams{Pause: new(true)})
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if logins, _, _ := e.count(); logins != 2 {
		t.Errorf("%d logins, want 2", logins)
	}
	if got := starts.Load(); got != 32*each {
		t.Errorf("the engine started %d times, want %d", got, 32*each)
	}
}

func TestCloseKeepingSession(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	token, err := c.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.CloseKeepingSession()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if alive := e.alive(); len(alive) != 1 || alive[0] != token {
		t.Errorf("tokens are %v, want %q", alive, token)
	}
	if _, err := vmService(c).Get(t.Context(), nil); !errors.Is(err, sdk.ErrClosed) {
		t.Errorf("a call gave %v, want ErrClosed", err)
	}
	var none *sdk.Connection
	none.CloseKeepingSession()
}

func TestCloseRevokesATokenWhoseRenewalFailed(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.expire()
	e.mu.Lock()
	e.login = answer(400, `{"error":"locked"}`)
	e.logout = answer(400, `{"error":"invalid_token"}`)
	e.mu.Unlock()
	if _, err := vmService(c).Get(t.Context(), nil); !errors.Is(err, sdk.ErrAuth) {
		t.Fatalf("error is %v, want ErrAuth", err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close gave %v, though the engine had refused the token before", err)
	}
	if len(e.logouts) != 1 || e.logouts[0].Get("token") != "secret-token-1" {
		t.Errorf("logouts were %v", e.logouts)
	}
}

func TestAuthenticatorsHideTheirSecrets(t *testing.T) {
	t.Parallel()
	cred := sdk.Credential{Token: "secret", Header: http.Header{"Cookie": {"secret"}}}
	for _, tt := range []struct {
		v    any
		want string
	}{
		{sdk.PasswordLogin(user, "secret"), "PasswordLogin(admin@internal)"},
		{sdk.BasicLogin(user, "secret"), "BasicLogin(admin@internal)"},
		{cred, "Credential(hidden)"},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if got := fmt.Sprintf(verb, tt.v); got != tt.want {
				t.Errorf("%s gave %s, want %s", verb, got, tt.want)
			}
		}
	}
}

func TestSiteOfNoConnection(t *testing.T) {
	t.Parallel()
	site := &sdk.Site{TokenURL: "https://h/token"}
	_, grant := site.Grant(t.Context(), site.TokenURL, nil, nil)
	req, _ := http.NewRequest("GET", "https://h/", nil)
	_, trip := site.RoundTrip(req)
	_, login := sdk.PasswordLogin(user, password).Login(t.Context(), site)
	for _, err := range []error{grant, trip, login, site.Revoke(t.Context(), "t")} {
		if err == nil || err.Error() != "site belongs to no connection" {
			t.Errorf("error is %v", err)
		}
	}
}
