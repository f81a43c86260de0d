package rest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// answerError answers with what an operation was refused for.
func (q *request) answerError(err error) {
	var f *world.Fault
	switch {
	case errors.As(err, &f) && f.Status == http.StatusNoContent:
		q.empty(f.Status)
	case errors.As(err, &f) && f.Page:
		q.crash()
	case errors.As(err, &f):
		q.fault(f)
	case errors.Is(err, store.ErrNotFound):
		q.empty(http.StatusNotFound)
	case errors.Is(err, errNoLink), errors.Is(err, search.ErrBroken), errors.Is(err, world.ErrCrash):
		q.crash()
	case errors.Is(err, search.ErrRefused):
		q.fault(&world.Fault{Status: http.StatusBadRequest, Reason: "Operation Failed", Detail: "[" + err.Error() + "]"})
	default:
		q.fault(&world.Fault{Status: http.StatusInternalServerError, Reason: "Operation Failed", Detail: "[" + err.Error() + "]"})
	}
}

// crash answers as an engine does that trips over a request: with the page of the server that it runs
// in, which knows nothing of correlation IDs.
func (q *request) crash() {
	q.w.Header().Del("Correlation-Id")
	sso.HTML(q.w, http.StatusInternalServerError, "Internal Server Error")
}

// fault answers with a bare fault.
func (q *request) fault(f *world.Fault) {
	if f.Plain {
		q.w.Header().Set("Content-Type", q.format.MediaType()+mediaText) // although it is neither XML nor JSON
		q.w.Header().Set("Content-Length", strconv.Itoa(len(f.Detail)))
		q.w.WriteHeader(f.Status)
		q.w.Write([]byte(f.Detail))
		return
	}
	q.view(f.Status, &document.View{Object: q.faultObject(f)})
}

func (q *request) faultObject(f *world.Fault) *store.Object {
	o := store.New(q.world.Schema.Type("fault"))
	if f.Detail != "" {
		o.Set("detail", writable(f.Detail))
	}
	o.Set("reason", writable(f.Reason))
	return o
}

// writable replaces what no document can hold. Faults quote requests, which may hold anything; what engines answer then is unknown.
func writable(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff {
			return unicode.ReplacementChar
		}
		return c
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
}

// actionFault answers with an action that failed, which holds what was sent.
func (q *request) actionFault(err error, action *store.Object) {
	var f *world.Fault
	if !errors.As(err, &f) || f.Bare || action == nil {
		q.answerError(err)
		return
	}
	o := action.Clone()
	o.Set("status", "failed")
	o.Set("fault", q.faultObject(f))
	q.view(f.Status, &document.View{Object: o})
}

// syntax refuses a document that can't be understood, and tells where its description is.
func (q *request) syntax(service, method string) *world.Fault {
	return &world.Fault{
		Status: http.StatusBadRequest, Reason: "Request syntactically incorrect.",
		Detail: "For correct usage, see: " + q.host() + q.Base + "/apidoc#services/" + service + "/methods/" + method,
	}
}
