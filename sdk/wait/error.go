package wait

import (
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Error is the error of a wait. It wraps an [*sdk.Error], whose class tells what ended it:
// [sdk.ErrAction] a state that can't lead to the wanted one, [sdk.ErrTimeout] the time,
// [sdk.ErrNotFound] that the object is gone, and any other the call that looked.
type Error struct {
	Op     string // Op is the function: wait.VmUp.
	Object string // Object names what was waited for: vm web (123).
	State  string // State is the last status that was seen; empty if there was none.
	Want   string // Want is the wanted status; empty for a condition.
	// Reason says why the state can't lead to the wanted one; empty if something else ended the
	// wait.
	Reason string
	Waited time.Duration // Waited is how long it lasted.

	// Events are those of the object since the wait began, oldest first, at most 50. They were
	// searched with a request of their own, if the wait failed because of a state or because the
	// object vanished.
	Events []*types.Event
	// EventsErr is why they are missing; nil if they aren't, or weren't asked for.
	EventsErr error

	Err error // Err is the [*sdk.Error].
}

// Error returns one line: what was waited for, its last state, the reason, and the gravest of the
// events.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op + ": " + e.Object)
	switch {
	case e.State != "" && e.Want != "":
		b.WriteString(" is " + e.State + ", not " + e.Want)
	case e.State != "":
		b.WriteString(" is " + e.State)
	case e.Want != "":
		b.WriteString(" is not " + e.Want)
	}
	if e.Reason == "" {
		b.WriteString(", after " + e.Waited.Round(time.Millisecond).String())
	}
	b.WriteString(": " + e.cause())
	if event := gravest(e.Events); event != nil {
		b.WriteString(`; the engine logged: ` + sdk.Value(event.Description))
	}
	return b.String()
}

// cause returns the reason, or the error without what was said already.
func (e *Error) cause() string {
	if e.Reason != "" {
		return e.Reason
	}
	if cause, ok := e.Err.(*sdk.Error); ok && cause.Op == e.Op && cause.Err != nil {
		return cause.Err.Error()
	}
	return e.Err.Error()
}

// Unwrap returns the error of the sdk.
func (e *Error) Unwrap() error { return e.Err }

// gravest returns the last of the gravest events that are more than plain news; nil if there is
// none.
func gravest(events []*types.Event) *types.Event {
	var found *types.Event
	for _, event := range events {
		if rank(event) > 0 && (found == nil || rank(event) >= rank(found)) {
			found = event
		}
	}
	return found
}

func rank(event *types.Event) int {
	switch event.Severity {
	case types.LogSeverityWarning:
		return 1
	case types.LogSeverityError:
		return 2
	case types.LogSeverityAlert:
		return 3
	}
	return 0
}
