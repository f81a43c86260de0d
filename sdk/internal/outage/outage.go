// Package outage tells errors that pass by themselves, as those of an engine that is being restarted, from those that stay.
package outage

import (
	"errors"
	"net/http"

	"github.com/ovirt-go/ovirt/sdk"
)

// Passes reports whether what a call ran into may be over when it is made again: the engine isn't reached, its front end answers in
// its place, or the answer broke off.
func Passes(err error) bool {
	e, ok := errors.AsType[*sdk.Error](err)
	if !ok {
		return false
	}
	switch e.Class {
	case sdk.ErrConnection, sdk.ErrTimeout, sdk.ErrParse:
		return true
	case sdk.ErrUnexpected, sdk.ErrAction:
		return e.Status == 0 || e.Status/100 == 2 || e.Status/100 == 5 || e.Status == http.StatusTooManyRequests
	case sdk.ErrNotFound:
		return page(e)
	}
	return false
}

// Gone reports whether the engine itself says that the object isn't there.
func Gone(err error) bool {
	e, ok := errors.AsType[*sdk.Error](err)
	return ok && e.Class == sdk.ErrNotFound && !page(e)
}

// page reports whether the body isn't the engine's: it sends none, or a fault. The container sends a page while it loads the engine.
func page(e *sdk.Error) bool { return e.Fault == nil && e.Body != "" }
