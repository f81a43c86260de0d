package sdk

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptrace"
	"os"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var (
	errEmptyAnswer  = errors.New("empty answer")
	errActionFailed = errors.New("the action ended as failed, without an explanation")
)

// error gives the error of the call, with all that is known by now.
func (x *exchange) error(class, cause error) *Error {
	e := &Error{
		Op: x.op, Status: x.status, CorrelationID: x.correlationID, Class: class, Err: cause,
		Attempts: x.call.Attempts(), MaybeExecuted: x.changes() && x.call.Doubted(),
	}
	if x.req != nil {
		e.Method, e.Path = x.req.Method, x.req.Path
	}
	if x.body != nil && (class == ErrParse || class == ErrUnexpected) {
		e.Body = string(x.body.begin())
	}
	return e
}

// fault gives the error that the engine explains.
func (x *exchange) fault(class error, fault *types.Fault) *Error {
	e := x.error(class, nil)
	e.Fault = Clone(fault) // It may outlive the answer by far.
	return e
}

// invalid gives the error of a call that isn't sent.
func (x *exchange) invalid(err error) *Error { return x.error(ErrInvalid, err) }

// changes tells whether the call is one that changes something.
func (x *exchange) changes() bool { return x.req != nil && !chain.IsSafe(x.req.Method) }

// traced gives a context that notes when the request may have reached the engine: it can't act on one whose header isn't
// complete. The transport looks for another connection after it found that nothing was written to the first.
func (x *exchange) traced(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { x.call.Begin() },
		WroteHeaders: x.call.Wrote,
	})
}

// failed gives the error of a call that got no answer, or not all of it.
func (x *exchange) failed(err error) *Error {
	e := x.broken(err)
	e.MaybeExecuted = x.changes() && x.call.Written()
	return e
}

func (x *exchange) broken(err error) *Error {
	if refusal, ok := errors.AsType[*sso.Refusal](err); ok {
		x.status = refusal.Status
		if refusal.Denied {
			return x.error(ErrAuth, err)
		}
		if refusal.Elsewhere {
			err = fmt.Errorf("%w; is %s the address of the API? usual is %s", err, x.c.at.base.String(), usualURL)
		}
		return x.error(ErrUnexpected, err)
	}
	if errors.Is(err, ErrAuth) { // An Authenticator may say so.
		return x.error(ErrAuth, err)
	}
	if errors.Is(err, sso.ErrClosed) || context.Cause(x.ctx) == ErrClosed {
		return x.error(ErrClosed, nil)
	}
	if ended := x.ctx.Err(); ended != nil {
		// A context with a cause of its own lets the transport give that one alone.
		if !errors.Is(err, ended) {
			err = fmt.Errorf("%w: %w", ended, err)
		}
		if ended == context.Canceled {
			return x.error(nil, err)
		}
		return x.error(ErrTimeout, err)
	}
	if isTimeout(err) {
		return x.error(ErrTimeout, err)
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		err = fmt.Errorf("%w; Config.CAFile can name the engine's CA", err)
	}
	return x.error(ErrConnection, err)
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// unreadable gives the error of an answer that the reader could not read.
func (x *exchange) unreadable(err error) *Error {
	e := x.error(ErrParse, nil)
	if root, ok := errors.AsType[*wire.RootError](err); ok {
		e = x.error(ErrUnexpected, err)
		if root.Found == wire.FoundHTML || root.Found == wire.FoundOther {
			e.Err = x.notADocument(page.Describe("", x.body.begin()))
		}
	} else if read, ok := errors.AsType[*wire.ReadError](err); ok && !isDamage(read.Err) {
		return x.failed(err)
	} else if x.ctx.Err() != nil && errors.Is(err, io.ErrUnexpectedEOF) {
		return x.failed(err) // A server that sees the call end may end its answer, as if it were whole.
	} else {
		e.Err = parseError(err)
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
	return fmt.Errorf("%s instead of %v; is %s the address of the API?", found, x.c.format, x.c.at.base.String())
}

// parseError gives the public form of a reader's error.
func parseError(err error) error {
	switch e := err.(type) {
	case *wire.SyntaxError:
		return &ParseError{Path: e.Path, Offset: e.Offset, Text: e.Text, Err: e}
	case *wire.ValueError:
		return &ParseError{Path: e.Path, Offset: e.Offset, Text: e.Text, Err: e}
	case *wire.ReadError:
		return &ParseError{Path: e.Path, Offset: e.Offset, Err: e}
	}
	return err
}
