package sdk_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const (
	wantHTTPS = "URL begins with http://, but the port may want https://"
	wantHTTP  = "URL begins with https://, but the port answers without TLS; check the port"
)

// raw listens and writes the bytes to whoever connects.
func raw(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 1000))
			io.WriteString(c, answer)
			c.Close()
		}
	}()
	return l.Addr().String()
}

func TestMixedUpSchemesAreNamed(t *testing.T) {
	t.Parallel()
	page := func(text string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(400)
			io.WriteString(w, text)
		}))
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	for _, tt := range []struct {
		name, scheme, host, want string
	}{
		{"Go's server with TLS", "http", secure.Listener.Addr().String(), wantHTTPS},
		{"Apache with TLS", "http", page("<html><head><title>400 Bad Request</title></head><body><h1>Bad Request</h1><p>Your browser sent a request " +
			"that this server could not understand.<br />Reason: You're speaking plain HTTP to an SSL-enabled server port.</p></body></html>"), wantHTTPS},
		{"nginx with TLS", "http", page("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"), wantHTTPS},
		{"a TLS alert", "http", raw(t, "\x15\x03\x01\x00\x02\x02\x16"), wantHTTPS},
		{"a TLS alert of TLS 1.2", "http", raw(t, "\x15\x03\x03\x00\x02\x02\x46"), wantHTTPS},
		{"another page", "http", page("<html><head><title>400 no</title></head></html>"), ""},
		{"nothing", "http", raw(t, ""), ""},
		{"HTTP without TLS", "https", page("no"), wantHTTP},
		{"another protocol", "https", raw(t, "SSH-2.0-OpenSSH_9.9\r\n"), wantHTTP},
		{"HTTP by hand", "https", raw(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), wantHTTP},
		{"nothing, with TLS", "https", raw(t, ""), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url := tt.scheme + "://" + tt.host + "/ovirt-engine/api"
			for name, cfg := range map[string]sdk.Config{
				"login": {URL: url, Username: "u@p", Password: "s3cret", Insecure: true},
				"token": {URL: url, Token: "t0ken", Insecure: true},
			} {
				cfg.Retry = call.RetryPolicy{Attempts: 1}
				c, err := sdk.Connect(t.Context(), cfg)
				if err == nil {
					_, err = c.SystemService().VmsService().List(t.Context(), nil)
				}
				checkAdvice(t, name, err, tt.want)
			}
			_, err := sdk.Probe(t.Context(), url, sdk.Config{Insecure: true})
			if tt.want == wantHTTP || strings.HasPrefix(tt.name, "a TLS alert") {
				checkAdvice(t, "probe", err, tt.want)
			}
		})
	}
}

func checkAdvice(t *testing.T, name string, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: there is no error", name)
		return
	}
	text := err.Error()
	if want != "" && strings.Count(text, want) != 1 || want == "" && (strings.Contains(text, wantHTTPS) || strings.Contains(text, wantHTTP)) {
		t.Errorf("%s: error is %v\nwant once %q", name, err, want)
	}
}

func TestBadCertificatesSayWhatToDo(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, tt := range []struct {
		name          string
		begins, ends  time.Duration
		host          string
		trusted       bool
		want          string
		also, without string
	}{
		{"expired", -48 * time.Hour, -24 * time.Hour, "127.0.0.1", true, "the certificate of \"engine.example.com\" expired at ", "engine-setup", "isn't valid before"},
		{"not yet valid", 24 * time.Hour, 48 * time.Hour, "127.0.0.1", true,
			"the certificate of \"engine.example.com\" isn't valid before ", "check the clock of this machine", "expired at"},
		{"another name", -time.Hour, time.Hour, "10.0.0.1", true, "use a name that the certificate has in URL", "Config.Fingerprint", ""},
		{"unknown authority", -time.Hour, time.Hour, "127.0.0.1", false, "Config.CAFile can name the engine's CA", "sdk.FetchCA", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cert, ca := certificate(t, now.Add(tt.begins), now.Add(tt.ends), tt.host)
			s := httptest.NewUnstartedServer(http.NotFoundHandler())
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
			s.StartTLS()
			defer s.Close()
			pool := x509.NewCertPool()
			if tt.trusted {
				pool.AddCert(ca)
			}
			for name, cfg := range map[string]sdk.Config{
				"login": {Username: "u@p", Password: "s"}, "token": {Token: "t"},
			} {
				cfg.URL, cfg.CAPool = s.URL+"/ovirt-engine/api", pool
				c, err := sdk.Connect(t.Context(), cfg)
				if err == nil {
					_, err = c.SystemService().Get(t.Context(), nil)
				}
				if !errors.Is(err, sdk.ErrConnection) {
					t.Fatalf("%s: error is %v", name, err)
				}
				text := err.Error()
				if strings.Count(text, tt.want) != 1 || !strings.Contains(text, tt.also) || tt.without != "" && strings.Contains(text, tt.without) {
					t.Errorf("%s: error is %s\nwant %q and %q", name, text, tt.want, tt.also)
				}
			}
		})
	}
}

// certificate returns a certificate for an IP address, and the authority that signed it.
func certificate(
	t *testing.T, begins, ends time.Time, ip string,
) (tls.Certificate, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour * 1000), NotAfter: time.Now().Add(time.Hour * 1000), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "engine.example.com"}, NotBefore: begins, NotAfter: ends,
		IPAddresses: []net.IP{net.ParseIP(ip)}, DNSNames: []string{"engine.example.com"},
	}
	if der, err = x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), key); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, ca
}

func TestOlderEnginesNameTheVersionCheck(t *testing.T) {
	t.Parallel()
	const fault = `<fault><detail>For correct usage, see: https://h/ovirt-engine/apidoc#services/vms/methods/add</detail>` +
		`<reason>%s</reason></fault>`
	for _, tt := range []struct {
		name, reason string
		status       int
		want         bool
	}{
		{"syntax", "Request syntactically incorrect.", 400, true},
		{"syntax of another release", "Request syntactically incorrect", 400, true},
		{"another fault", "Operation Failed", 400, false},
		{"another status", "Request syntactically incorrect.", 409, false},
	} {
		e := newEngine(t, answer(tt.status, fmt.Sprintf(fault, tt.reason)))
		c := e.connect()
		_, err := c.SystemService().VmsService().Add(t.Context(), &types.Vm{
			Name: new("a"), Cluster: &types.Cluster{Name: new("c")}, Template: &types.Template{Name: new("t")},
		}, nil)
		if err == nil || strings.Contains(err.Error(), "Config.CheckVersion") != tt.want || !strings.Contains(err.Error(), tt.reason) {
			t.Errorf("%s: error is %v", tt.name, err)
		}
		if failure, ok := errors.AsType[*sdk.Error](err); !ok || failure.Fault == nil || failure.Status != tt.status {
			t.Errorf("%s: the fault is lost: %v", tt.name, err)
		}
	}
}
