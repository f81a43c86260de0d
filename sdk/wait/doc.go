// Package wait waits until an object is in a wanted state, and fails as soon as it can't get there:
//
//	err := s.Start(ctx, nil)
//	...
//	vm, err := wait.VmUp(ctx, conn, id)
//
// There is a function for each of the usual cases, such as [VmUp], [DiskOk] and [HostUp]. [For]
// waits for anything else that can be read, by states or by a condition, and [Gone] waits until an
// object is removed.
//
// # Requests
//
// A wait polls: each poll is one GET of the object. The first is sent at once; the pauses between
// polls grow by half from a quarter of a second to five seconds, and vary by 15 % at random.
// [Every] changes that. If a wait fails because of a state, or because the object was removed, one
// more request searches for the events of the object since the wait began, which [Error] then
// contains. [NoEvents] saves that request.
//
// Many waits at once can share their polls through a [Poller], which asks for a hundred objects in
// one search.
//
// # Ends
//
// A wait ends with its context, or after [Within]; with neither it can last forever. It fails at
// once in a state that can't lead to the wanted one, such as a disk that is illegal, and with any
// error of a poll. Errors that pass, such as those while the engine restarts, are tolerated for the
// time that [Tolerate] sets. The error is an [*Error] with the last state, which wraps an
// [*sdk.Error] with a class; only mistakes in arguments are a plain [sdk.ErrInvalid].
package wait
