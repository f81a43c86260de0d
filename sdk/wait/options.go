package wait

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// The usual pace.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 5 * time.Second
	jitter     = 0.15
)

// Option changes how one wait goes, or all of a [Poller].
type Option func(*options)

type options struct {
	first, last time.Duration
	within      time.Duration // 0 for no bound
	tolerate    time.Duration
	call        []call.Option
	progress    func(Look)
	events      *services.EventsService // nil for no search
	noEvents    bool
	subject     object // what is waited for, as far as it is known
}

// apply returns what options come to, on top of others.
func (o options) apply(opts []Option) options {
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}

func newOptions(opts []Option) options {
	return options{first: firstPause, last: lastPause}.apply(opts)
}

// bound returns a context that ends with the wait at the latest.
func (o *options) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if o.within > 0 {
		return context.WithTimeout(ctx, o.within)
	}
	return ctx, func() {}
}

// boundOnce is bound for a wait in two parts; nil stays nil.
func (o *options) boundOnce(ctx context.Context) (context.Context, context.CancelFunc) {
	if ctx == nil {
		return ctx, func() {}
	}
	return o.bound(ctx)
}

// longer returns the pause after another one.
func (o *options) longer(pause time.Duration) time.Duration { return min(pause+pause/2, o.last) }

// randomFactor returns a factor for pauses.
func randomFactor() float64 { return 1 + jitter*(2*rand.Float64()-1) }

// Every sets the pause after the first look, and the longest pause, to which it grows by half with
// each look. Without it these are 250 milliseconds and 5 seconds. Less than a millisecond is taken
// for one, and a longest pause below the first for the first.
func Every(first, last time.Duration) Option {
	return func(o *options) {
		o.first = max(first, time.Millisecond)
		o.last = max(last, o.first)
	}
}

// Within bounds the wait, beside the context. Nothing and less don't. The error is then
// [sdk.ErrTimeout].
func Within(d time.Duration) Option {
	return func(o *options) { o.within = d }
}

// Tolerate ignores errors that may pass, for so long at a stretch: connections that fail, calls
// that time out, answers that break off, and what the front end says while the engine is being
// restarted. Without it they end the wait, after the retries of the connection.
func Tolerate(d time.Duration) Option {
	return func(o *options) { o.tolerate = d }
}

// Call returns options for each call that looks. A [Poller] takes its own instead of those of the
// single wait.
func Call(opts ...call.Option) Option {
	return func(o *options) { o.call = append(o.call[:len(o.call):len(o.call)], opts...) }
}

// Progress has a function told after each look, by the goroutine that waits; the next look doesn't
// come before it returns.
func Progress(f func(Look)) Option {
	return func(o *options) { o.progress = f }
}

// Events names the engine whose events explain a failure, for [For] and [Gone], which search none
// without it. The other functions search those of their engine.
func Events(engine sdk.Engine) Option {
	return func(o *options) { o.events = root.Of(engine).EventsService() }
}

// NoEvents sends no search for events when a wait fails.
func NoEvents() Option {
	return func(o *options) { o.noEvents = true }
}

// Named names the object in errors and to [Progress], for what doesn't name itself.
func Named(kind, id string) Option {
	return func(o *options) { o.subject = object{kind: kind, id: id} }
}

// Look is what [Progress] is told.
type Look struct {
	// Object names what is waited for: vm web (123). It may lack the name before the first success.
	Object string
	// State is the present status; empty if the object doesn't tell, or wasn't read.
	State  string
	Share  float64       // Share is how much is done, from 0 to 1; 0 if that can't be told.
	Looks  int           // Looks counts the looks, this one included.
	Waited time.Duration // Waited is the time since the wait began.
	Done   bool          // Done says that this was the last look, and successful.
	// Err is the error that was tolerated, or that ends the wait; nil if the object was read and
	// there is hope.
	Err error
}
