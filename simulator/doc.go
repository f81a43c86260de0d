// Package simulator is an oVirt Engine without virtual machines: it answers the REST API over HTTP as an engine does, for clients in
// any language. Routes come from the API model, so that every service of every release answers; the services that matter
// most also have life: VMs start and stop, disks are locked until they are ready, jobs and events tell what happened.
//
//	engine, err := simulator.New(simulator.Options{Password: "secret"})
//	...
//	server, err := engine.StartTLS("127.0.0.1:0")
//	...
//	defer server.Close()
//	// server.URL is the address of the API, engine.CA() the certificate to trust.
//
// Nothing leaves the process, and nothing is kept unless [Engine.Save] or [Options.ImageDirectory] does.
// Tests in Go start engines with package simtest, and need no port: [Engine.Transport] answers within
// the process, also in the bubble of testing/synctest, where time jumps; simtest.Virtual runs a test
// there. They move time with a [ManualClock], break answers with [Engine.Fail], stop the whole engine
// with [Engine.Stop], ask [Engine.Requests] what came, and reach into the inventory with [Engine.Put]
// and [Engine.Document].
package simulator
