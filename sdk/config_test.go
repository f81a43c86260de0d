package sdk_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math"
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
		{"transport with proxy", func(c *sdk.Config) { c.Transport, c.Proxy = http.DefaultTransport, "http://x" },
			"New: Proxy has no effect on a Transport that is given"},
		{"authenticator and user", func(c *sdk.Config) { c.Authenticator = sdk.BasicLogin("a@b", "c") },
			"New: beside Authenticator, Username, Password or Token is given"},
		{"authenticator without a password", func(c *sdk.Config) {
			c.Username, c.Password, c.Authenticator = "", "", sdk.PasswordLogin("a", "")
		}, `New: Username "a" has no profile; usual is user@internal; Password is empty`},
		{"authenticator without a function", func(c *sdk.Config) {
			c.Username, c.Password, c.Authenticator = "", "", sdk.TokenFrom(nil)
		}, "New: TokenFrom has no function"},
		{"SSO without a host", func(c *sdk.Config) { c.SSOURL = "sso/token" },
			`New: SSOURL "sso/token" is no address that begins with https:// and a host`},
		{"SSO that can't be parsed", func(c *sdk.Config) { c.SSORevokeURL = "https://hidden:x" }, "New: SSORevokeURL can't be parsed"},
		{"SSO with a password", func(c *sdk.Config) { c.SSOURL = "https://me:hidden@h/x" },
			`New: SSOURL "https://me:xxxxx@h/x" holds a user; give Username and Password instead`},
		{"SSO in plain text", func(c *sdk.Config) { c.SSOURL = "http://h/x" },
			`New: SSOURL "http://h/x" would send the password unencrypted, unlike URL`},
		{"negative keep-alive", func(c *sdk.Config) { c.KeepAlive = -1 }, "New: KeepAlive is -1ns"},
		{"negative connect timeout", func(c *sdk.Config) { c.ConnectTimeout = -1 }, "New: ConnectTimeout is -1ns"},
		{"negative rate", func(c *sdk.Config) { c.RateLimit = -0.5 }, "New: RateLimit is -0.5"},
		{"rate that is no number", func(c *sdk.Config) { c.RateLimit = math.NaN() }, "New: RateLimit is NaN"},
		{"negative burst", func(c *sdk.Config) { c.RateLimit, c.RateBurst = 1, -1 }, "New: RateBurst is -1"},
		{"burst without a rate", func(c *sdk.Config) { c.RateBurst = 2 }, "New: RateBurst is 2 without a RateLimit"},
		{"pin that is ignored", func(c *sdk.Config) { c.Insecure, c.Fingerprint = true, strings.Repeat("0", 64) },
			"New: both Insecure and Fingerprint are given"},
		{"pin that is too short", func(c *sdk.Config) { c.Fingerprint = "AB:CD" },
			`New: Fingerprint "AB:CD" is no SHA-256 in hexadecimal, which has 64 digits`},
		{"proxy of another kind", func(c *sdk.Config) { c.Proxy = "ftp://me:hidden@p" },
			`New: Proxy "ftp://me:xxxxx@p" begins with none of http://, https://, socks5://, socks5h://`},
		{"proxy without a host", func(c *sdk.Config) { c.Proxy = "http://:3128" }, `New: Proxy "http://:3128" names no host`},
		{"proxy that can't be parsed", func(c *sdk.Config) { c.Proxy = "http://me:hidden@p:x" },
			"New: Proxy can't be parsed; usual is http://HOST:PORT"},
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

// TestTrust shows each way to say whom to trust against an engine with a certificate that no store
// has.
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
