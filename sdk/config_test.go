package sdk_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestConfigMistakesAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	noCA := filepath.Join(dir, "empty.pem")
	if err := os.WriteFile(noCA, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := sdk.Config{URL: "https://h/ovirt-engine/api", Username: "admin@internal", Password: "secret"}
	for _, tt := range []struct {
		name   string
		change func(*sdk.Config)
		want   string
	}{
		{"no URL", func(c *sdk.Config) { c.URL = "" }, "New: URL is empty; usual is https://HOST/ovirt-engine/api"},
		{"host alone", func(c *sdk.Config) { c.URL = "https://h" },
			`New: URL "https://h" is not the address of an API, which ends in /api; usual is https://h/ovirt-engine/api`},
		{"path of the web interface", func(c *sdk.Config) { c.URL = "https://h:8443/ovirt-engine/webadmin/" },
			`New: URL "https://h:8443/ovirt-engine/webadmin/" is not the address of an API, which ends in /api; ` +
				`usual is https://h:8443/ovirt-engine/api`},
		{"no scheme", func(c *sdk.Config) { c.URL = "engine.example.com/ovirt-engine/api" },
			`New: URL "engine.example.com/ovirt-engine/api" begins with neither https:// nor http://; usual is https://HOST/ovirt-engine/api`},
		{"other scheme", func(c *sdk.Config) { c.URL = "ftp://h/ovirt-engine/api" },
			`New: URL "ftp://h/ovirt-engine/api" begins with neither https:// nor http://; usual is https://HOST/ovirt-engine/api`},
		{"no host", func(c *sdk.Config) { c.URL = "https:///ovirt-engine/api" },
			`New: URL "https:///ovirt-engine/api" names no host; usual is https://HOST/ovirt-engine/api`},
		{"password in the URL", func(c *sdk.Config) { c.URL = "https://me:hidden@h/ovirt-engine/api" },
			`New: URL "https://me:xxxxx@h/ovirt-engine/api" holds a user; give Username and Password instead`},
		{"query in the URL", func(c *sdk.Config) { c.URL = "https://h/ovirt-engine/api?x=1" },
			`New: URL "https://h/ovirt-engine/api?x=1" holds more than a path behind the host; usual is https://HOST/ovirt-engine/api`},
		{"broken URL", func(c *sdk.Config) { c.URL = "https://me:hidden@h:x/" }, "New: URL can't be parsed; usual is https://HOST/ovirt-engine/api"},
		{"no user", func(c *sdk.Config) { c.Username, c.Password = "", "" }, "New: neither Username nor Token is given"},
		{"no profile", func(c *sdk.Config) { c.Username = "admin" }, `New: Username "admin" has no profile; usual is user@internal`},
		{"no password", func(c *sdk.Config) { c.Password = "" }, "New: Password is empty"},
		{"token and password", func(c *sdk.Config) { c.Token = "t" }, "New: both Token and Username or Password are given"},
		{"broken token", func(c *sdk.Config) { c.Token, c.Username, c.Password = "a\nb", "", "" },
			"New: Token holds characters that no token has"},
		{"unknown format", func(c *sdk.Config) { c.Format = 7 }, "New: Format is 7, neither XML nor JSON"},
		{"negative timeout", func(c *sdk.Config) { c.Timeout = -1 }, "New: Timeout is -1ns"},
		{"negative limit", func(c *sdk.Config) { c.MaxConnections = -1 }, "New: MaxConnections is -1"},
		{"two mistakes", func(c *sdk.Config) { c.MaxConnections, c.Timeout = -1, -1 },
			"New: Timeout is -1ns; MaxConnections is -1"},
		{"transport with CA", func(c *sdk.Config) { c.Transport, c.CAFile = http.DefaultTransport, "x" },
			"New: CAFile has no effect on a Transport that is given"},
		{"bad header name", func(c *sdk.Config) { c.Header = http.Header{"a b": {"x"}} }, `New: header "a b" is not a name`},
		{"bad header value", func(c *sdk.Config) { c.Header = http.Header{"X-A": {"hidden\r\n"}} }, "New: header X-A holds control characters"},
		{"bad user agent", func(c *sdk.Config) { c.UserAgent = "a\n" }, `New: UserAgent "a\n" holds control characters`},
		{"missing CA file", func(c *sdk.Config) { c.CAFile = "/does/not/exist.pem" },
			"New: CAFile: open /does/not/exist.pem: no such file or directory"},
		{"CA file without certificates", func(c *sdk.Config) { c.CAFile = noCA }, "New: CAFile " + noCA + " holds no PEM certificate"},
		{"CA without certificates", func(c *sdk.Config) { c.CA = []byte{} }, "New: CA holds no PEM certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := good
			tt.change(&cfg)
			c, err := sdk.New(cfg)
			if c != nil || err == nil {
				t.Fatalf("New gave %v, %v", c, err)
			}
			if err.Error() != tt.want {
				t.Errorf("error is\n%s\nwant\n%s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
}

func TestConfigAccepts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		cfg  sdk.Config
	}{
		{"slash at the end", sdk.Config{URL: "https://h/ovirt-engine/api/", Username: "a@b", Password: "c"}},
		{"version in the path", sdk.Config{URL: "https://h/ovirt-engine/api/v4", Username: "a@b", Password: "c"}},
		{"user with two @", sdk.Config{URL: "http://h:8080/ovirt-engine/api", Username: "a@b@sso", Password: "c"}},
		{"token", sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t"}},
		{"authorization of one's own", sdk.Config{URL: "https://h/x/api", Header: http.Header{"Authorization": {"Negotiate x"}}}},
		{"insecure with a CA file that isn't there", sdk.Config{
			URL: "https://h/ovirt-engine/api", Token: "t", CAFile: "/does/not/exist", Insecure: true,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := sdk.New(tt.cfg)
			if err != nil {
				t.Fatal(err)
			}
			if tt.cfg.Token != "" || tt.cfg.Header != nil {
				c.Close()
			}
		})
	}
}

// TestTrust shows each way to say whom to trust against an engine with a certificate that no store has.
func TestTrust(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, "<api/>"))
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.Certificate().Raw})
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, ca, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		change  func(*sdk.Config)
		trusted bool
	}{
		{"file", func(c *sdk.Config) { c.CAFile = file }, true},
		{"bytes", func(c *sdk.Config) { c.CA = ca }, true},
		{"pool", func(c *sdk.Config) { c.CAPool = e.config().CAPool }, true},
		{"pool without it, and bytes", func(c *sdk.Config) { c.CAPool, c.CA = x509.NewCertPool(), ca }, true},
		{"insecure", func(c *sdk.Config) { c.Insecure = true }, true},
		{"transport", func(c *sdk.Config) { c.Transport = e.Client().Transport }, true},
		{"system", func(*sdk.Config) {}, false},
		{"empty pool", func(c *sdk.Config) { c.CAPool = x509.NewCertPool() }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := e.config()
			cfg.CAPool = nil
			tt.change(&cfg)
			c, err := sdk.Connect(context.Background(), cfg)
			if tt.trusted {
				if err != nil {
					t.Fatal(err)
				}
				c.Close()
				return
			}
			if !errors.Is(err, sdk.ErrConnection) {
				t.Errorf("error is %v, want ErrConnection", err)
			}
			if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok {
				t.Errorf("the cause is out of reach: %v", err)
			}
			if want := "; Config.CAFile can name the engine's CA"; !strings.HasSuffix(err.Error(), want) {
				t.Errorf("error is %q, want it to end in %q", err, want)
			}
		})
	}
}
