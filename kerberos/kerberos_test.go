package kerberos_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jcmturner/goidentity/v6"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/service"
	"github.com/jcmturner/gokrb5/v8/spnego"

	"github.com/ovirt-go/ovirt/kerberos"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// engine is a server whose single sign-on takes tickets, which it checks with the keys of its service.
type engine struct {
	*httptest.Server

	mu      sync.Mutex // guards what follows
	tokens  map[string]string
	logins  []string
	revoked []string
}

func newEngine(t *testing.T, k *kdc) *engine {
	t.Helper()
	e := &engine{tokens: map[string]string{}}
	keys := keytab.New()
	if k != nil {
		var err error
		if keys, err = keytab.Load(k.service); err != nil {
			t.Fatal(err)
		}
	}
	mux := http.NewServeMux()
	ticket := spnego.SPNEGOKRB5Authenticate(http.HandlerFunc(e.login), keys, service.DecodePAC(false))
	mux.Handle("POST /ovirt-engine/sso/oauth/token-http-auth", ticket)
	mux.HandleFunc("POST /ovirt-engine/services/sso-logout", func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		defer e.mu.Unlock()
		token := r.PostFormValue("token")
		e.revoked = append(e.revoked, token)
		delete(e.tokens, token)
		_, _ = io.WriteString(w, "{}")
	})
	mux.HandleFunc("GET /ovirt-engine/api/vms/{id}", func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		name, ok := e.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
		e.mu.Unlock()
		if !ok {
			w.WriteHeader(401)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprintf(w, "<vm><name>%s</name></vm>", name)
	})
	e.Server = httptest.NewTLSServer(mux)
	t.Cleanup(e.Close)
	return e
}

// login returns a token to whom the ticket is for.
func (e *engine) login(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("grant_type") != "urn:ovirt:params:oauth:grant-type:http" || r.PostFormValue("scope") != "ovirt-app-api" ||
		r.Header.Get("Accept") != "application/json" {
		http.Error(w, `{"error":"invalid_request"}`, 400)
		return
	}
	id := goidentity.FromHTTPRequestContext(r)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.logins = append(e.logins, id.UserName()+"@"+id.Domain())
	token := fmt.Sprintf("token-%d", len(e.logins))
	e.tokens[token] = e.logins[len(e.logins)-1]
	fmt.Fprintf(w, `{"access_token":"%s"}`, token)
}

func (e *engine) expire() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tokens = map[string]string{}
}

// connect returns a connection that logs in so.
func (e *engine) connect(ctx context.Context, cfg kerberos.Config) (*sdk.Connection, error) {
	login, err := kerberos.New(cfg)
	if err != nil {
		return nil, err
	}
	return sdk.Connect(ctx, sdk.Config{
		URL:           e.URL + "/ovirt-engine/api",
		Authenticator: login,
		CAPool:        e.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs,
		Retry:         call.RetryPolicy{Attempts: 1},
	})
}

// TestKerberos logs in at a real KDC in each way.
func TestKerberos(t *testing.T) {
	k := startKDC(t)
	t.Setenv("KRB5CCNAME", "FILE:"+k.kinit(t, "2h"))
	for _, tt := range []struct {
		name string
		cfg  kerberos.Config
	}{
		{"ticket cache", kerberos.Config{Cache: k.kinit(t, "1h")}},
		{"ticket cache of the environment", kerberos.Config{}},
		{"keytab", kerberos.Config{Principal: user, Keytab: k.keytab}},
		{"password", kerberos.Config{Principal: user, Password: password}},
		{"password, default realm, service by name", kerberos.Config{Principal: "alice", Password: password, Service: spn}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, k)
			tt.cfg.File = k.conf
			c, err := e.connect(t.Context(), tt.cfg)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				vm, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				if got := sdk.Value(vm.Name); got != user {
					t.Errorf("the engine knows the user as %q, want %q", got, user)
				}
				e.expire() // The second call needs a second ticket.
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			if got := fmt.Sprint(e.logins, e.revoked); got != fmt.Sprint([]string{user, user}, []string{"token-2"}) {
				t.Errorf("logins and logouts were %s", got)
			}
		})
	}
}

