package sdk

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/deepcopy"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var (
	errEmptyAnswer  = errors.New("empty answer")
	errActionFailed = errors.New("the action ended as failed, without an explanation")
)

// Package sdk has one word for each way in which a call can fail, and a method that makes its
// error:
//
//   - argumentError: a mistake of the caller's. Nothing was sent.
//   - sendError: no answer came, or not all of it, or the login failed.
//   - statusError: the answer has a status other than 2xx.
//   - faultError: the engine explains the failure by a fault, whatever the status.
//   - readError: the answer is not a document that can be read.
//   - itemError: one value or one item of the answer can't be read.
//
// newError is below them all.

// newError returns the error of the call, with all that is known by now.
func (x *exchange) newError(class, cause error) *Error {
	e := &Error{
		Op: x.op, Status: x.status, CorrelationID: x.correlationID, Class: class,
		Attempts: x.call.Attempts(), MaybeExecuted: x.changes() && x.call.Doubted(),
	}
	known := x.known()
	e.Err, e.CorrelationID = known.Error(cause), known.Strike(x.correlationID)
	if x.req != nil {
		e.Method, e.Path = x.req.Method, known.Strike(x.req.Path)
	}
	if x.body != nil && (class == ErrParse || class == ErrUnexpected || class == ErrUnavailable) {
		e.Body = string(x.body.begin())
	}
	return e
}

// faultError returns the error that the engine explains.
func (x *exchange) faultError(class error, fault *types.Fault) *Error {
	e := x.newError(class, nil)
	e.Fault = deepcopy.Of(fault) // It may outlive the answer by far.
	if isSyntax(x.status, fault) && x.c != nil && x.c.check == nil {
		e.Err = errOlder
	}
	strikeFault(x.known(), e.Fault)
	return e
}

// argumentError returns the error of a call that isn't sent.
func (x *exchange) argumentError(err error) *Error { return x.newError(ErrInvalid, err) }

// changes reports whether the call is one that changes something.
func (x *exchange) changes() bool { return x.req != nil && !chain.IsSafe(x.req.Method) }

// sendError returns the error of a call that got no answer, or not all of it.
func (x *exchange) sendError(err error) *Error {
	e := x.classifySend(err)
	e.MaybeExecuted = x.changes() && x.call.Written()
	return e
}

// classifySend returns that error with its class.
func (x *exchange) classifySend(err error) *Error {
	if refusal, ok := errors.AsType[*sso.Refusal](err); ok {
		x.status = refusal.Status
		if refusal.Denied {
			return x.newError(ErrAuth, err)
		}
		if refusal.Elsewhere {
			err = fmt.Errorf(
				"%w; is %s the address of the API? usual is %s",
				err,
				x.c.at.base.String(),
				usualURL,
			)
		}
		if wantsTLS(x.scheme(), refusal.Status, []byte(refusal.Message)) {
			err = fmt.Errorf("%w; %s", err, adviceHTTPS)
		}
		if chain.IsUnavailable(refusal.Status) {
			return x.newError(ErrUnavailable, err)
		}
		return x.newError(ErrUnexpected, err)
	}
	if errors.Is(err, ErrAuth) { // An Authenticator may say so.
		return x.newError(ErrAuth, err)
	}
	if errors.Is(err, sso.ErrClosed) || context.Cause(x.ctx) == ErrClosed {
		return x.newError(ErrClosed, nil)
	}
	if _, mixed := errors.AsType[*chain.Mixup](err); mixed {
		return x.newError(ErrUnexpected, err)
	}
	if ended := x.ended(); ended != nil {
		// A context with a cause of its own lets the transport give that one alone.
		if !errors.Is(err, ended) {
			err = fmt.Errorf("%w: %w", ended, err)
		}
		if ended == context.Canceled {
			return x.newError(nil, err)
		}
		return x.newError(ErrTimeout, err)
	}
	if isTimeout(err) {
		return x.newError(ErrTimeout, err)
	}
	return x.newError(ErrConnection, advised(err, x.scheme()))
}

// scheme returns that of the address to which the call goes.
func (x *exchange) scheme() string {
	if x.c == nil {
		return x.visited
	}
	return x.c.at.base.Scheme
}

// ended returns why the call has to end; nil if it may go on.
func (x *exchange) ended() error {
	if x.outer != nil {
		return x.outer.Err() // The context of the requests also ends where a repetition is stopped.
	}
	return x.ctx.Err()
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// readError returns the error of an answer that the reader could not read.
func (x *exchange) readError(err error) *Error {
	e := x.newError(ErrParse, nil)
	if root, ok := errors.AsType[*wire.RootError](err); ok {
		e = x.newError(ErrUnexpected, err)
		if root.Found == wire.FoundHTML || root.Found == wire.FoundOther {
			e.Err = x.known().Error(x.notADocument(page.Describe("", x.body.begin())))
		}
	} else if long, ok := errors.AsType[*tooLong](err); ok {
		e = x.newError(ErrUnexpected, long)
	} else if read, ok := errors.AsType[*wire.ReadError](err); ok && !isDamage(read.Err) {
		return x.sendError(err)
	} else if x.ctx.Err() != nil && errors.Is(err, io.ErrUnexpectedEOF) {
		// A server that sees the call end may end its answer, as if it were whole.
		return x.sendError(err)
	} else {
		e.Err = parseError(x.known(), err)
	}
	e.MaybeExecuted = x.changes()
	return e
}

// isDamage tells bytes that are no compressed answer from a connection that broke.
func isDamage(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}

// notADocument says what came instead, and what is usually wrong then.
func (x *exchange) notADocument(found string) error {
	return fmt.Errorf(
		"%s instead of %v; is %s the address of the API?", found, x.c.format, x.c.at.base.String(),
	)
}
