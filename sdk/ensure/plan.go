package ensure

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Plan stands for an engine and changes nothing: requests that only read go to the engine, the
// others are written down and answered as if they had succeeded. Objects that would be made get the
// ids new-1, new-2 and so on, and the functions of this package find them under their names;
// changes, states and removals are not remembered, nor what an engine makes along with an object,
// such as the first vNIC profile of a network. It may be used by any number of goroutines, whose
// requests are then in the order in which they came.
type Plan struct {
	inner transport.Doer

	mu    sync.Mutex // guards what follows
	steps []Step
	made  map[string][]byte // made are the documents of what would have been made, by path
}

// Step is a request that a plan holds. Steps can be compared with ==.
type Step struct {
	Op     string // Op names the method as errors do: VmsService.Add.
	Method string // Method is POST, PUT or DELETE.
	Path   string // Path is below the address of the API, with the query.
	Body   string // Body is the document in XML, with secrets hidden; empty for none.
}

// String returns the request as people read it, with the body indented below.
func (s Step) String() string {
	text := s.Method + " " + s.Path
	if s.Body == "" {
		return text
	}
	body := strings.TrimSpace(string(redact.Indent([]byte(s.Body))))
	return text + "\n    " + strings.ReplaceAll(body, "\n", "\n    ")
}

// NewPlan returns an empty plan for an engine.
func NewPlan(engine sdk.Engine) *Plan {
	return &Plan{inner: services.Sender(engine.SystemService()), made: make(map[string][]byte)}
}

// SystemService returns the root of the tree of services, whose methods write requests down instead
// of sending them.
func (p *Plan) SystemService() *services.SystemService {
	return services.NewSystemService(planner{p})
}

// Steps returns the requests so far.
func (p *Plan) Steps() []Step {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.steps)
}

// String returns the requests so far, one behind the other; it is empty if nothing would be
// changed.
func (p *Plan) String() string {
	var b strings.Builder
	for _, s := range p.Steps() {
		b.WriteString(s.String() + "\n")
	}
	return b.String()
}

// planned reports whether nothing happens on an engine, so that there is nothing to wait for.
func planned(engine sdk.Engine) bool {
	switch engine.(type) {
	case *Plan, made:
		return true
	}
	return false
}

// planner is what the services of a plan send their requests through.
type planner struct{ plan *Plan }

func (d planner) Do(ctx context.Context, req *transport.Request) error {
	return d.plan.do(ctx, req)
}

// Locate finds addresses as the plan's engine does, for sdk.Follow.
func (d planner) Locate(href string) (string, transport.Query, error) {
	return transport.Locate(d.plan.inner, href)
}

// do answers a request as the engine would, or asks the engine.
func (p *Plan) do(ctx context.Context, req *transport.Request) error {
	if p.inner == nil {
		return errNoEngine
	}
	if req.Invalid != nil {
		return p.inner.Do(ctx, req) // It isn't sent, and the error is the usual one.
	}
	if req.Method == http.MethodGet {
		document, ok := p.remembered(req)
		switch {
		case ok:
			return answer(req, document)
		case strings.Contains(req.Path, "/"+newID):
			return unmade(req) // What is new is nowhere on the engine.
		}
		return p.inner.Do(ctx, req)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", req.Op, err)
	}
	return p.note(req)
}

// unmade is the error for what neither the engine has nor the plan would make.
func unmade(req *transport.Request) error {
	return &sdk.Error{
		Op: req.Op, Class: sdk.ErrNotFound, Method: req.Method, Path: req.Path,
		Err: errors.New("the plan doesn't make it"),
	}
}

// newID begins the ids of what a plan would make.
const newID = "new-"

var errNoEngine = errors.New("the plan is for no connection")

// note writes a request down and answers it.
func (p *Plan) note(req *transport.Request) error {
	step, body, err := stepOf(req)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.steps = append(p.steps, step)
	if req.Tag == "" || body == nil {
		return nil
	}
	if req.Method == http.MethodPost {
		body = p.make(req, body)
	}
	return answer(req, body)
}

// stepOf returns a request as a plan holds it, and its document.
func stepOf(req *transport.Request) (Step, []byte, error) {
	var body []byte
	if req.Body.Write != nil {
		w := wire.NewWriter(wire.XML)
		defer w.Release()
		w.OmitLinks = true
		req.Body.Write(req.Body.Value, w)
		if err := w.Err(); err != nil {
			return Step{}, nil, fmt.Errorf("%s: %w", req.Op, err)
		}
		body = slices.Clone(w.Bytes())
	}
	path := req.Path
	if query := req.Query.Encode(req.Options.Query); query != "" {
		path += "?" + query
	}
	shown := redact.Body(req.Path, wire.XML.MediaType(), body)
	return Step{req.Op, req.Method, path, string(shown)}, body, nil
}

// make sets the ID of a document, and keeps it.
func (p *Plan) make(req *transport.Request, body []byte) []byte {
	id, document := p.identify(req.Item, body)
	p.made[req.Path+"/"+id] = document
	return document
}

// identify returns the id of a document, which gets one if it has none.
func (p *Plan) identify(tag string, body []byte) (string, []byte) {
	open := "<" + tag
	head, rest, ok := strings.Cut(string(body), open)
	if !ok {
		return "", body
	}
	start, _, _ := strings.Cut(rest, ">")
	if _, after, ok := strings.Cut(start, ` id="`); ok {
		id, _, _ := strings.Cut(after, `"`)
		return url.PathEscape(id), body
	}
	id := newID + strconv.Itoa(len(p.made)+1)
	return id, []byte(head + open + ` id="` + id + `"` + rest)
}

// makes reports whether the plan makes the object at a path.
func (p *Plan) makes(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made[path] != nil
}

// remembered returns the document of what would have been made, or of a collection below it.
func (p *Plan) remembered(req *transport.Request) ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made, ok := p.made[req.Path]; ok {
		return made, true
	}
	for path := range p.made {
		if !strings.HasPrefix(req.Path, path+"/") {
			continue
		}
		return p.collection(req), true
	}
	return nil, false
}

// list returns the document of a collection, with what would have been made in it.
func (p *Plan) list(req *transport.Request) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.collection(req)
}

func (p *Plan) collection(req *transport.Request) []byte {
	list := "<" + req.Tag + ">"
	for _, below := range slices.Sorted(maps.Keys(p.made)) {
		if rest, ok := strings.CutPrefix(below, req.Path+"/"); ok && !strings.Contains(rest, "/") {
			list += string(p.made[below])
		}
	}
	return []byte(list + "</" + req.Tag + ">")
}

// made stands for an engine that has nothing but what a plan would make.
type made struct{ plan *Plan }

func (m made) SystemService() *services.SystemService { return services.NewSystemService(m) }

// Do answers with what would have been made.
func (m made) Do(ctx context.Context, req *transport.Request) error {
	if req.Method != http.MethodGet || req.Invalid != nil {
		return m.plan.do(ctx, req)
	}
	document, ok := m.plan.remembered(req)
	if !ok && strings.HasSuffix(req.Op, ".Get") {
		return unmade(req)
	}
	if !ok {
		document = m.plan.list(req)
	}
	return answer(req, document)
}

// answer has a document read as an engine's.
func answer(req *transport.Request, document []byte) error {
	if req.Answer == nil {
		return nil
	}
	r := wire.NewBytesReader(document, wire.XML)
	defer r.Release()
	if tag := r.Root(); r.Err() == nil && tag == req.Tag {
		if err := req.Answer(r, func(err error) error { return err }); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return fmt.Errorf("%s: %w", req.Op, err)
	}
	return nil
}
