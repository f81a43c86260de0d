// Package wait waits until objects are as wanted, and knows when they never will be:
//
//	err := s.Start(ctx, nil)
//	...
//	vm, err := wait.VmUp(ctx, conn, id)
//
// There is a function for each of the usual cases, such as [VmUp], [DiskOk] and [HostUp]. [For]
// waits for anything else that can be read, by a condition or by states, and [Gone] until an object
// is no more.
//
// # Requests
//
// Each look is one GET of the object. The first comes at once; then there are pauses, at first of a
// quarter of a second, growing by half to five seconds, and 15 % longer or shorter at random;
// [Every] changes that. A wait that fails because of a state, or because the object vanished, sends
// one more: a search for the events of the object since the wait began, which [Error] then has.
// [NoEvents] saves that.
//
// Many waits at once share their looks through a [Poller], which asks for a hundred objects in one
// search.
//
// # Ends
//
// A wait ends with the context, or after [Within]; with neither it may last for ever. It ends at
// once in a state that can't lead to the wanted one, such as a disk that is illegal, and with any
// error of a look. Errors that pass, as while the engine is being restarted, are carried for as
// long as [Tolerate] says. Whatever ends it, the error is an [*Error] with the last state, around
// an [*sdk.Error] with a class; only mistakes in arguments are [sdk.ErrInvalid] without more.
package wait
