package sdk_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
)

const apiRoot = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<api><product_info><name>oVirt Engine</name><version><full_version>4.5.4-1.el8</full_version></version></product_info></api>`

// site is a host with an engine as strangers see it, and what else a test adds.
func site(t *testing.T, more map[string]http.HandlerFunc) (*engine, authority) {
	t.Helper()
	a := newAuthority(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour))
	e := a.engine(t, false)
	e.api = answer(200, apiRoot)
	pages := map[string]http.HandlerFunc{
		"/ovirt-engine/services/health": func(w http.ResponseWriter, _ *http.Request) {
			say(w, 200, "text/html", "DB Up!Welcome to Health Status!\n")
		},
		"/ovirt-engine/services/pki-resource": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != "resource=ca-certificate&format=X509-PEM-CA" {
				say(w, 400, "text/plain", "wrong resource")
				return
			}
			say(w, 200, "application/x-x509-ca-cert", string(pemOf(a.ca)))
		},
		"/ovirt-engine/api": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("WWW-Authenticate", `Basic realm="RESTAPI"`)
			e.ServeHTTP(w, r)
		},
		"/ovirt-engine/webadmin/": answer(200, "<html><head><title>oVirt Engine Web Administration</title></head></html>"),
		"/ovirt-engine/": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/ovirt-engine/login", http.StatusFound)
		},
	}
	for path, page := range more {
		pages[path] = page
	}
	e.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page := pages[r.URL.Path]; page != nil {
			page(w, r)
			return
		}
		e.ServeHTTP(w, r)
	})
	return e, a
}

func TestProbeFindsAnEngine(t *testing.T) {
	t.Parallel()
	down := map[string]http.HandlerFunc{"/ovirt-engine/services/health": answer(500, "<html><title>DB down</title></html>")}
	noCA := map[string]http.HandlerFunc{"/ovirt-engine/services/pki-resource": answer(404, "")}
	for _, tt := range []struct {
		name  string
		more  map[string]http.HandlerFunc
		login func(authority) []sdk.Config
		want  sdk.Finding
		err   string
	}{
		{"as a stranger", nil, func(authority) []sdk.Config { return nil }, sdk.Finding{Healthy: true}, ""},
		{"with trust", nil, func(a authority) []sdk.Config { return []sdk.Config{{CA: pemOf(a.ca)}} },
			sdk.Finding{Healthy: true, Trusted: true}, ""},
		{"with a pin", nil, func(a authority) []sdk.Config { return []sdk.Config{{Fingerprint: sdk.Fingerprint(a.leaf)}} },
			sdk.Finding{Healthy: true, Trusted: true}, ""},
		{"with the wrong pin", nil, func(a authority) []sdk.Config {
			return []sdk.Config{{Fingerprint: sdk.Fingerprint(a.ca), Username: user, Password: password}}
		}, sdk.Finding{Healthy: true}, ""},
		{"with a login", nil, func(a authority) []sdk.Config {
			return []sdk.Config{{CA: pemOf(a.ca), Username: user, Password: password}}
		}, sdk.Finding{Healthy: true, Trusted: true, Version: "4.5.4-1.el8"}, ""},
		{"with a login and without trust", nil, func(authority) []sdk.Config {
			return []sdk.Config{{Username: user, Password: password}}
		}, sdk.Finding{Healthy: true}, ""},
		{"with a login that is refused", nil, func(a authority) []sdk.Config {
			return []sdk.Config{{CA: pemOf(a.ca), Username: user, Password: "wrong"}}
		}, sdk.Finding{Healthy: true, Trusted: true}, "Cannot authenticate user"},
		{"without its database", down, func(authority) []sdk.Config { return nil }, sdk.Finding{Health: `HTML page "DB down"`}, ""},
		{"without a CA", noCA, func(authority) []sdk.Config { return nil }, sdk.Finding{Healthy: true, Fingerprint: "none"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, a := site(t, tt.more)
			tt.want.URL = e.URL + "/ovirt-engine/api"
			if tt.want.Healthy {
				tt.want.Health = "DB Up!Welcome to Health Status!"
			}
			if tt.want.Fingerprint == "none" {
				tt.want.Fingerprint = ""
			} else {
				tt.want.CA, tt.want.Fingerprint = pemOf(a.ca), sdk.Fingerprint(a.ca)
			}
			got, err := sdk.Probe(context.Background(), e.URL+"/ovirt-engine/api/", tt.login(a)...)
			if tt.err == "" && err != nil || tt.err != "" && (!errors.Is(err, sdk.ErrAuth) || !strings.Contains(err.Error(), tt.err)) {
				t.Fatalf("error is %v, want %q", err, tt.err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("finding differs (-want +got):\n%s", diff)
			}
			if logins, logouts, _ := e.count(); logins > 0 && !tt.want.Trusted || tt.want.Version != "" && logouts != 1 {
				t.Errorf("%d logins, %d logouts", logins, logouts)
			}
		})
	}
}

func TestProbeSaysWhatItFoundInstead(t *testing.T) {
	t.Parallel()
	e, _ := site(t, map[string]http.HandlerFunc{
		"/other/api":    answer(200, "<html><head><title>Proxy login</title></head><body>Please log in</body></html>"),
		"/kubernetes":   answer(401, `{"kind":"Status"}`),
		"/starting/api": answer(503, page503),
	})
	alone := newEngine(t, nil)
	alone.Config.Handler = answer(404, "<html><head><title>404 Not Found</title></head></html>")
	gone := newEngine(t, nil)
	gone.Close()
	const usual = " instead of an engine's API; usual is https://HOST/ovirt-engine/api"
	there := " instead of an engine's API, which is at " + e.URL + "/ovirt-engine/api"
	for _, tt := range []struct {
		name, url string
		class     error
		want      string
	}{
		{"no path", e.URL, sdk.ErrUnexpected,
			"Probe: 404: GET " + e.URL + `: HTML page "404 Not Found": Nothing here` + there},
		{"root of the engine", e.URL + "/ovirt-engine/", sdk.ErrUnexpected,
			"Probe: 302: GET " + e.URL + `/ovirt-engine/: a redirection to "/ovirt-engine/login"` + there},
		{"web interface", e.URL + "/ovirt-engine/webadmin/", sdk.ErrUnexpected,
			"Probe: 200: GET " + e.URL + `/ovirt-engine/webadmin/: HTML page "oVirt Engine Web Administration"` + there},
		{"page of a proxy", e.URL + "/other/api", sdk.ErrUnexpected,
			"Probe: 200: GET " + e.URL + `/other/api: HTML page "Proxy login": Please log in` + there},
		{"another API", e.URL + "/kubernetes", sdk.ErrUnexpected,
			"Probe: 401: GET " + e.URL + `/kubernetes: text "{\"kind\":\"Status\"}"` + there},
		{"another server", alone.URL + "/ovirt-engine/api", sdk.ErrUnexpected,
			"Probe: 404: GET " + alone.URL + `/ovirt-engine/api: HTML page "404 Not Found"` + usual},
		{"engine that starts", e.URL + "/starting/api", sdk.ErrUnavailable,
			"Probe: 503: GET " + e.URL + `/starting/api: HTML page "503 Service Unavailable": Service Unavailable try & wait` + there},
		{"no address", "engine", sdk.ErrInvalid,
			`Probe: URL "engine" begins with neither https:// nor http://; usual is https://HOST/ovirt-engine/api`},
		{"user in the address", "https://u:p@h/", sdk.ErrInvalid,
			`Probe: URL "https://u:xxxxx@h/" holds a user; give Username and Password instead`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := sdk.Probe(t.Context(), tt.url)
			if f != nil || err == nil || err.Error() != tt.want {
				t.Errorf("got %v and\n%v\nwant\n%s", f, err, tt.want)
			}
			if !errors.Is(err, tt.class) {
				t.Errorf("class isn't %v", tt.class)
			}
		})
	}
	if _, err := sdk.Probe(t.Context(), gone.URL+"/ovirt-engine/api"); !errors.Is(err, sdk.ErrConnection) {
		t.Errorf("nobody there gave %v, want ErrConnection", err)
	}
	if _, err := sdk.Probe(t.Context(), e.URL, sdk.Config{}, sdk.Config{}); !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("two Configs gave %v, want ErrInvalid", err)
	}
}

