package sdk_test

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

const (
	user     = "admin@internal"
	password = `p&=+ä"<%20 1`
)

// engine is a server that logs users in and answers what a test tells it to.
type engine struct {
	*httptest.Server
	t testing.TB

	mu      sync.Mutex // guards what follows
	api     http.HandlerFunc
	login   http.HandlerFunc
	logout  http.HandlerFunc
	tokens  map[string]bool
	logins  []url.Values
	logouts []url.Values
	calls   []string // method and address of each call, as they came
	conns   int
}

// newEngine starts an engine over TLS whose API is answered by the handler.
func newEngine(t testing.TB, api http.HandlerFunc) *engine {
	t.Helper()
	return startEngine(t, api, false)
}

// startEngine does so with or without HTTP/2.
func startEngine(t testing.TB, api http.HandlerFunc, http2 bool) *engine {
	t.Helper()
	e := &engine{t: t, api: api, tokens: map[string]bool{}}
	e.Server = httptest.NewUnstartedServer(e)
	e.EnableHTTP2 = http2
	e.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			e.mu.Lock()
			e.conns++
			e.mu.Unlock()
		}
	}
	e.StartTLS()
	t.Cleanup(e.Server.Close)
	return e
}

// config is that of a user of the engine.
func (e *engine) config() sdk.Config {
	cfg := sdk.Config{URL: e.URL + "/ovirt-engine/api", Username: user, Password: password}
	cfg.Logger = watchedLogger()
	cfg.Retry.FirstPause = time.Nanosecond // Tests shouldn't wait.
	cfg.Retry.LastPause = time.Nanosecond
	if e.TLS != nil {
		cfg.CAPool = e.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	}
	return cfg
}

// connect returns a connection that is closed at the end of the test.
func (e *engine) connect(change ...func(*sdk.Config)) *sdk.Connection {
	e.t.Helper()
	cfg := e.config()
	for _, f := range change {
		f(&cfg)
	}
	c, err := sdk.New(cfg)
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { c.Close() })
	return c
}

// correlated has all calls marked with one correlation ID.
func correlated(cfg *sdk.Config) { cfg.Header = http.Header{"Correlation-Id": {"corr-1"}} }

func asJSON(cfg *sdk.Config) { cfg.Format = sdk.JSON }

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	login, logout, api := e.login, e.logout, e.api
	e.mu.Unlock()
	switch path := r.URL.Path; {
	case path == "/ovirt-engine/sso/oauth/token":
		if r.ParseForm() == nil {
			e.mu.Lock()
			e.logins = append(e.logins, r.PostForm)
			e.mu.Unlock()
		}
		if login == nil {
			login = e.grant
		}
		login(w, r)
	case path == "/ovirt-engine/services/sso-logout":
		if r.ParseForm() == nil {
			e.mu.Lock()
			e.logouts = append(e.logouts, r.PostForm)
			delete(e.tokens, r.PostForm.Get("token"))
			e.mu.Unlock()
		}
		if logout == nil {
			logout = func(w http.ResponseWriter, _ *http.Request) { say(w, 200, "application/json", "{}") }
		}
		logout(w, r)
	case strings.HasPrefix(path, "/ovirt-engine/api"):
		e.mu.Lock()
		e.calls = append(e.calls, r.Method+" "+strings.TrimPrefix(r.RequestURI, "/ovirt-engine/api"))
		known := e.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
		e.mu.Unlock()
		if !known {
			say(w, 401, "text/html;charset=UTF-8", "<html><head><title>Error</title></head><body>Unauthorized</body></html>")
			return
		}
		if id := r.Header.Get("Correlation-Id"); id != "" {
			w.Header().Set("Correlation-Id", id)
		}
		api(w, r)
	default:
		say(w, 404, "text/html", "<html><head><title>404 Not Found</title></head><body>Nothing here</body></html>")
	}
}

// grant logs in who has the right password and asks in the right form.
func (e *engine) grant(w http.ResponseWriter, r *http.Request) {
	switch form := r.PostForm; {
	case r.Header.Get("Accept") != "application/json":
		say(w, 400, "application/json", `{"error":"invalid_request","error_description":"Missing parameter: 'Accept Header'"}`)
	case form.Get("grant_type") != "password" || form.Get("scope") != "ovirt-app-api":
		say(w, 400, "application/json", `{"error":"invalid_request","error_description":"wrong form"}`)
	case form.Get("username") != user || form.Get("password") != password:
		say(w, 400, "application/json",
			`{"error_code":"access_denied","error":"Cannot authenticate user 'admin@internal': The user name or password is incorrect.."}`)
	default:
		e.mu.Lock()
		token := fmt.Sprintf("secret-token-%d", len(e.logins))
		e.tokens[token] = true
		e.mu.Unlock()
		say(w, 200, "application/json",
			`{"access_token":"`+token+`","scope":"ovirt-app-api","exp":"9223372036854775807","token_type":"bearer"}`)
	}
}

// expire makes the engine forget all tokens.
func (e *engine) expire() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tokens = map[string]bool{}
}

// count returns how many logins, logouts and connections there were.
func (e *engine) count() (logins, logouts, conns int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.logins), len(e.logouts), e.conns
}

// requests returns the calls that came, each once, in order.
func (e *engine) requests() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.calls)
}

func (e *engine) alive() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(maps.Keys(e.tokens))
}

// say answers with a document.
func say(w http.ResponseWriter, status int, contentType, body string) {
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// answer is a handler that always says the same, in the type that suits it.
func answer(status int, body string) http.HandlerFunc {
	contentType := "application/xml;charset=UTF-8"
	switch {
	case strings.HasPrefix(body, "{"):
		contentType = "application/json"
	case strings.HasPrefix(body, "<html"):
		contentType = "text/html"
	case body == "":
		contentType = ""
	case !strings.HasPrefix(body, "<"):
		contentType = "text/plain"
	}
	return func(w http.ResponseWriter, _ *http.Request) { say(w, status, contentType, body) }
}
