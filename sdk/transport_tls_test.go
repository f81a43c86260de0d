package sdk_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// authority is a CA and a certificate that it signed for 127.0.0.1.
type authority struct {
	ca, leaf *x509.Certificate
	key      *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, host net.IP, expiry time.Time) authority {
	t.Helper()
	sign := func(template, parent *x509.Certificate, key, by *ecdsa.PrivateKey) *x509.Certificate {
		raw, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(raw)
		if err != nil {
			t.Fatal(err)
		}
		return cert
	}
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	begin := time.Now().Add(-48 * time.Hour)
	caKey, key := newKey(), newKey()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "engine CA"}, NotBefore: begin, NotAfter: begin.Add(1000 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	ca := sign(template, template, caKey, caKey)
	leaf := sign(&x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "engine"}, NotBefore: begin, NotAfter: expiry,
		IPAddresses: []net.IP{host}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, ca, key, caKey)
	return authority{ca, leaf, key}
}

// engine starts an engine that shows the certificate, and that of the CA if it is told to.
func (a authority) engine(t *testing.T, withCA bool) *engine {
	t.Helper()
	shown := tls.Certificate{Certificate: [][]byte{a.leaf.Raw}, PrivateKey: a.key}
	if withCA {
		shown.Certificate = append(shown.Certificate, a.ca.Raw)
	}
	e := newEngine(t, answer(200, oneVM))
	e.TLS.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		return &tls.Config{Certificates: []tls.Certificate{shown}}, nil
	}
	return e
}

func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func TestFingerprintIsPinned(t *testing.T) {
	t.Parallel()
	here, later := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	good := newAuthority(t, here, later)
	expired := newAuthority(t, here, time.Now().Add(-time.Hour))
	elsewhere := newAuthority(t, net.IPv4(127, 9, 9, 9), later)
	leaf, ca := sdk.Fingerprint(good.leaf), sdk.Fingerprint(good.ca)
	for _, tt := range []struct {
		name   string
		shown  authority
		withCA bool
		change func(*sdk.Config)
		want   string // of the error
	}{
		{"leaf", good, false, func(c *sdk.Config) { c.Fingerprint = leaf }, ""},
		{"lower case without colons", good, false, func(c *sdk.Config) {
			c.Fingerprint = strings.ToLower(strings.ReplaceAll(leaf, ":", ""))
		}, ""},
		{"leaf that has expired", expired, false, func(c *sdk.Config) { c.Fingerprint = sdk.Fingerprint(expired.leaf) }, ""},
		{"leaf of another host", elsewhere, false, func(c *sdk.Config) { c.Fingerprint = sdk.Fingerprint(elsewhere.leaf) }, ""},
		{"CA that is sent along", good, true, func(c *sdk.Config) { c.Fingerprint = ca }, ""},
		{"CA that isn't", good, false, func(c *sdk.Config) { c.Fingerprint = ca },
			"no certificate of the server has the pinned fingerprint " + ca + "; the server's own has " + leaf},
		{"CA that isn't, but is given", good, false, func(c *sdk.Config) { c.Fingerprint, c.CA = ca, pemOf(good.ca) }, ""},
		{"leaf and CA", good, false, func(c *sdk.Config) { c.Fingerprint, c.CA = leaf, pemOf(good.ca) }, ""},
		{"leaf, but another CA", good, false, func(c *sdk.Config) { c.Fingerprint, c.CA = leaf, pemOf(expired.ca) },
			"certificate signed by unknown authority"},
		{"CA, but another leaf", good, false, func(c *sdk.Config) {
			c.Fingerprint, c.CA = sdk.Fingerprint(expired.leaf), pemOf(good.ca)
		}, "the server's own has " + leaf},
		{"CA of a certificate for another host", elsewhere, true, func(c *sdk.Config) { c.Fingerprint = sdk.Fingerprint(elsewhere.ca) },
			"certificate is valid for 127.9.9.9, not 127.0.0.1"},
		{"CA of a certificate for another name", good, true, func(c *sdk.Config) {
			c.Fingerprint, c.URL = ca, strings.Replace(c.URL, "127.0.0.1", "localhost", 1)
		}, "wanted to match localhost"},
		{"CA of a certificate that has expired", expired, true, func(c *sdk.Config) { c.Fingerprint = sdk.Fingerprint(expired.ca) },
			"certificate has expired"},
		{"certificate that is sent along but signs nothing", good, true, func(c *sdk.Config) {
			c.Fingerprint = sdk.Fingerprint(expired.leaf)
		}, "the server's own has " + leaf},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := tt.shown.engine(t, tt.withCA)
			cfg := e.config()
			cfg.CAPool = nil
			tt.change(&cfg)
			c, err := sdk.Connect(context.Background(), cfg)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				c.Close()
				return
			}
			if !errors.Is(err, sdk.ErrConnection) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want ErrConnection with %q", err, tt.want)
			}
			if logins, _, _ := e.count(); logins != 0 {
				t.Error("the password was sent")
			}
		})
	}
}

func TestDirectoryOfCAs(t *testing.T) {
	t.Parallel()
	a := newAuthority(t, net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour))
	e := a.engine(t, false)
	dir := t.TempDir()
	for name, content := range map[string][]byte{"readme": []byte("no certificate"), "ca.pem": pemOf(a.ca)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	c := e.connect(func(cfg *sdk.Config) { cfg.CAPool, cfg.CADir = nil, dir })
	if _, err := c.Token(t.Context()); err != nil {
		t.Error(err)
	}
	for _, tt := range []struct{ dir, want string }{
		{filepath.Join(dir, "sub"), "New: CADir: no file in " + filepath.Join(dir, "sub") + " holds a PEM certificate"},
		{filepath.Join(dir, "none"), "New: CADir: open " + filepath.Join(dir, "none") + ": no such file or directory"},
	} {
		cfg := e.config()
		cfg.CADir = tt.dir
		if _, err := sdk.New(cfg); err == nil || err.Error() != tt.want {
			t.Errorf("error is %v, want %s", err, tt.want)
		}
	}
}

func TestInsecureIsLoggedOnce(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) {
		cfg.CAPool, cfg.Insecure, cfg.Logger = nil, true, slog.New(slog.NewTextHandler(&out, nil))
	})
	for range 3 {
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := out.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "url="+e.URL+"/ovirt-engine/api") {
		t.Errorf("the log is %s", got)
	}
}

func TestHTTP2WhereItIsOffered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*sdk.Config)
		want   string
		conns  int
	}{
		{"by default", func(*sdk.Config) {}, "HTTP/2.0", 3},
		{"unless told otherwise", func(cfg *sdk.Config) { cfg.NoHTTP2 = true }, "HTTP/1.1", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex // guards protos
			protos := map[string]bool{}
			e := startEngine(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				protos[r.Proto] = true
				mu.Unlock()
				answer(200, oneVM)(w, r)
			}, true)
			c := e.connect(tt.change, func(cfg *sdk.Config) { cfg.MaxConnections = 3 })
			var all sync.WaitGroup
			for range 64 {
				all.Go(func() {
					if _, err := vmService(c).Get(t.Context(), nil); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if len(protos) != 1 || !protos[tt.want] {
				t.Errorf("the engine saw %v, want %s", protos, tt.want)
			}
			if _, _, conns := e.count(); conns > tt.conns {
				t.Errorf("%d connections, want %d at most", conns, tt.conns)
			}
		})
	}
}
