package call

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Response is what the engine answers beside the object, and how the call went. Ask for it with [Result].
type Response struct {
	Status        int         // Status is the HTTP status; 0 if there was no answer.
	Header        http.Header // Header holds the headers of the answer.
	CorrelationID string      // CorrelationID is the engine's name for the call; without an answer, the one that was sent.

	Method   string        // Method is the HTTP method; empty if a mistake kept the call from being begun.
	Path     string        // Path is the escaped path below the address of the API, beginning with a slash; empty for the API itself.
	Attempts int           // Attempts counts how often the request was sent; 0 if it wasn't.
	Duration time.Duration // Duration is the time from the beginning of the call to its end, pauses between attempts included.
	Sent     int64         // Sent counts the bytes of the request's body, of one attempt.
	Received int64         // Received counts the bytes that were read of the answer's body, after decompression.

	ActionID       string // ActionID names the storage tasks that an action left behind; empty for none.
	ActionStatus   string // ActionStatus is complete, failed, pending or in_progress after an action or a remove; else empty.
	JobID          string // JobID names the job that an action or a remove started; empty if the engine didn't say.
	CreationStatus string // CreationStatus is complete, failed, pending or in_progress after an add that goes on; else empty.

	Size   *int64 // Size counts the items of a list that came; nil if the engine didn't say.
	Total  *int64 // Total counts the items of a list that there are; nil if the engine didn't say.
	Active *int64 // Active counts the items of a list that are active; nil if the engine didn't say.
}

// RequestSummary returns a line about the request: POST /vms/123/start, 23 bytes. It is empty if nothing was begun.
func (r *Response) RequestSummary() string {
	if r.Method == "" {
		return ""
	}
	path := r.Path
	if path == "" {
		path = "/"
	}
	if r.Sent == 0 {
		return r.Method + " " + path
	}
	return fmt.Sprintf("%s %s, %d bytes", r.Method, path, r.Sent)
}

// ResponseSummary returns a line about the answer: 200 OK, 1234 bytes, after 35ms, 1 attempt, correlation id 4f1c. Without an answer
// it begins with: no answer. It is empty if nothing was begun.
func (r *Response) ResponseSummary() string {
	if r.Method == "" {
		return ""
	}
	var parts []string
	if r.Status == 0 {
		parts = append(parts, "no answer")
	} else {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status))),
			fmt.Sprintf("%d bytes", r.Received))
	}
	parts = append(parts, fmt.Sprintf("after %v", r.Duration.Round(time.Millisecond)))
	if r.Attempts == 1 {
		parts = append(parts, "1 attempt")
	} else {
		parts = append(parts, fmt.Sprintf("%d attempts", r.Attempts))
	}
	if r.CorrelationID != "" {
		parts = append(parts, "correlation id "+r.CorrelationID)
	}
	return strings.Join(parts, ", ")
}
