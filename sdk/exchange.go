package sdk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
)

// exchange is one call: a request, its answer, and what is known for its error. A call goes down
// four steps, each of which is called by the one before:
//
//   - do checks the arguments and bounds the call in time;
//   - sendAndReport fills in the result and writes the record, where they are wanted;
//   - sendWithRepeats repeats what the links of the chain can't;
//   - sendOnce sends one request through the chain and reads the answer.
type exchange struct {
	c   *Connection
	op  string
	req *transport.Request // nil for what is no call, such as Close
	ctx context.Context    // that of the requests

	outer  context.Context         // the caller's, with the timeout; nil for what is no call
	end    context.CancelCauseFunc // ends ctx
	call   chain.Call              // what the links of the chain are told and tell
	within chain.Context           // leads the links to call

	visited string // the scheme of the address, without a connection

	status        int
	correlationID string      // what the engine answered with, or else what was sent
	correlation   [1]string   // what is sent; "" before it is chosen, and if none is
	body          *answerBody // nil before there is an answer, and after its end
	sent          int64
	received      int64

	raw       *RawRequest // nil unless that is the call
	rawHeader http.Header // what came for raw
	rawBody   []byte
}

// sender is what services see of a connection.
type sender struct{ c *Connection }

// Do sends the request and has its answer read. The error is nil, an *Error, or what the reader of
// the answer returned.
func (p sender) Do(ctx context.Context, req *transport.Request) error {
	x := &exchange{c: p.c, op: req.Op, ctx: ctx, req: req}
	return x.do(ctx)
}

// Locate returns the path and the query of an address that the engine sent.
func (p sender) Locate(href string) (string, transport.Query, error) { return p.c.inside(href) }

// do checks the arguments of a call, bounds it in time and makes it.
func (x *exchange) do(ctx context.Context) error {
	req := x.req
	if result := req.Options.Result; result != nil {
		*result = call.Response{}
	}
	if x.c == nil {
		return x.argumentError(errNilConnection)
	}
	if x.c.life == nil {
		return x.argumentError(errNotMade)
	}
	if ctx == nil {
		return x.argumentError(errNilContext)
	}
	if req.Invalid != nil {
		return x.argumentError(req.Invalid)
	}
	checked := !x.c.unchecked && !req.Options.Unchecked
	if checked {
		if err := req.Check(); err != nil {
			return x.argumentError(err)
		}
	}
	if timeout := cmp.Or(req.Options.Timeout, x.c.timeout); timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, timeout)
		defer stop()
	}
	x.outer = ctx
	x.beginContext()
	defer x.c.running.leave(x)
	if checked && x.c.check != nil {
		if err := x.suit(x.ctx); err != nil {
			return err
		}
	}
	return x.sendAndReport()
}

// beginContext begins the context of the call's requests: it ends with the call's own and with the
// connection, or when the transport must be kept from sending a request twice. After that the call
// goes on in another.
func (x *exchange) beginContext() {
	ctx, end := context.WithCancelCause(x.outer)
	x.c.running.enter(x, end)
	x.end = end
	within := &x.within
	if x.within.Call != nil {
		within = new(chain.Context) // The transport may not be done with the one before.
	}
	*within = chain.Context{Context: ctx, Call: &x.call}
	x.ctx = within
}

// sendAndReport makes the call, and reports how it went if the caller or the log wants to know.
func (x *exchange) sendAndReport() error {
	options := &x.req.Options
	x.call.Op, x.call.Policy = x.op, options.Retry
	x.call.Conflicts, x.call.Unsafe = options.RetryConflicts, options.RetryUnsafe
	if !x.reports() {
		return x.sendWithRepeats()
	}
	start := time.Now()
	err := x.sendWithRepeats()
	x.report(time.Since(start), err)
	return err
}

// sendWithRepeats makes the call. It repeats what the links of the chain can't: a call that changes
// nothing and whose answer broke off, because the links have passed the answer on by then, and one
// whose context ended to keep the transport from sending it again.
func (x *exchange) sendWithRepeats() error {
	for {
		err := x.sendOnce()
		failure, broke := err.(*Error)
		if !broke || failure.Class != ErrConnection {
			return err
		}
		_, stopped := errors.AsType[*chain.Stopped](err)
		if !stopped && (x.status == 0 || !x.req.Repeatable || x.changes()) {
			return err
		}
		pause, ok := x.c.retry.Again(x.outer, &x.call, x.call.Attempts(), !x.changes(), nil)
		if !ok {
			return err
		}
		if stopped {
			x.beginContext()
		}
		if err := chain.Wait(x.ctx, pause, nil, err); err != nil {
			return x.sendError(err)
		}
		x.status = 0
	}
}

// sendOnce sends the request and has the answer read.
func (x *exchange) sendOnce() error {
	req, err := x.request()
	if err != nil {
		return x.argumentError(err)
	}
	x.sent = req.ContentLength
	resp, err := x.c.api.RoundTrip(req)
	if err != nil {
		return x.sendError(err)
	}
	x.status = resp.StatusCode
	if id := resp.Header.Get(chain.CorrelationHeader); id != "" {
		x.correlationID = id
	}
	if result := x.req.Options.Result; result != nil {
		result.Status = resp.StatusCode
		result.Header = resp.Header
	}
	x.body = newAnswerBody(x.ctx, resp.Body)
	defer x.release()
	if !x.req.Streamed {
		x.body.most = DefaultMaxBody
	}
	if resp.StatusCode/100 != 2 {
		return x.statusError(resp)
	}
	if x.raw != nil {
		return x.readRaw(resp)
	}
	return x.read(resp)
}

// release closes the body.
func (x *exchange) release() {
	x.received = x.body.total
	x.body.release()
	x.body = nil
}
