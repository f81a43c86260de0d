// Package sdk connects to oVirt engines. A [Connection] is created from a [Config]; its tree of
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
//	for vm, err := range vms.All(ctx, &services.VmsListParams{Search: new("status=up")}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(sdk.Value(vm.Name))
//	}
//
// # Calls
//
// Every method takes a context, which ends the call; its parameters, where nil stands for none; and
// any number of options from package call. Methods that return services, such as VmsService, send
// nothing and can't fail: a mistake in an ID is reported by the method that is called at the end.
//
// List reads a whole collection, All reads it page by page while the loop runs, and Each passes one
// object after the other to a function as it arrives. [Follow] and [FollowAll] read what an object
// links to. Package wait waits until an object is in a wanted state, package jobs follows what a
// call started, package events reads what the engine logs, and package batch makes many calls.
//
// # Errors
//
// The error of a call is nil or an [*Error]. errors.Is with a class decides what to do next, and
// its fields have the details:
//
//	vm, err := s.Get(ctx, nil)
//	if errors.Is(err, sdk.ErrNotFound) {
//		return nil
//	}
//	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
//		log.Print(sdk.Value(e.Fault.Detail))
//	}
//
// [IsTransient] reports whether it is worth trying again later.
//
// Two errors aren't wrapped: the one that the function passed to Each returns, and several errors
// of one Each, which are joined.
//
// # Retries
//
// Calls that change nothing are repeated if the connection breaks or if the engine's web server
// answers 429, 502, 503 or 504, up to three times, after short random pauses. Calls that change
// something are repeated only if they can't have reached the engine; otherwise the field
// MaybeExecuted of the error reports whether they may have been carried out. [Config.Retry] and the
// options of package call change that. Requests that net/http would repeat by itself are counted or
// stopped: a call that changes something sends one whole request at most, also over HTTP/2.
//
// Each call has a correlation ID, a random one unless [call.CorrelationID] or a header sets it. The
// engine returns it. An answer with another one, or with another object than the one that was asked
// for, is [ErrUnexpected], because a proxy mixed up two answers.
//
// # Connections
//
// A Connection can be used by any number of goroutines. It logs in once, when the first call needs
// it, and again when the engine has forgotten the token, after half an hour without calls or after
// a restart. Network connections are pooled. Close closes them and revokes the token.
//
// # Finding the engine
//
// [Probe] reports what answers at an address, and [FetchCA] returns the certificate to trust.
// [ConfigFromEnv] and [ConfigFromFile] read the Config from variables or from a file. An
// [Authenticator] logs in by other means than user and password.
//
// # Other packages
//
// What programs often need around such calls is in packages of their own, which are linked only if
// they are used. Package search builds queries and find selects objects from lists; object
// compares, merges and prints objects; wait, jobs and events follow what the engine does; batch
// makes many calls; ensure creates and updates objects so that they match; console and guest are
// about screens and first boots; info describes the API; dump and record show and replay exchanges.
//
// # Memory
//
// Objects of one answer share memory. A program that keeps few objects of large answers for long
// should keep copies made by object.Clone.
package sdk
