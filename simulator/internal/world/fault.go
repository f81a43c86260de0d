package world

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Fault is a refusal with the status and the texts of the engine's answer. Detail may be empty.
type Fault struct {
	Status int
	Reason string
	Detail string
	Plain  bool // Plain faults are answered with the detail as it is.
	Bare   bool // Bare faults of actions are answered without an action around them.
	Page   bool // Page faults are answered with the page of the server around the engine.
	// Command says that the engine's command refused or failed, not the resource before it.
	Command bool
	// Late says that the command had been allowed and failed at its work.
	Late bool
}

// ErrCrash is the error of requests that an engine trips over: 500, with the page of the server that
// it runs in.
var ErrCrash = errors.New("the engine trips over the request")

// Error returns reason and detail.
func (f *Fault) Error() string { return f.Reason + ": " + f.Detail }

// The reasons of the engine.
const (
	ReasonFailed     = "Operation Failed"
	ReasonIncomplete = "Incomplete parameters"
	reasonInvalid    = "Invalid value"
	reasonImmutable  = "Broken immutability constraint"
	ReasonMandatory  = "Input validation failed."
)

// Conflict refuses what the state of things forbids. The text is put in brackets, as the engine
// prints its lists.
func Conflict(format string, args ...any) *Fault {
	return &Fault{
		Status:  http.StatusConflict,
		Reason:  ReasonFailed,
		Detail:  "[" + fmt.Sprintf(format, args...) + "]",
		Command: true,
	}
}

// Bad refuses a request that makes no sense.
func Bad(format string, args ...any) *Fault {
	return &Fault{
		Status:  http.StatusBadRequest,
		Reason:  ReasonFailed,
		Detail:  "[" + fmt.Sprintf(format, args...) + "]",
		Command: true,
	}
}

// Broken says that the engine fails at a request.
func Broken(format string, args ...any) *Fault {
	return &Fault{
		Status: http.StatusInternalServerError,
		Reason: ReasonFailed,
		Detail: fmt.Sprintf(format, args...),
	}
}

// FailedAtWork says that a command was allowed and failed, as when a host couldn't do its part.
func FailedAtWork(format string, args ...any) *Fault {
	f := Bad(format, args...)
	f.Late = true
	return f
}

// Invalid refuses a value.
func Invalid(detail string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: reasonInvalid, Detail: detail}
}

// Incomplete refuses a request that lacks members.
func Incomplete(detail string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: ReasonIncomplete, Detail: detail}
}

// Mandatory refuses a request that lacks what the API model calls mandatory, or all of several of
// which it needs one.
func Mandatory(names ...string) *Fault {
	detail := "Parameter '" + names[0] + "' is mandatory but was not provided."
	if len(names) > 1 {
		detail = "Parameters '" + strings.Join(names, "' or '") + "' are mandatory but both were not provided."
	}
	return &Fault{Status: http.StatusBadRequest, Reason: ReasonMandatory, Detail: detail, Bare: true}
}

// NotFound says that an object that a request refers to isn't there.
func NotFound(t *schema.Type, ref *store.Object) *Fault {
	if id := ref.ID(); id != "" && !store.IsUUID(id) && store.ByUUID(t) {
		return MalformedID(id)
	}
	what := "id=" + ref.ID()
	if ref.ID() == "" {
		what = "name=" + ref.Name()
	}
	return &Fault{
		Status: http.StatusNotFound,
		Reason: ReasonFailed,
		Detail: "Entity not found: " + t.Java() + ": " + what,
	}
}

// ImmutableField says that a member can't be changed.
func ImmutableField(name string) *Fault {
	return &Fault{
		Status: http.StatusConflict,
		Reason: reasonImmutable,
		Detail: "Attempt to set immutable field: " + name,
	}
}

// MalformedID refuses what stands where the id of an object is due and is no UUID.
func MalformedID(text string) *Fault {
	return &Fault{
		Status: http.StatusBadRequest,
		Reason: "Operation failed",
		Detail: "Invalid UUID string: " + text,
	}
}
