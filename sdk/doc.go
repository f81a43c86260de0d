// Package sdk speaks with oVirt engines. A [Connection] is made from a [Config]; its tree of
// services, which begins at [Connection.SystemService], has a method for each operation of the API:
//
//	conn, err := sdk.Connect(ctx, sdk.Config{
//		URL:      "https://engine.example.com/ovirt-engine/api",
//		Username: "admin@internal",
//		Password: password,
//		CAFile:   "ca.pem",
//	})
//	if err != nil {
//		return err
//	}
//	defer conn.Close()
//
//	vms := conn.SystemService().VmsService()
//	vm, err := vms.Add(ctx, &types.Vm{
//		Name:     new("myvm"),
//		Cluster:  &types.Cluster{Name: new("Default")},
//		Template: &types.Template{Name: new("fedora")}, // one with a disk to boot from
//	}, nil)
//
// # Calls
//
// Every method takes a context, which bounds the call down to the socket; its parameters, where nil
// stands for none; and options of the single call from package call. Locators such as VmsService
// send nothing and cannot fail: a mistake in an id is reported by the method that is called at the
// end.
//
// List reads a whole collection, All reads it in pages while the loop runs, and Each hands over one
// object after the other as it arrives. [Follow] and [FollowAll] read what an object links to.
// Package wait waits until an object is as wanted, package jobs follows what a call started,
// package events what the engine logs, and package batch makes many calls.
//
// # Errors
//
// The error of a call is nil or an [*Error]. Its class tells what to do, by errors.Is; its fields
// tell what happened:
//
//	vm, err := s.Get(ctx, nil)
//	if errors.Is(err, sdk.ErrNotFound) {
//		return nil
//	}
//	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
//		log.Print(sdk.Value(e.Fault.Detail))
//	}
//
// [IsTransient] reports whether to try again later, as programs that run for long do.
//
// Two things come unwrapped: what the function that is given to an Each returns, and several errors
// of one Each, joined.
//
// # Retries
//
// Calls that change nothing are tried again when the connection breaks, or when the engine's front
// end answers 429, 502, 503 or 504, up to three times, after short pauses at random. Calls that
// change something are tried again only if they can't have reached the engine; else their error
// says by MaybeExecuted whether they may have been carried out. [Config.Retry] and the options of
// package call change that. What net/http would repeat by itself is stopped or counted, so that a
// call that changes something sends one whole request at most, over HTTP/2 as well.
//
// Each call has a correlation ID, a random one unless [call.CorrelationID] or a header chooses it.
// The engine answers with it, and an answer with another one, or with an object other than the one
// that was asked for, is [ErrUnexpected]: a proxy that got out of step sent the answer to another
// request.
//
// # Connections
//
// One Connection serves any number of goroutines. It logs in once, when the first call needs it,
// and again when the engine has forgotten the token, which it does after half an hour without calls
// and when it is restarted. Connections to the engine are kept and used again. Close returns all of
// it back, and revokes the token.
//
// # Finding the engine
//
// [Probe] tells what is at an address, and [FetchCA] returns the certificate to trust.
// [ConfigFromEnv] and [ConfigFromFile] take the Config from variables or a file. An [Authenticator]
// logs in in another way than by user and password.
//
// # Beside the calls
//
// What programs write by hand around such calls has packages of its own, which cost nothing unless
// they are used: search builds queries, find takes one object out of a list, object compares and
// refers, wait, jobs and events follow what the engine does, batch makes many calls, ensure brings
// objects into a wanted state, console and guest are about screens and first boots, info describes
// the API, and dump and record show what goes over the wire.
//
// # Memory
//
// Objects of one answer share chunks of memory. A program that keeps few objects of large answers
// for long should keep what [Clone] makes of them.
package sdk
