package rest

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// references completes the references in the document of one request.
type references struct {
	q      *request
	method string
	late   error // late is the first refusal that comes after the bounds of the document
}

// referring returns what completes the references of a request for add, update or an action.
func (q *request) referring(method string) *references { return &references{q: q, method: method} }

// resolve is the step that completes the references.
func (r *references) resolve(c *world.Call) error {
	full, err := r.q.world.ReferencesBy(c.Body, r)
	if err == nil {
		c.Body = full
	}
	return err
}

// refuse is the step that refuses what a command finds out about references.
func (r *references) refuse(*world.Call) error { return r.late }

func (r *references) row(path string, ref *store.Object) *rules.Dangling {
	n := r.q.match.Node
	return r.q.rules.Reference(n.Service.Name, n.Element(), r.method, path, ref.ID(), ref.Name())
}

// Unread reports whether engines don't even look for a reference.
func (r *references) Unread(path string, ref *store.Object) bool {
	row := r.row(path, ref)
	return row != nil && row.Unread
}

// Dangles answers for a reference that leads nowhere as the table says.
func (r *references) Dangles(path string, ref *store.Object) (drop, keep bool, err error) {
	row := r.row(path, ref)
	switch {
	case row == nil:
		return false, false, nil
	case ref.ID() != "" && !store.IsUUID(ref.ID()) && store.ByUUID(ref.Type):
		return false, false, world.MalformedID(ref.ID())
	case row.Ignored, row.Kept:
		return row.Ignored, row.Kept, nil
	case row.Status == http.StatusInternalServerError && row.Detail == "":
		err = world.ErrCrash
	case row.Detail == "":
		err = store.ErrNotFound
	default:
		err = &world.Fault{Status: row.Status, Reason: world.ReasonFailed, Detail: row.Detail, Bare: !row.Late}
	}
	if !row.Late {
		return false, false, err
	}
	if r.late == nil {
		r.late = err
	}
	return false, true, nil
}
