// Package wait waits until objects are as wanted, and knows when they never will be:
//
//	err := s.Start(ctx, nil)
//	...
//	vm, err := wait.VmUp(ctx, conn, id)
//
// There is a function for each of the usual cases, such as [VmUp], [DiskOk] and [HostUp]. [For]
// waits for anything else that can be read, and [Gone] until an object is no more.
//
// # Goals
//
// What [For], [ForVm] and their like wait for is a [Goal]. Those of states end in In: [VmIn],
// [DiskIn], and [StatusIn] for types that have none of their own. [Cond] is a condition, and
// [Custom] is made of functions:
//
//	vm, err := wait.ForVm(ctx, conn, id, wait.VmIn(types.VmStatusPaused).Fail(types.VmStatusDown))
//	vm, err := wait.For(ctx, s.Get, wait.Cond(func(vm *types.Vm) bool { return vm.Host != nil }))
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
// error of a look. Errors that pass, which are those of [sdk.IsTransient], are tolerated for as
// long as [Tolerate] says. Whatever ends it, the error is an [*Error] with the last state, around
// an [*sdk.Error] with a class; only mistakes in arguments are [sdk.ErrInvalid] without more.
package wait
