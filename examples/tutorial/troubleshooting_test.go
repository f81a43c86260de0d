package tutorial_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestTroubleshootingQuotesRealErrors provokes each error and looks for its text in the page.
func TestTroubleshootingQuotesRealErrors(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "troubleshooting.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(data)), " ")
	s := simtest.New(t)
	nobody := unused(t)
	forbidding := answering(t, http.StatusForbidden, "text/plain", "denied")
	asking := answering(t, http.StatusProxyAuthRequired, "text/plain", "log in first")
	portal := answering(t, http.StatusOK, "text/html", "<title>Sign in to the portal</title>")

	for _, tt := range []struct {
		name   string
		class  error // class is what the page says that the error is, nil for nothing
		change func(*sdk.Config)
	}{
		{"CA not trusted", nil, func(c *sdk.Config) { c.CA = nil }},
		{"CA file missing", nil, func(c *sdk.Config) { c.CA, c.CAFile = nil, "ca.pem" }},
		{"wrong password", sdk.ErrAuth, func(c *sdk.Config) { c.Password = "moon" }},
		{"http for https", nil, func(c *sdk.Config) {
			c.URL = strings.Replace(c.URL, "https://", "http://", 1)
		}},
		{"https for http", nil, func(c *sdk.Config) {
			c.URL = strings.Replace(portal, "http://", "https://", 1) + "/ovirt-engine/api"
		}},
		{"host alone", nil, func(c *sdk.Config) { c.URL = "engine.example.com" }},
		{"path without api", nil, func(c *sdk.Config) { c.URL = strings.TrimSuffix(c.URL, "/api") }},
		{"web page", nil, func(c *sdk.Config) { c.URL = portal + "/ovirt-engine/api" }},
		{"nobody listens", sdk.ErrConnection, func(c *sdk.Config) { c.URL = "https://" + nobody + "/ovirt-engine/api" }},
		{"proxy doesn't listen", nil, func(c *sdk.Config) { c.Proxy = "http://" + nobody }},
		{"proxy forbids", nil, func(c *sdk.Config) { c.Proxy = forbidding }},
		{"proxy wants a login", nil, func(c *sdk.Config) { c.Proxy = asking }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := s.Config()
			cfg.SSOURL, cfg.SSORevokeURL = "", ""
			tt.change(&cfg)
			_, err := sdk.Connect(t.Context(), cfg)
			quoted(t, page, err, cfg.URL, nobody)
			if tt.class != nil && !errors.Is(err, tt.class) {
				t.Errorf("the error isn't %v: %v", tt.class, err)
			}
		})
	}
	for _, tt := range []struct {
		name  string
		class error
		call  func(t *testing.T) error
	}{
		{"token not valid", sdk.ErrAuth, func(t *testing.T) error {
			conn := s.Connect(func(c *sdk.Config) { c.Username, c.Password, c.Token = "", "", "moon" })
			_, err := conn.SystemService().VmsService().List(t.Context(), nil)
			return err
		}},
		{"page of a proxy", nil, func(t *testing.T) error {
			down := simtest.New(t)
			conn := down.Connect()
			down.Engine.Fail(simulator.Rule{Page: "Down for maintenance", Status: 503})
			_, err := conn.SystemService().VmsService().List(t.Context(), nil)
			return err
		}},
		{"old engine", nil, func(t *testing.T) error {
			_, err := old(t, nil).SystemService().VmsService().Add(t.Context(), tooNew(), nil)
			return err
		}},
		{"old engine, checked", sdk.ErrInvalid, func(t *testing.T) error {
			_, err := old(t, info.Refuse).SystemService().VmsService().Add(t.Context(), tooNew(), nil)
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.call(t)
			quoted(t, page, err, s.URL, nobody)
			if tt.class != nil && !errors.Is(err, tt.class) {
				t.Errorf("the error isn't %v: %v", tt.class, err)
			}
		})
	}
}

// quoted fails the test if the text of the error isn't in the page, with the names that the page
// uses for hosts.
func quoted(t *testing.T, page string, err error, address, nobody string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	text := strings.ReplaceAll(err.Error(), nobody, "192.0.2.1:443")
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		text = strings.ReplaceAll(text, u.Host, "engine.example.com")
	}
	if i := strings.Index(text, "https://127.0.0.1:"); i >= 0 {
		host, _, _ := strings.Cut(text[i+len("https://"):], "/")
		text = strings.ReplaceAll(text, host, "engine.example.com")
	}
	if !strings.Contains(page, text) {
		t.Errorf("docs/troubleshooting.md doesn't quote\n%s", text)
	}
}

// unused returns an address at which nobody listens.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// answering returns the address of a server that always answers the same.
func answering(t *testing.T, status int, mediaType, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// old returns a connection to an engine of release 4.2.
func old(t *testing.T, check sdk.VersionCheck) *sdk.Connection {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if m, err = m.At("4.2"); err != nil {
		t.Fatal(err)
	}
	s := simtest.New(t, simulator.Options{Model: m})
	return s.Connect(func(c *sdk.Config) { c.CheckVersion = check })
}

// tooNew is a VM with a field that came after release 4.2.
func tooNew() *types.Vm {
	return &types.Vm{
		Name:       new("web"),
		Cluster:    &types.Cluster{Name: new("Default")},
		Template:   &types.Template{Name: new("Blank")},
		TpmEnabled: new(true),
	}
}
