package rest

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Refuse answers a request with a fault that somebody else decided, in the format that the request asks for; an action's is in an
// action. The path is the one behind /api.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, path string, status int, reason, detail string) {
	q := &request{Handler: h, w: w, r: r, prefix: h.Base + "/api"}
	q.correlate()
	q.version(&path)
	segments, matrix := route.Split(path)
	q.parameters(matrix)
	q.format, _ = q.accepts()
	f := &world.Fault{Status: status, Reason: reason, Detail: detail}
	if route.Unescape(segments) != nil {
		q.fault(f)
		return
	}
	if m, ok := h.world.Tree.Find(segments); ok && m.Action != "" && m.Action != route.CreationStatus && r.Method == http.MethodPost {
		q.actionFault(f, store.New(h.world.Schema.Type("action")))
		return
	}
	q.fault(f)
}
