// Package rest answers the requests of the API from the inventory, as the engine does.
package rest

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
	"github.com/ovirt-go/ovirt/simulator/internal/xsd"
)

// Config tells a handler what it needs.
type Config struct {
	World       *world.World
	Access      *access.Access
	Base        string // Base is the path of the application, such as /ovirt-engine.
	Zone        *time.Location
	InstanceID  string
	FullVersion string // FullVersion is the version of the product, such as 4.5.6-1.el9.
	Describe    func() ([]byte, error)
}

// Handler answers requests below /api.
type Handler struct {
	Config
	world    *world.World
	memo     memo
	paging   model.PagingTable
	finder   *search.Searcher
	rules    *rules.Table
	xsd      func() []byte
	unknowns atomic.Int64 // counts the documents in XML that had unknown elements
	most     int          // how many objects follow may show in one answer
}

// New returns a handler.
func New(cfg Config) *Handler {
	schema := sync.OnceValue(func() []byte { return xsd.New(cfg.World.Schema.Model) })
	paging, err := model.EmbeddedPaging()
	if err != nil {
		panic(err) // The facts are built in, and a test reads them.
	}
	finder, err := search.New(cfg.World, cfg.World.Schema)
	if err != nil {
		panic(err) // So are these.
	}
	return &Handler{
		Config: cfg, world: cfg.World, paging: paging, finder: finder, rules: cfg.World.Rules, xsd: schema, most: maxFollowed,
	}
}

// request is one request on its way.
type request struct {
	*Handler
	w           http.ResponseWriter
	r           *http.Request
	format      wire.Format
	prefix      string // prefix is what addresses in answers begin with
	query       world.Query
	match       route.Match
	login       string
	subject     *access.Subject
	filtered    bool // filtered says that only what the user has permissions on is shown
	correlation string
	viewer      bool // viewer says that the client takes settings for remote-viewer
	reached     int  // reached counts the objects to which follow led
}

// Serve answers a request of a user, whose login is good. The path is the one behind /api.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, path, login string) {
	q := &request{Handler: h, w: w, r: r, prefix: h.Base + "/api", login: login}
	_, matrix := route.Split(path)
	q.parameters(matrix)
	if !q.enter() {
		return
	}
	q.correlate()
	if number := q.version(&path); number != supported {
		q.refuseVersion(number)
		return
	}
	segments, _ := route.Split(path)
	if slices.Contains(segments, "..") {
		q.refuseVersion(retired) // The way up leads out of the version.
		return
	}
	segments = resolved(segments)
	var unacceptable int
	switch q.format, unacceptable = q.accepts(); {
	case unacceptable == http.StatusNotAcceptable && !q.viewer:
		q.empty(unacceptable)
		return
	case unacceptable != 0 && unacceptable != http.StatusNotAcceptable:
		if unacceptable == http.StatusInternalServerError {
			q.crash()
			return
		}
		sso.HTML(w, unacceptable, http.StatusText(unacceptable))
		return
	}
	if err := route.Unescape(segments); err != nil {
		q.empty(http.StatusNotFound)
		return
	}
	if len(segments) == 1 && strings.HasPrefix(segments[0], "model") && q.reads() {
		q.description(segments[0])
		return
	}
	if len(segments) > 1 && h.rules.Retired(segments[0]) {
		q.crash()
		return
	}
	match, found := h.world.Tree.Find(segments)
	if q.match = match; !found && q.refuseBadIDIn(segments) {
		return
	}
	if !found || q.methodless() {
		q.noResource()
		return
	}
	if q.viewer = q.viewer && q.match.Node.Element() == "graphics_console"; unacceptable != 0 && !q.viewer {
		q.empty(http.StatusNotAcceptable)
		return
	}
	h.world.Advance()
	if r.Method == http.MethodOptions {
		q.options()
		return
	}
	if !q.refuseBadID() {
		q.dispatch()
	}
}

// resolved returns the segments of a path without those that lead nowhere, as // and /./ have them.
func resolved(segments []string) []string {
	return slices.DeleteFunc(segments, func(s string) bool { return s == "" || s == "." })
}

// reads reports whether the verb changes nothing.
func (q *request) reads() bool { return q.r.Method == http.MethodGet || q.r.Method == http.MethodHead }

// dispatch calls what answers the verb.
func (q *request) dispatch() {
	n := q.match.Node
	if q.rules.Retired(n.Segment) && slices.Contains(strings.Split(q.allowed(), ", "), q.r.Method) {
		q.crash()
		return
	}
	if q.match.Action != "" {
		q.action()
		return
	}
	switch q.r.Method {
	case http.MethodGet, http.MethodHead:
		switch {
		case n == q.world.Tree.Root && q.query.Has("schema") && q.r.Method == http.MethodGet:
			q.schema()
		case n == q.world.Tree.Root:
			q.entryPoint()
		case n.Has(model.List):
			q.list()
		case n.Has(model.Get):
			q.get()
		default:
			q.notAllowed()
		}
	case http.MethodPost:
		q.only(n.Has(model.Add), q.add)
	case http.MethodPut:
		q.only(n.Has(model.Update), q.update)
	case http.MethodDelete:
		q.only(n.Has(model.Remove), q.remove)
	default:
		q.notAllowed()
	}
}

// only calls f if the service has the method, and else answers 405.
func (q *request) only(has bool, f func()) {
	if !has {
		q.notAllowed()
		return
	}
	f()
}

// action answers what stands behind an action or behind creation_status.
func (q *request) action() {
	isGet := q.reads()
	switch {
	case q.match.Action == route.CreationStatus && isGet:
		q.creation()
	case q.match.Action == route.CreationStatus:
		q.notAllowed()
	case len(q.match.Rest) > 0 && isGet:
		// The address of an action that goes on leads back to the object.
		path := q.r.URL.EscapedPath()
		q.w.Header().Set("Location", path[:strings.LastIndex(path, "/"+q.match.Action+"/")])
		q.empty(http.StatusMovedPermanently)
	case len(q.match.Rest) > 0:
		q.empty(http.StatusNotFound)
	case q.r.Method == http.MethodPost:
		q.act()
	default:
		q.notAllowed()
	}
}

// malformed returns the part of the path that is no id.
func (q *request) malformed() string {
	for i, step := range q.match.Steps {
		if _, err := q.world.Locate(q.match.Steps[:i+1]); err == store.ErrMalformedID {
			return step.Text
		}
	}
	return ""
}

// locate finds the object or collection of the path. The error is for answerError: nothing is answered while the inventory is locked.
func (q *request) locate() (*store.Place, error) {
	p, err := q.world.Locate(q.match.Steps)
	switch err {
	case nil:
		return p, q.admitted(p)
	case store.ErrMalformedID:
		return nil, world.MalformedID(q.malformed())
	case store.ErrNotFound:
		if q.match.Action == "" {
			return nil, q.absent(q.rules.Absent(q.r.Method, q.match.Node.Pattern), err)
		}
	}
	return nil, err
}