func TestFetchedCAIsTrusted(t *testing.T) {
	t.Parallel()
	e, a := site(t, nil)
	ca, fingerprint, err := sdk.FetchCA(t.Context(), e.URL+"/ovirt-engine/api")
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint != sdk.Fingerprint(a.ca) {
		t.Errorf("fingerprint is %s, want %s", fingerprint, sdk.Fingerprint(a.ca))
	}
	c := e.connect(func(cfg *sdk.Config) { cfg.CAPool, cfg.CA, cfg.Fingerprint = nil, ca, fingerprint })
	if _, err := c.Token(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestFetchCARefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	a := newAuthority(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour))
	for _, tt := range []struct {
		name string
		page http.HandlerFunc
		want string
	}{
		{"page", answer(404, "<html><title>Not here</title></html>"), `FetchCA: 404: HTML page "Not here" instead of the engine's CA`},
		{"text", answer(200, "hello"), `FetchCA: 200: text "hello" instead of the engine's CA: no PEM certificate`},
		{"certificate of a server", answer(200, string(pemOf(a.leaf))), "FetchCA: 200: the certificate is not that of a CA"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, _ := site(t, map[string]http.HandlerFunc{"/ovirt-engine/services/pki-resource": tt.page})
			_, _, err := sdk.FetchCA(t.Context(), e.URL+"/ovirt-engine/api")
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrUnexpected) {
				t.Error("class isn't ErrUnexpected")
			}
		})
	}
}
