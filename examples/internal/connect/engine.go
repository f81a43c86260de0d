package connect

import (
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// Engine is an engine in the same program, reached by TLS at a port of this machine.
type Engine struct {
	*simulator.Engine
	Config sdk.Config // Config is that of a connection with it.

	server *simulator.Server
}

// StartEngine starts an engine that has a data centre and a cluster, both called Default, with a host and a storage domain. Step is how
// long things take there: each change of a status that isn't immediate. It must be closed.
func StartEngine(step time.Duration) (*Engine, error) {
	const password = "secret"
	e, err := simulator.New(simulator.Options{Password: password, Step: step})
	if err != nil {
		return nil, err
	}
	ca, err := e.CA()
	if err != nil {
		return nil, err
	}
	server, err := e.StartTLS("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Engine{
		Engine: e,
		Config: sdk.Config{URL: server.URL, Username: "admin@internal", Password: password, CA: ca},
		server: server,
	}, nil
}

// Close ends the engine.
func (e *Engine) Close() { e.server.Close() }
