package world

import (
	"fmt"
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Fault is a refusal with the status and the texts of the engine's answer. Detail may be empty.
type Fault struct {
	Status int
	Reason string
	Detail string
	Plain  bool // Plain faults are answered with the detail as plain text.
	Bare   bool // Bare faults of actions are answered without an action around them.
}

// Error returns reason and detail.
func (f *Fault) Error() string { return f.Reason + ": " + f.Detail }

// The reasons of the engine.
const (
	ReasonFailed     = "Operation Failed"
	ReasonIncomplete = "Incomplete parameters"
	reasonInvalid    = "Invalid value"
	reasonImmutable  = "Broken immutability constraint"
	reasonMandatory  = "Input validation failed."
)

// Conflict refuses what the state of things forbids. The text is put in brackets, as the engine
// prints its lists.
func Conflict(format string, args ...any) *Fault {
	return &Fault{
		Status: http.StatusConflict,
		Reason: ReasonFailed,
		Detail: "[" + fmt.Sprintf(format, args...) + "]",
	}
}

// Bad refuses a request that makes no sense.
func Bad(format string, args ...any) *Fault {
	return &Fault{
		Status: http.StatusBadRequest,
		Reason: ReasonFailed,
		Detail: "[" + fmt.Sprintf(format, args...) + "]",
	}
}

// Invalid refuses a value.
func Invalid(detail string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: reasonInvalid, Detail: detail}
}

// Incomplete refuses a request that lacks members.
func Incomplete(detail string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: ReasonIncomplete, Detail: detail}
}

// Mandatory refuses an action that lacks a parameter.
func Mandatory(name string) *Fault {
	return &Fault{
		Status: http.StatusBadRequest,
		Reason: reasonMandatory,
		Detail: "Parameter '" + name + "' is mandatory but was not provided.",
	}
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
