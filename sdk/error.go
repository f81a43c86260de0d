package sdk

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// The classes of errors, for errors.Is. A call that its own context cancelled has none: it matches
// context.Canceled alone.
var (
	// ErrAuth says that the engine refuses the user: status 401 or 403, or a failed login.
	ErrAuth = errors.New("not authorized")

	// ErrNotFound says that the object, or one that the request refers to, does not exist: status
	// 404. The fault of the error is there if a referred object is meant, and nil if the addressed
	// one is.
	ErrNotFound = errors.New("not found")

	// ErrConflict says that the state of things forbids what was asked for: status 409.
	ErrConflict = errors.New("conflict")

	// ErrInvalid says that what was asked for makes no sense. The engine found that if there is a
	// status, 400 mostly; without a status the mistake was found before, and nothing was sent.
	ErrInvalid = errors.New("invalid request")

	// ErrMethodNotAllowed says that this engine has no such method at the place, being older
	// perhaps: status 405.
	ErrMethodNotAllowed = errors.New("method not allowed")

	// ErrAction says that the engine tried and failed: an action that ended as failed, or a fault
	// with status 200 or 5xx.
	ErrAction = errors.New("action failed")

	// ErrConnection says that the engine wasn't reached, or that the connection broke.
	ErrConnection = errors.New("connection failed")

	// ErrUnavailable says that the engine can't answer now, and that the call should be made again
	// later: status 429, 502, 503 or 504, usually with an HTML page from a server in front of an
	// engine that is being restarted. [IsTransient] reports other errors that pass.
	ErrUnavailable = errors.New("temporarily unavailable")

	// ErrTimeout says that time ran out: that of the context, the call or the connection, or that
	// of a server that waited for the request, status 408.
	ErrTimeout = errors.New("timed out")

	// ErrParse says that the answer is damaged, or holds a value that can't be read. [ParseError]
	// has the details.
	ErrParse = errors.New("answer can't be read")

	// ErrUnexpected says that what came is no answer of the API: an HTML page, another document, a
	// redirect, a status without meaning.
	ErrUnexpected = errors.New("unexpected answer")

	// ErrClosed says that the connection was closed before, or during the call.
	ErrClosed = errors.New("connection is closed")
)

// Error is the error of everything in this module that speaks with the engine. Its fields are for
// programs; its text has what a person needs, and holds no secret.
type Error struct {
	Op string // Op is the method that failed: VmService.Start.
	// Method is the HTTP method; empty if the error is not about a request.
	Method string
	// Path is the escaped path below the address of the API, beginning with a slash; empty for the
	// API itself.
	Path   string
	Status int // Status is the HTTP status; 0 if no answer came.
	// CorrelationID finds the call in the engine's log; empty if it wasn't sent.
	CorrelationID string
	Fault         *types.Fault // Fault is the engine's explanation; nil if it gave none.
	// Class is one of the errors above, such as ErrConflict; nil if the call was cancelled.
	Class error
	// Err is the cause, or what to do about a fault; nil if status and fault say all.
	Err error

	// Attempts counts how often the request was sent, or tried to be; 0 if it didn't come to that,
	// because of a mistake or a failed login. What net/http reads again by itself, because a kept
	// connection was dead, counts too.
	Attempts int

	// Body is the beginning of an answer that could not be used, at most 512 bytes as they came;
	// empty if there is none. It isn't part of the text, because an answer may hold anything.
	Body string

	// MaybeExecuted says that the engine may have done what was asked for, although no answer of
	// its own says so; the text says it too. It is false for calls that change nothing.
	MaybeExecuted bool
}

// maybeExecuted ends the text of errors after which the outcome is open.
const maybeExecuted = "; the engine may have carried it out"

// maxShown is how many bytes texts show of an operation and of a request.
const maxShown = 1 << 10

// Error returns one line of a few kB at most: operation, request, status, and the engine's words or
// the cause. Lines of these are joined by semicolons. If the engine may have done what was asked
// for, the line says so at the end.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(redact.LineOf(e.Op, maxShown))
	if e.Method != "" {
		method := e.Method
		if !validHeaderName(method) {
			method = strconv.Quote(method)
		}
		b.WriteString(": " + redact.LineOf(method+" "+redact.Address(e.Path), maxShown))
		if e.Path == "" {
			b.WriteString("/")
		}
	}
	if e.Status != 0 {
		b.WriteString(": " + strconv.Itoa(e.Status))
	}
	b.WriteString(": " + redact.Line(e.reason()))
	if e.Attempts > 1 {
		b.WriteString(" (attempt " + strconv.Itoa(e.Attempts) + ")")
	}
	if e.MaybeExecuted {
		b.WriteString(maybeExecuted)
	}
	return b.String()
}

// reason returns the fault, else the cause, else the class.
func (e *Error) reason() string {
	if e.Fault != nil {
		detail, reason := Value(e.Fault.Detail), Value(e.Fault.Reason)
		switch {
		case detail != "" && reason != "":
			return detail + " (" + reason + ")" + e.advice()
		case detail+reason != "":
			return detail + reason + e.advice()
		}
	}
	if e.Err != nil {
		return oneLine(e.Err)
	}
	if e.Class != nil {
		return e.Class.Error()
	}
	return "failed"
}

// advice returns what stands behind a fault in the text.
func (e *Error) advice() string {
	if e.Err == nil {
		return ""
	}
	return "; " + oneLine(e.Err)
}

func oneLine(err error) string { return redact.Line(err.Error()) }

// LogValue returns the error to log/slog as a group of what is known. The sample of the body isn't
// in it, because an answer may hold anything.
func (e *Error) LogValue() slog.Value {
	if e == nil {
		return slog.AnyValue(nil)
	}
	attrs := []slog.Attr{slog.String("op", redact.LineOf(e.Op, maxShown))}
	text := func(name, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(name, redact.Line(value)))
		}
	}
	text("method", e.Method)
	text("path", redact.Address(e.Path))
	if e.Status != 0 {
		attrs = append(attrs, slog.Int("status", e.Status))
	}
	text("correlation_id", e.CorrelationID)
	if e.Class != nil {
		text("class", e.Class.Error())
	}
	if e.Fault != nil {
		text("reason", Value(e.Fault.Reason))
		text("detail", Value(e.Fault.Detail))
	}
	if e.Err != nil {
		text("cause", oneLine(e.Err))
	}
	if e.Attempts > 0 {
		attrs = append(attrs, slog.Int("attempts", e.Attempts))
	}
	if e.MaybeExecuted {
		attrs = append(attrs, slog.Bool("maybe_executed", true))
	}
	return slog.GroupValue(attrs...)
}

// Unwrap returns class and cause, so that errors.Is and errors.As reach both.
func (e *Error) Unwrap() []error {
	errs := make([]error, 0, 2)
	if e.Class != nil {
		errs = append(errs, e.Class)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

// ParseError says where an answer can't be read. The class is then [ErrParse].
type ParseError struct {
	Path   string // Path is the place by names: vms/vm[3]/memory; empty before the root.
	Offset int64  // Offset is the number of bytes before the place, after decompression.
	// Text is what stands there, at most 64 bytes of it; empty at the end of the answer.
	Text string
	Err  error // Err says what is wrong.
}

// Error returns one line of 4 kB at most that names the place, the text and what is wrong with it.
func (e *ParseError) Error() string { return oneLine(e.Err) }

// Unwrap returns what is wrong; errors.Is(err, io.ErrUnexpectedEOF) tells an answer that was cut
// off.
func (e *ParseError) Unwrap() error { return e.Err }
