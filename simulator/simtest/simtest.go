// Package simtest starts simulated engines for tests.
//
// [New] starts one that listens, for programs in any language. [Virtual] runs a test in virtual
// time beside one that answers within the process: an hour of the engine passes in milliseconds.
package simtest

import (
	"cmp"
	"crypto/tls"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// User and Password are those of the engine that New starts, unless its options say otherwise.
const (
	User     = "admin@internal"
	Password = "password"
)

// Server is an engine that a test has for itself until the test ends. It listens with TLS on the
// loopback interface, or answers within the process if [Virtual] made it.
type Server struct {
	*simulator.Server
	// CA is the certificate, as PEM, that clients must trust; nil in virtual time, where there are
	// no connections.
	CA []byte

	t         testing.TB
	password  string
	transport http.RoundTripper // nil if the engine listens
}

// New starts an engine. The options may be left out; only the first ones count. It ends the test if
// the engine can't start.
func New(t testing.TB, options ...simulator.Options) *Server {
	t.Helper()
	var o simulator.Options
	if len(options) > 0 {
		o = options[0]
	}
	engine, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server, err := engine.StartTLS("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	ca, err := engine.CA()
	if err != nil {
		t.Fatal(err)
	}
	return &Server{Server: server, CA: ca, t: t, password: passwordOf(o)}
}

// passwordOf returns the password of the user admin@internal.
func passwordOf(o simulator.Options) string { return cmp.Or(o.Password, o.Users[User], Password) }

// Connect starts an engine and returns a connection to it, which ends with the test, before the
// engine does. It ends the test if one of them can't be had. Tests that need the engine too call
// New, and then [Server.Connect].
func Connect(t testing.TB, options ...simulator.Options) *sdk.Connection {
	t.Helper()
	return New(t, options...).Connect()
}

// Connect returns a connection to the engine as its user, which ends with the test. The functions
// change its configuration first.
func (s *Server) Connect(change ...func(*sdk.Config)) *sdk.Connection {
	s.t.Helper()
	cfg := s.Config()
	for _, f := range change {
		f(&cfg)
	}
	conn, err := sdk.Connect(s.t.Context(), cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		// Whoever has stopped the engine or broken its answers wants no logout.
		_ = conn.Close()
	})
	return conn
}

// Config returns the configuration of a connection to the engine as the user admin@internal. In
// virtual time its Transport is set, and must be used.
func (s *Server) Config() sdk.Config {
	base := strings.TrimSuffix(s.URL, "/api")
	return sdk.Config{
		URL: s.URL, Username: User, Password: s.password, CA: s.CA, Transport: s.transport,
		SSOURL: base + "/sso/oauth/token", SSORevokeURL: base + "/services/sso-logout", // Options.Base may have moved them.
	}
}

// CAFile returns the path of a file with the certificate, which is removed when the test ends. It
// ends the test in virtual time, where there is no certificate.
func (s *Server) CAFile() string {
	s.t.Helper()
	if s.CA == nil {
		s.t.Fatal("simtest: engines in virtual time have no certificate; connect with Config or Client")
	}
	path := filepath.Join(s.t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, s.CA, 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// Client returns a client of net/http that trusts the engine. It sends no credentials by itself.
func (s *Server) Client() *http.Client {
	s.t.Helper()
	if s.transport != nil {
		return &http.Client{Transport: s.transport}
	}
	pool, err := s.Engine.Pool()
	if err != nil {
		s.t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	s.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}
