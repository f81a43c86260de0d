// Package simulator is an oVirt Engine without hosts, storage and guests: it answers the REST API over
// HTTP as an engine does, for clients in any language. Its routes come from the API model, so every
// service of every release answers. VMs start and stop, disks are locked until they are ready, and jobs
// and events report what happened.
//
//	engine, err := simulator.New(simulator.Options{Password: "secret"})
//	...
//	server, err := engine.StartTLS("127.0.0.1:0")
//	...
//	defer server.Close()
//	// server.URL is the address of the API, engine.CA() the certificate to trust.
//
// Nothing leaves the process, and nothing is stored unless [Engine.Save] or Options.ImageDirectory
// does so. Tests in Go need no port: [Engine.Transport] answers within the process, also in a bubble of
// testing/synctest, where time is virtual. Tests can move time with a [ManualClock], change answers
// with [Engine.Fail], stop the engine with [Engine.Stop], read what was asked with [Engine.Requests],
// and change the inventory with [Engine.Put] and [Engine.Document]. Package simtest does the setup.
package simulator
