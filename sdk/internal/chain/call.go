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

	attempts atomic.Int32
	written  atomic.Bool // whether bytes of the attempt at hand may have reached the engine
	doubted  atomic.Bool // whether bytes of an earlier attempt may have
}

// Attempts tells how many requests were sent, or tried to be.
func (c *Call) Attempts() int { return int(c.attempts.Load()) }

// Wrote notes that the request may have reached the engine from now on.
func (c *Call) Wrote() { c.written.Store(true) }

// Begin notes that nothing of the attempt at hand has reached the engine: it begins, or the transport begins it anew, which it
// does only in that case.
func (c *Call) Begin() { c.written.Store(false) }

// Written tells whether the request may have reached the engine, with the attempt at hand or with an earlier one.
func (c *Call) Written() bool { return c.written.Load() || c.doubted.Load() }

// Doubted tells whether the request may have reached the engine with an earlier attempt, whatever the answer to the last one.
func (c *Call) Doubted() bool { return c.doubted.Load() }

// Context is a context that leads to its call. It is a struct for the sake of the hot path: as a part of what a call allocates
// anyway it costs nothing, unlike context.WithValue.
type Context struct {
	context.Context
	Call *Call
}

type callKey struct{}

// Value gives the call, or a value of the context inside.
func (c *Context) Value(key any) any {
	if _, ok := key.(callKey); ok {
		return c.Call
	}
	return c.Context.Value(key)
}

// CallOf gives the call that a context leads to, or nil.
func CallOf(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}
