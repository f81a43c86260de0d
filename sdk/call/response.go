package call

import "net/http"

// Response is what the engine answers beside the object. Ask for it with [Result].
type Response struct {
	Status        int         // Status is the HTTP status; 0 if there was no answer.
	Header        http.Header // Header holds the headers of the answer.
	CorrelationID string      // CorrelationID is the engine's name for the call: the one that was sent, or one that it chose.

	ActionID       string // ActionID names the storage tasks that an action left behind; empty for none.
	ActionStatus   string // ActionStatus is complete, failed, pending or in_progress after an action or a remove; else empty.
	JobID          string // JobID names the job that an action or a remove started; empty if the engine didn't say.
	CreationStatus string // CreationStatus is complete, failed, pending or in_progress after an add that goes on; else empty.

	Size   *int64 // Size counts the items of a list that came; nil if the engine didn't say.
	Total  *int64 // Total counts the items of a list that there are; nil if the engine didn't say.
	Active *int64 // Active counts the items of a list that are active; nil if the engine didn't say.
}
