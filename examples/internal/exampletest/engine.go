package exampletest

import (
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// Server is an engine in the same program, reached by TLS at a port of this machine.
type Server struct {
	*simulator.Engine
	Config sdk.Config // Config is that of a connection with it.

	server *simulator.Server
}

const (
	admin    = "admin@internal"
	password = "secret"
)

// Options says what the engine of the examples is like: it has a data center and a cluster, both
// called Default, with a host and a storage domain; and its directory knows jane and the group
// developers. Step is how long things take there: each change of a status that isn't immediate.
func Options(step time.Duration) simulator.Options {
	return simulator.Options{
		Users:  map[string]string{admin: password, "jane@internal": password},
		Groups: map[string][]string{"developers@internal": {"jane@internal"}},
		Step:   step,
	}
}

// Local returns the configuration of a connection with an engine that answers within the process.
func Local(e *simulator.Engine) sdk.Config {
	return sdk.Config{URL: "https://engine/ovirt-engine/api", Username: admin, Password: password, Transport: e.Transport()}
}

// StartEngine starts an engine with these options that is reached by TLS. It must be closed.
func StartEngine(step time.Duration) (*Server, error) { return StartServer(Options(step)) }

// StartServer starts an engine that is reached by TLS. It has been up for an hour, so that it does
// what engines refuse at first. It must be closed.
func StartServer(opts simulator.Options) (*Server, error) {
	clock := simulator.NewScaledClock(1)
	opts.Clock = clock
	e, err := simulator.New(opts)
	if err != nil {
		return nil, err
	}
	clock.Advance(time.Hour)
	ca, err := e.CA()
	if err != nil {
		return nil, err
	}
	server, err := e.StartTLS("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Server{
		Engine: e,
		Config: sdk.Config{URL: server.URL, Username: admin, Password: password, CA: ca},
		server: server,
	}, nil
}

// Close ends the engine.
func (s *Server) Close() { s.server.Close() }
