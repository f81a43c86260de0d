package sdk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// maxErrorBody bounds what is read of an answer that reports an error.
const maxErrorBody = 64 << 10

// statusError returns the error of a call that the engine, or what stands before it, didn't take.
// The status decides the class; the body, which may be anything, explains.
func (x *exchange) statusError(resp *http.Response) error {
	// What came explains more than why the rest didn't.
	body, _ := io.ReadAll(io.LimitReader(x.body, maxErrorBody))
	fault, acted := x.findFault(body, bytes.NewReader(body))
	if fault != nil {
		return x.faultError(classOf(x.status, true), fault)
	}
	class := classOf(x.status, false)
	if acted {
		return x.newError(class, errActionFailed)
	}
	e := x.newError(class, x.describeAnswer(resp, body))
	e.Body = string(x.body.begin())
	e.MaybeExecuted = e.MaybeExecuted || x.changes() && !x.undone()
	return e
}

// undone reports whether the status says that nothing was done. For a 503 that depends: Apache says
// it when the engine isn't there, but also, of all methods save POST, when the engine went away
// after it got the request.
func (x *exchange) undone() bool {
	switch {
	case x.status/100 == 3, x.status/100 == 4:
		return true
	case x.status == http.StatusServiceUnavailable:
		return x.req.Method == http.MethodPost
	}
	return false
}

// findFault finds the fault in the body of an error, which it reads from src: bare, or inside an
// action. It also reports whether an action ended as failed.
func (x *exchange) findFault(body []byte, src io.Reader) (fault *types.Fault, acted bool) {
	format := XML
	switch doc := bytes.TrimSpace(body); {
	case len(doc) == 0 || page.IsHTML("", doc):
		return nil, false
	case doc[0] == '{':
		format = JSON
	case doc[0] != '<':
		return nil, false
	}
	r := wire.NewReader(src, format)
	defer r.Release()
	var found types.Fault
	tag := r.Root()
	for ok := r.Enter(); ok; ok = r.Next() {
		switch name := string(r.Name()); {
		case tag != "action" && name == "reason":
			found.Reason = r.String()
		case tag != "action" && name == "detail":
			found.Detail = r.String()
		case tag != "fault" && name == "fault":
			fault = readers.Fault.Read(r)
		case tag != "fault" && name == "status":
			acted = r.Text() == "failed"
		default:
			r.Skip()
		}
	}
	if r.Finish() != nil {
		return nil, false
	}
	if fault == nil && found != (types.Fault{}) {
		fault = &found
	}
	return fault, acted
}

// describeAnswer says what came instead of a fault.
func (x *exchange) describeAnswer(resp *http.Response, body []byte) error {
	if x.status/100 == 3 {
		return fmt.Errorf(
			"redirected to %q, which is not followed", redact.Place(resp.Header.Get("Location")),
		)
	}
	contentType := resp.Header.Get("Content-Type")
	found := page.Describe(contentType, body)
	if x.status/100 == 2 {
		return x.notADocument(found)
	}
	advice := advices[x.status]
	if wantsTLS(x.scheme(), x.status, body) {
		advice = adviceHTTPS
	}
	if len(bytes.TrimSpace(body)) == 0 {
		switch {
		case advice != "":
			return errors.New(advice)
		case classOf(x.status, false) == ErrUnexpected:
			return errEmptyAnswer
		}
		return nil // The class says it.
	}
	if advice != "" {
		found += "; " + advice
	}
	return errors.New(found)
}

// advices says what to do about a status that comes without an explanation of the engine's.
var advices = map[int]string{
	http.StatusSwitchingProtocols: "the server switches to another protocol",
	http.StatusUnauthorized:       "check Username and Password, or Token, which may have expired",
	http.StatusForbidden:          "the user may lack a permission",
	http.StatusProxyAuthRequired:  "the proxy wants a login",
	http.StatusTooManyRequests:    "too many requests at once",
}

// classOf returns the class of a status.
func classOf(status int, fault bool) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return ErrAuth
	case http.StatusNotFound:
		return ErrNotFound
	case http.StatusMethodNotAllowed:
		return ErrMethodNotAllowed
	case http.StatusConflict:
		return ErrConflict
	case http.StatusRequestTimeout:
		return ErrTimeout
	case http.StatusProxyAuthRequired:
		return ErrUnexpected
	}
	switch {
	case chain.IsUnavailable(status):
		return ErrUnavailable
	case status/100 == 4:
		return ErrInvalid
	case fault:
		return ErrAction
	}
	return ErrUnexpected
}
