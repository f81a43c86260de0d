package rest

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
)

// verbs are the verbs of resources in the order in which engines list them.
var verbs = []struct {
	name string
	has  func(*route.Node) bool
}{
	{http.MethodHead, readable},
	{http.MethodDelete, func(n *route.Node) bool { return n.Has(model.Remove) }},
	{http.MethodPost, func(n *route.Node) bool { return n.Has(model.Add) }},
	{http.MethodGet, readable},
	{http.MethodOptions, func(*route.Node) bool { return true }},
	{http.MethodPut, func(n *route.Node) bool { return n.Has(model.Update) }},
}

func readable(n *route.Node) bool {
	return n.Has(model.Get) || n.Has(model.List) || n.Parent == nil
}

// allowed lists the verbs that the resource of the path has, as in the header Allow.
func (q *request) allowed() string {
	if q.match.Action != "" {
		return http.MethodPost + ", " + http.MethodOptions
	}
	var names []string
	for _, v := range verbs {
		if v.has(q.match.Node) {
			names = append(names, v.name)
		}
	}
	return strings.Join(names, ", ")
}

// methodless reports whether the path leads to a resource that engines only pass through, such as
// /options: no verb finds anything there.
func (q *request) methodless() bool {
	return q.match.Action == "" && q.allowed() == http.MethodOptions
}

// options answers which verbs the resource has.
func (q *request) options() {
	names := q.allowed()
	q.w.Header().Set("Allow", names)
	q.w.Header().Set("Content-Type", "text/plain"+mediaText)
	q.w.Header().Set("Content-Length", strconv.Itoa(len(names)))
	q.w.Write([]byte(names))
}

// notAllowed answers that the resource lacks the verb. TRACE is refused by the server in front of
// the API, which knows nothing of resources.
func (q *request) notAllowed() {
	if q.r.Method == http.MethodTrace {
		q.w.Header().Del("Correlation-Id")
	} else {
		q.w.Header().Set("Allow", q.allowed())
	}
	q.empty(http.StatusMethodNotAllowed)
}

// noResource answers that no resource has the address.
func (q *request) noResource() {
	text := "There is no resource at " + q.host() + q.r.URL.EscapedPath()
	q.w.Header().Set("Content-Type", "text/html"+mediaText)
	q.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	q.w.WriteHeader(http.StatusNotFound)
	q.w.Write([]byte(text))
}
