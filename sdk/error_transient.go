package sdk

import (
	"errors"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// IsTransient reports whether a call that failed may succeed when it is made again later, as after
// a restart of the engine. These errors are transient:
//
//   - [ErrUnavailable]: the engine, or a server in front of it, asks to try again later.
//   - [ErrConnection], unless it needs somebody to change something: a certificate that isn't
//     trusted, a host that doesn't exist.
//   - [ErrTimeout] and [ErrParse]: the answer came too late, or was damaged.
//   - [ErrUnexpected] with status 2xx or 5xx, or without a status: a page came instead of an
//     answer.
//   - [ErrNotFound] with an HTML page, which the server under the engine sends while it loads the
//     engine.
//   - [ErrAction] of a call that changes nothing: the engine failed to read.
//
// The connection has already repeated calls that change nothing, as [call.RetryPolicy] says; wait
// longer before further attempts. Repeat a call that changes something only if its
// [Error.MaybeExecuted] is false, or if doing it twice does no harm.
//
// The error may be wrapped. One that has no [*Error] inside is not transient, and neither is that
// of a call that was cancelled. IsTransient doesn't know whether the caller's own deadline has
// passed; check the context first.
func IsTransient(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	switch e.Class {
	case ErrUnavailable, ErrTimeout, ErrParse:
		return true
	case ErrConnection:
		return !chain.IsPermanent(e.Err)
	case ErrUnexpected:
		return e.Status == 0 || e.Status/100 == 2 || e.Status/100 == 5
	case ErrAction:
		return chain.IsSafe(e.Method)
	case ErrNotFound:
		// The engine itself sends nothing, a fault, or a line of text.
		return e.Fault == nil && strings.HasPrefix(strings.TrimSpace(e.Body), "<")
	}
	return false
}
