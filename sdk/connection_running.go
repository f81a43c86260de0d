package sdk

import (
	"context"
	"sync"
)

// running are the calls under way, so that Close can end them.
type running struct {
	mu     sync.Mutex // guards what follows
	calls  map[*exchange]context.CancelCauseFunc
	closed bool
}

// enter notes that a call goes on within a context, which ends with the connection.
func (r *running) enter(x *exchange, end context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		end(ErrClosed)
	}
	if r.calls == nil {
		r.calls = make(map[*exchange]context.CancelCauseFunc)
	}
	r.calls[x] = end
}

// leave notes that a call has ended, and frees its context.
func (r *running) leave(x *exchange) {
	r.mu.Lock()
	end := r.calls[x]
	delete(r.calls, x)
	r.mu.Unlock()
	if end != nil {
		end(nil)
	}
}

// stop ends all calls, and those that are yet to come.
func (r *running) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for _, end := range r.calls {
		end(ErrClosed)
	}
}
