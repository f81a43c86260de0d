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
// error of a poll. Errors that pass, which are those of [sdk.IsTransient], are tolerated for the time
// that [Tolerate] sets. The error is an [*Error] with the last state, which wraps an [*sdk.Error] with
// a class; only mistakes in arguments are a plain [sdk.ErrInvalid].
package wait
