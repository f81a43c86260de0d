package sdk

import (
	"errors"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// IsTransient reports whether what made a call fail may be over when the call is made again, as
// while an engine is being restarted:
//
//   - [ErrUnavailable]: the engine, or what stands before it, asks to try again later.
//   - [ErrConnection], unless somebody has to change something first: a certificate that isn't
//     trusted, a host that doesn't exist.
//   - [ErrTimeout] and [ErrParse]: the answer came too late, or damaged.
//   - [ErrUnexpected] with a status of 2xx or 5xx, or without one: a page in place of an answer.
//   - [ErrNotFound] with a page: the server under the engine sends one while it loads the engine.
//   - [ErrAction] of a call that changes nothing: the engine failed to read its database.
//
// Calls that change nothing have been repeated by then, as [call.RetryPolicy] says; more attempts
// should come after longer pauses. A call that changes something must be made again only if its
// [Error.MaybeExecuted] is false, or if doing it twice does no harm. An error that isn't an
// [*Error], even inside, is not transient, nor is that of a call whose context was cancelled; that
// a deadline of the caller's own has passed must be asked of the context.
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
