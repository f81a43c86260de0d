package chain

import (
	"context"
	"sync/atomic"

	"github.com/ovirt-go/ovirt/sdk/call"
)

// Call is what the links know of the call that a request belongs to, and what they note about it.
type Call struct {
	Op        string            // Op names the call: VmService.Start.
	Policy    *call.RetryPolicy // Policy takes the place of the connection's; nil keeps that one.
	Conflicts bool              // Conflicts repeats the call after a 409.
	Unsafe    bool              // Unsafe repeats the call though it may have been carried out.

	line  *attempt // the request on its way; nil if Watch was not called
	first attempt  // what line is at first

	attempts atomic.Int32
	most     atomic.Int32 // how many attempts there may be; 0 before Retry has said so
	written  atomic.Bool  // whether bytes of the attempt at hand may have reached the engine
	doubted  atomic.Bool  // whether bytes of an earlier attempt may have
}

// Watch returns a context for the requests of the call, which notes whether they may have reached
// the engine and keeps the transport from sending one again by itself where it must not. Stop ends
// the context; a call that goes on then needs another one. Changes says whether the requests change
// something.
func (c *Call) Watch(
	ctx context.Context, stop context.CancelCauseFunc, changes bool,
) context.Context {
	if c.line == nil {
		c.line = &c.first
	} else {
		c.line = new(attempt) // The transport may not be done with the one before.
	}
	c.line.call, c.line.final = c, true
	return c.line.watch(ctx, stop, changes)
}

// Sever closes the connection that the answer came over, unless other requests share it.
func (c *Call) Sever() {
	if c.line != nil {
		c.line.sever()
	}
}

// Attempts tells how many requests were sent, or tried to be.
func (c *Call) Attempts() int { return int(c.attempts.Load()) }

// Wrote notes that the request may have reached the engine from now on.
func (c *Call) Wrote() { c.written.Store(true) }

// another counts an attempt that the transport makes by itself, if there may be one more.
func (c *Call) another() bool {
	most := c.most.Load()
	if most == 0 {
		most = defaultAttempts
	}
	if c.attempts.Load() >= most {
		return false
	}
	c.attempts.Add(1)
	return true
}

// Begin notes that nothing of the attempt at hand has reached the engine: it begins, or the
// transport begins it anew, having written nothing.
func (c *Call) Begin() { c.written.Store(false) }

// Written reports whether the request may have reached the engine, with the attempt at hand or with an earlier one.
func (c *Call) Written() bool { return c.written.Load() || c.doubted.Load() }

// Doubted reports whether the request may have reached the engine with an earlier attempt, whatever the answer to the last one.
func (c *Call) Doubted() bool { return c.doubted.Load() }

// Context is a context that leads to its call. It is a struct for the sake of the hot path: as a part of what a call allocates
// anyway it costs nothing, unlike context.WithValue.
type Context struct {
	context.Context
	Call *Call
}

type callKey struct{}

// Value returns the call, or a value of the context inside.
func (c *Context) Value(key any) any {
	if _, ok := key.(callKey); ok {
		return c.Call
	}
	return c.Context.Value(key)
}

// CallOf returns the call that a context leads to, or nil.
func CallOf(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}
