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

// startEngine starts an engine in which each change of a status takes the time of a step. It has two
// data centers, of which the first has a host and a storage domain, and so many templates with a disk
// beside Blank.
func startEngine(step time.Duration, templates int) (*engine, error) {
	const password = "secret"
	e, err := simulator.New(simulator.Options{Password: password, Step: step, Inventory: inventory(templates)})
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

func inventory(templates int) *simulator.Inventory {
	return &simulator.Inventory{DataCenters: 2, Clusters: 2, Hosts: 1, StorageDomains: 1, Templates: templates}
}

func (e *engine) stop() { e.server.Close() }