func TestKerberosRefuses(t *testing.T) {
	k := startKDC(t)
	stranger := startKDC(t) // Its service has other keys.
	for _, tt := range []struct {
		name  string
		cfg   kerberos.Config
		keys  *kdc
		class error
		want  string
	}{
		{"wrong password", kerberos.Config{Principal: user, Password: "secret-wrong"}, k, sdk.ErrAuth,
			"Connect: kerberos: login as alice@OVIRT.TEST: not authorized: "},
		{"unknown user", kerberos.Config{Principal: "bob", Password: "secret-bob"}, k, sdk.ErrAuth,
			"Connect: kerberos: login as bob@OVIRT.TEST: not authorized: "},
		{"unknown service", kerberos.Config{Principal: user, Password: password, Service: "HTTP/moon"}, k, sdk.ErrAuth,
			"Connect: kerberos: ticket of alice@OVIRT.TEST for HTTP/moon: not authorized: "},
		{"no cache", kerberos.Config{Cache: filepath.Join(k.dir, "none")}, k, sdk.ErrAuth,
			"Connect: kerberos: not authorized: ticket cache " + filepath.Join(k.dir, "none") + ": "},
		{"engine with other keys", kerberos.Config{Principal: user, Keytab: k.keytab}, stranger, sdk.ErrAuth,
			"Connect: 401: kerberos: ticket for HTTP/127.0.0.1: login: 401: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newEngine(t, tt.keys)
			tt.cfg.File = k.conf
			_, err := e.connect(t.Context(), tt.cfg)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Fatalf("error is\n%v\nwant\n%s...", err, tt.want)
			}
			if !errors.Is(err, tt.class) {
				t.Errorf("class is %v, want %v", err.(*sdk.Error).Class, tt.class)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is in %v", err)
			}
		})
	}
}

func TestKDCOutOfReach(t *testing.T) {
	t.Parallel()
	conf := filepath.Join(t.TempDir(), "krb5.conf")
	text := fmt.Sprintf("[libdefaults]\n default_realm = A\n udp_preference_limit = 1\n[realms]\n A = {\n  kdc = 127.0.0.1:%d\n }\n", freePort(t))
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, nil)
	_, err := e.connect(t.Context(), kerberos.Config{File: conf, Principal: "alice", Password: "secret"})
	if !errors.Is(err, sdk.ErrConnection) || errors.Is(err, sdk.ErrAuth) {
		t.Errorf("error is %v, want ErrConnection", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.connect(ctx, kerberos.Config{File: conf, Principal: "alice", Password: "secret"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestConfigMistakes(t *testing.T) {
	t.Parallel()
	conf := filepath.Join(t.TempDir(), "krb5.conf")
	if err := os.WriteFile(conf, []byte("[libdefaults]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		cfg  kerberos.Config
		want string
	}{
		{"two ways", kerberos.Config{Keytab: "a", Password: "secret", Principal: "x"},
			"kerberos: more than one of Keytab, Password and Cache are given"},
		{"user alone", kerberos.Config{Principal: "x"}, `kerberos: the Principal "x" is given without Keytab or Password`},
		{"password alone", kerberos.Config{Password: "secret"}, "kerberos: no Principal is given"},
		{"no realm", kerberos.Config{File: conf, Principal: "x", Password: "secret"},
			`kerberos: Principal "x" has no realm, and ` + conf + " no default_realm"},
		{"no keytab", kerberos.Config{File: conf, Principal: "x@A", Keytab: "/does/not/exist"}, "kerberos: Keytab /does/not/exist: "},
		{"no configuration", kerberos.Config{File: "/does/not/exist"}, "kerberos: File /does/not/exist: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := kerberos.New(tt.cfg)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error is\n%v\nwant\n%s", err, tt.want)
			}
			if text := fmt.Sprintf("%v %+v %#v", tt.cfg, tt.cfg, &tt.cfg); strings.Contains(text, "secret") {
				t.Errorf("the password is in %s", text)
			}
		})
	}
}

func TestOneAuthenticatorServesManyConnections(t *testing.T) {
	k := startKDC(t)
	e := newEngine(t, k)
	login, err := kerberos.New(kerberos.Config{File: k.conf, Principal: user, Keytab: k.keytab})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			c, err := sdk.Connect(t.Context(), sdk.Config{
				URL: e.URL + "/ovirt-engine/api", Authenticator: login,
				CAPool: e.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs,
			})
			if err != nil {
				t.Error(err)
				return
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(e.logins) != 8 || len(e.tokens) != 0 {
		t.Errorf("%d logins, %d tokens left, want 8 and none", len(e.logins), len(e.tokens))
	}
}
