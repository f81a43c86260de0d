package jobs

import "github.com/ovirt-go/ovirt/sdk/types"

// Error says that jobs ended in another way than well. It wraps an [*sdk.Error] with class
// [sdk.ErrAction].
type Error struct {
	Op       string       // Op is the function: jobs.Wait.
	Jobs     []*types.Job // Jobs are those that failed, with their steps.
	Failures []Failure    // Failures are the parts that failed, one per job at least.

	// Events are those with the correlation id since the wait began, oldest first, at most 50.
	Events []*types.Event
	// EventsErr is why they are missing; nil if they aren't, or weren't asked for.
	EventsErr error

	Err error // Err is the [*sdk.Error].
}

// Error returns one line: the parts that failed, and the last of the events that tell of an error.
func (e *Error) Error() string {
	text := e.Op + ": " + describe(e.Failures)
	for i := len(e.Events) - 1; i >= 0; i-- {
		event := e.Events[i]
		if event.Description != nil &&
			(event.Severity == types.LogSeverityError || event.Severity == types.LogSeverityAlert) {
			return text + "; the engine logged: " + *event.Description
		}
	}
	return text
}

// Unwrap returns the error of the sdk.
func (e *Error) Unwrap() error { return e.Err }
