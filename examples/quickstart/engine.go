package main

import (
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// engine is an engine in this program, which answers at a port of this machine.
type engine struct {
	*simulator.Engine
	server *simulator.Server
	config sdk.Config
}

// startEngine starts an engine with one host and one storage domain, in which each change of a status takes the time of a step. It has
// one template beside Blank, with a disk, unless there shall be none.
func startEngine(step time.Duration, templates int) (*engine, error) {
	const password = "secret"
	e, err := simulator.New(simulator.Options{
		Password:  password,
		Step:      step,
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: templates},
	})
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
	return &engine{
		Engine: e,
		server: server,
		config: sdk.Config{URL: server.URL, Username: "admin@internal", Password: password, CA: ca},
	}, nil
}

func (e *engine) stop() { e.server.Close() }
