package wait

import (
	"context"
	"errors"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// For reads an object again and again until it is as wanted, and returns it as it was then:
//
//	vm, err := wait.For(ctx, s.Get, wait.Cond(func(vm *types.Vm) bool { return vm.Host != nil }))
//	vm, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusPaused).Fail(types.VmStatusDown))
//
// The method is called with nil parameters; one that needs some goes into a function of the same
// form. It costs a request per look, and with [Events] one for the events if it fails. The error is
// an [*Error], and the last object that was read comes with it, or nil if none was.
func For[T, P any](
	ctx context.Context,
	get func(context.Context, P, ...call.Option) (*T, error),
	goal Goal[T],
	opts ...Option,
) (*T, error) {
	const op = "For"
	if get == nil || goal == nil {
		return nil, &sdk.Error{
			Op: "wait." + op, Class: sdk.ErrInvalid, Err: errors.New("method or goal is nil"),
		}
	}
	return single(ctx, newWatch(op, goal, newOptions(opts)), get)
}

// Gone reads an object again and again until the engine says that it isn't there:
//
//	err := wait.Gone(ctx, vms.VmService(id).Get)
//
// That it isn't there at the first look is as good; and of an affinity group engines say it with
// status 400. Requests and errors are those of [For].
func Gone[T, P any](
	ctx context.Context, get func(context.Context, P, ...call.Option) (*T, error), opts ...Option,
) error {
	const op = "Gone"
	if get == nil {
		return &sdk.Error{Op: "wait." + op, Class: sdk.ErrInvalid, Err: errors.New("method is nil")}
	}
	_, err := single(ctx, newWatch(op, Goal[T](absent[T]{}), newOptions(opts)), get)
	return err
}

// absent is the goal of being no more.
type absent[T any] struct{}

func (absent[T]) begin() func(*T) verdict { return func(*T) verdict { return verdict{} } }
func (absent[T]) state(*T) string         { return "there" }
func (absent[T]) want() string            { return "gone" }

// single waits by looks of its own.
func single[T, P any](
	ctx context.Context, w *watch[T], get func(context.Context, P, ...call.Option) (*T, error),
) (*T, error) {
	if ctx == nil {
		return nil, &sdk.Error{Op: w.op, Class: sdk.ErrInvalid, Err: errNilContext}
	}
	ctx, cancel := w.o.bound(ctx)
	defer cancel()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for pause := w.o.first; ; pause = w.o.longer(pause) {
		select {
		case <-ctx.Done():
			return w.result(ctx, w.ended(ctx))
		case <-timer.C:
		}
		var params P
		var answer call.Response
		v, err := get(ctx, params, append([]call.Option{call.Result(&answer)}, w.o.call...)...)
		done, err := w.see(ctx, v, err, dateOf(&answer))
		if done || err != nil {
			return w.result(ctx, err)
		}
		timer.Reset(max(time.Duration(float64(pause)*randomFactor()), time.Millisecond))
	}
}

var errNilContext = errors.New("context is nil")

// passes reports whether an error is worth tolerating.
func passes(ctx context.Context, err error) bool { return ctx.Err() == nil && sdk.IsTransient(err) }
