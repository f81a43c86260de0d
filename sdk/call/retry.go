package call

import (
	"time"
)

// RetryPolicy says how often, and after what pauses, what failed is tried again: sdk.Config.Retry
// for all calls of a connection, [Retry] for one. The zero value is a sensible policy.
//
// Tried again is what a later attempt may cure: connections that fail, and the answers 429, 502,
// 503 and 504. That holds for calls that change nothing. A call that changes something is repeated
// only if nothing of it can have reached the engine, such as when nobody listened; [RetryUnsafe]
// and Conflicts say otherwise. The context and the timeout of the call bound all attempts and
// pauses together.
type RetryPolicy struct {
	// Attempts bounds how often a request is sent, the first time included. Zero is 4, and 1 never
	// repeats.
	Attempts int

	// FirstPause bounds the pause before the second attempt. Each further bound is twice the one
	// before, and each pause is chosen at random between nothing and its bound, so that clients
	// which failed together don't come back together. Zero is 200 ms.
	FirstPause time.Duration

	// LastPause bounds the bounds. Zero is 5 s.
	LastPause time.Duration

	// MaxRetryAfter bounds the pause that an answer asks for with Retry-After, which is kept then.
	// An answer that asks for more is given at once. Zero is 30 s.
	MaxRetryAfter time.Duration

	// Conflicts repeats what the engine refused with 409, reading or changing: it refuses before it
	// acts. That helps where the conflict goes away by itself, as with an object that is locked for
	// a while. Many conflicts don't.
	Conflicts bool
}

// Retry takes the place of the connection's policy for this call.
func Retry(p RetryPolicy) Option {
	return func(o *Options) { o.Retry = &p }
}

// NoRetry has the call sent once.
func NoRetry() Option { return Retry(RetryPolicy{Attempts: 1}) }

// RetryConflicts repeats the call also when the engine refuses it with 409, as
// [RetryPolicy.Conflicts] does.
func RetryConflicts() Option {
	return func(o *Options) { o.RetryConflicts = true }
}

// RetryUnsafe repeats a call that changes something as one that changes nothing, although the
// engine may have carried out what failed on the way. It is for calls that may be done twice, such
// as setting a name; an Add may make two objects.
func RetryUnsafe() Option {
	return func(o *Options) { o.RetryUnsafe = true }
}
