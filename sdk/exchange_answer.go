package sdk

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// read reads the answer of a call that the engine took.
func (x *exchange) read(resp *http.Response) error {
	if page.IsHTML(resp.Header.Get("Content-Type"), nil) {
		return x.statusError(resp)
	}
	if x.c.format == JSON && x.req.Method == http.MethodPost && x.req.Tag != "" {
		return x.readAdded()
	}
	r := x.reader(wire.NewReader(x.body, x.c.format))
	defer r.Release()
	tag := r.Root()
	switch {
	case r.Err() != nil && x.body.empty():
		return x.readNothing()
	case r.Err() != nil:
		return x.readError(r.Err())
	case tag == "fault":
		return x.readFault(r)
	case x.req.Tag == "" && (r.Format() == JSON || tag == "action"), tag == "action" && x.changes():
		return x.readAction(r)
	case x.req.Tag == "" && x.req.Method == http.MethodDelete:
		return x.finish(r, nil) // Whatever it says, it is gone.
	}
	return x.readObject(r)
}

// reader has a reader report what it may leave out.
func (x *exchange) reader(r *wire.Reader) *wire.Reader {
	if report := x.req.Options.Lenient; report != nil {
		r.Lenient(func(err error) { report(x.itemError(err)) })
	}
	return r
}

// readObject reads what was asked for, an object or a list.
func (x *exchange) readObject(r *wire.Reader) error {
	want := x.req.Tag
	if want == "" {
		want = "action"
	}
	if !r.RootIs(want) {
		return x.readError(r.Err())
	}
	var err error
	if x.req.Answer != nil {
		err = x.req.Answer(r, x.itemError)
	}
	return x.finish(r, err)
}

// readNothing judges an answer without a body. Nothing more need be said of a remove, nor of an
// action that goes on; but an action that is said to be done without its status is no answer, as an
// object is none.
func (x *exchange) readNothing() error {
	if x.req.Tag == "" && (x.req.Method == http.MethodDelete ||
		x.status == http.StatusAccepted || x.status == http.StatusNoContent) {
		return nil
	}
	if err := x.ctx.Err(); err != nil {
		// A server that sees the call end may end its answer, as if it were whole.
		return x.sendError(err)
	}
	e := x.newError(ErrUnexpected, errEmptyAnswer)
	e.MaybeExecuted = x.changes()
	return e
}

// maxAdded bounds the answer to an add in JSON, which is kept as a whole. Those of engines have
// some kB.
const maxAdded = 8 << 20

// readAdded reads what came after an add, in JSON. There the document has no name, and a few adds
// are answered with an action, so that its members decide, and the document is read twice.
func (x *exchange) readAdded() error {
	x.body.most = maxAdded
	var answer bytes.Buffer
	if n, err := answer.ReadFrom(x.body); err != nil {
		return x.readError(&wire.ReadError{Format: JSON, Offset: n, Err: err})
	}
	doc := answer.Bytes()
	if len(doc) == 0 {
		return x.readNothing()
	}
	probe := wire.NewReader(x.kept(doc), JSON)
	kind := jsonKind(probe, x.req.Item)
	probe.Release()

	r := x.reader(wire.NewReader(x.kept(doc), JSON))
	defer r.Release()
	switch r.Root(); kind {
	case "action":
		return x.readAction(r)
	case "fault":
		return x.readFault(r)
	}
	return x.readObject(r)
}

// jsonKind tells by its members what a JSON document is that has come for an object with the
// element item: "action", "fault", or "" for the object.
func jsonKind(r *wire.Reader, item string) string {
	var id, status, job, fault, detail, inside bool
	members := 0
	r.Root()
	for ok := r.Enter(); ok; ok = r.Next() {
		members++
		switch name := string(r.Name()); name {
		case "id":
			id = true
		case "status":
			status = true
		case "job":
			job = true
		case "fault":
			fault = true
		case "detail", "reason":
			detail = true
		default:
			inside = inside || name == item
		}
		r.Skip()
	}
	switch {
	case fault, status && !id && (job || inside || members == 1):
		return "action"
	case detail && members <= 2 && !id:
		return "fault"
	}
	return ""
}

// finish reads to the end of the document and beyond, so that the connection can be used again, and
// returns the call's error. What ended the reading early leaves the rest unread.
func (x *exchange) finish(r *wire.Reader, err error) error {
	if r.Err() != nil {
		return x.readError(r.Err())
	}
	if err != nil {
		return err
	}
	if err := r.Finish(); err != nil {
		return x.readError(err)
	}
	if result := x.req.Options.Result; result != nil {
		size, total, active := r.Counters()
		result.Size, result.Total, result.Active = clone(size), clone(total), clone(active)
		result.CreationStatus = r.CreationStatus()
	}
	if err := r.ItemErr(); err != nil {
		return x.itemError(err)
	}
	return nil
}

// clone is for values that outlive the call and shouldn't keep the chunks of its answer.
func clone(v *int64) *int64 {
	if v == nil {
		return nil
	}
	return new(*v)
}

// readFault reads a fault that came with a status of success.
func (x *exchange) readFault(r *wire.Reader) error {
	fault := readers.Fault.Read(r)
	if err := x.finish(r, nil); r.Err() != nil {
		return err
	}
	return x.faultError(ErrAction, fault)
}

// readAction reads an action: how it ended, and the member that the call wants of it.
func (x *exchange) readAction(r *wire.Reader) error {
	a := readActionFields(r, x.req)
	err := x.finish(r, nil)
	if r.Err() != nil {
		return err
	}
	if result := x.req.Options.Result; result != nil {
		result.ActionID, result.ActionStatus, result.JobID = a.id, a.status, a.job
	}
	switch {
	case a.fault != nil:
		return x.faultError(ErrAction, a.fault)
	case a.status == "failed":
		return x.newError(ErrAction, errActionFailed)
	}
	return err
}

// action is what is read of an action.
type action struct {
	id, status, job string
	fault           *types.Fault
}

func readActionFields(r *wire.Reader, req *transport.Request) action {
	var a action
	var bare types.Fault
	for ok := r.Enter(); ok; ok = r.Next() {
		switch name := string(r.Name()); {
		case name == "id":
			a.id = Value(r.String())
		case name == "status":
			a.status = r.Text()
		case name == "fault":
			a.fault = readers.Fault.Read(r)
		case name == "job":
			a.job = readID(r)
		case name == req.Item && req.Output != nil:
			req.Output(r)
		case name == "detail":
			bare.Detail = r.String()
		case name == "reason":
			bare.Reason = r.String()
		default:
			r.Skip()
		}
	}
	// A JSON fault has no name. An action has a member reason, but no detail.
	if a.fault == nil && a.status == "" && bare.Detail != nil {
		a.fault = &bare
	}
	return a
}

// readID reads the id of an object and nothing else.
func readID(r *wire.Reader) string {
	id := ""
	for ok := r.Enter(); ok; ok = r.Next() {
		if string(r.Name()) == "id" {
			id = Value(r.String())
		} else {
			r.Skip()
		}
	}
	return id
}

// itemError makes an error about one value, or about the object as a whole, one for the user.
func (x *exchange) itemError(err error) error {
	if _, other := errors.AsType[*transport.OtherObject](err); other {
		x.call.Sever() // What comes next over this connection isn't for those who ask either.
		e := x.newError(ErrUnexpected, err)
		e.MaybeExecuted = x.changes()
		return e
	}
	return x.newError(ErrParse, parseError(x.known(), err))
}
