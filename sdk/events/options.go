package events

import (
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Option changes what [Watch] returns, or how it watches.
type Option func(*options)

type options struct {
	every, settle, tolerate time.Duration
	page                    int64
	call                    []call.Option
	filters                 []func(*types.Event) bool
}

func newOptions(opts []Option) *options {
	o := &options{
		every: 2 * time.Second, settle: 2 * time.Second, tolerate: 10 * time.Minute, page: 1000,
	}
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
	return o
}

// takes reports whether an event passes all filters.
func (o *options) takes(e *types.Event) bool {
	return !slices.ContainsFunc(o.filters, func(f func(*types.Event) bool) bool { return !f(e) })
}

// Where returns only events of which the function says so. Of several filters all must.
//
// Filters choose among events that came. Leaving that to the engine would hide which numbers are
// missing, and so what may still come.
func Where(takes func(*types.Event) bool) Option {
	return func(o *options) {
		if takes != nil {
			o.filters = append(o.filters, takes)
		}
	}
}

// Codes returns only events of these kinds, such as 30 for a login.
func Codes(codes ...int64) Option {
	return Where(
		func(e *types.Event) bool { return e.Code != nil && slices.Contains(codes, *e.Code) },
	)
}

// Severities returns only events that are so grave.
func Severities(severities ...types.LogSeverity) Option {
	return Where(func(e *types.Event) bool { return slices.Contains(severities, e.Severity) })
}

// CorrelationID returns only events of the calls that were marked so, as by [call.CorrelationID].
func CorrelationID(id string) Option {
	return Where(func(e *types.Event) bool { return sdk.Value(e.CorrelationID) == id })
}

// Every sets the pause between looks, which is 2 seconds without it, and 100 milliseconds at least.
// It is varied by 15 %.
func Every(d time.Duration) Option {
	return func(o *options) { o.every = max(d, 100*time.Millisecond) }
}

// Settle sets how long a missing number may still show up once a greater one has. Events behind a
// gap are given that much later. It is 2 seconds without it.
func Settle(d time.Duration) Option {
	return func(o *options) { o.settle = max(d, 0) }
}

// Tolerate sets for how long at a stretch errors are carried that may pass: connections that fail,
// calls that time out, answers that break off, and what the front end says while the engine is
// being restarted. It is 10 minutes without it; nothing is carried with 0.
func Tolerate(d time.Duration) Option {
	return func(o *options) { o.tolerate = d }
}

// PageSize sets how many events are asked for at a time; it is 1000 without it.
func PageSize(n int) Option {
	return func(o *options) { o.page = int64(max(n, 1)) }
}

// Call returns options for each call that looks.
func Call(opts ...call.Option) Option {
	return func(o *options) { o.call = append(o.call, opts...) }
}
