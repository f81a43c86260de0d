package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/trouble"
)

// frontPath is where the simulator shows itself: the status page, and below it the control endpoint.
const frontPath = "/ovirt-simulator"

// maxControl bounds the documents that the control endpoint takes.
const maxControl = 16 << 20

// control is one thing that the control endpoint does. What it returns is answered as JSON, a text as it is.
type control struct {
	method, path string
	do           func(*http.Request) (any, error)
}

// controls are the things that the control endpoint does; docs/simulator.md describes them.
func (e *Engine) controls() []control {
	return []control{
		{"GET", "/rules", e.listRules},
		{"POST", "/rules", e.addRules},
		{"DELETE", "/rules", e.removeRules},
		{"GET", "/rules/{id}", e.showRule},
		{"DELETE", "/rules/{id}", e.removeRule},
		{"GET", "/clock", e.showClock},
		{"POST", "/clock", e.moveClock},
		{"POST", "/tokens/expire", e.expireNow},
		{"GET", "/outage", e.showOutage},
		{"POST", "/outage", e.beginOutage},
		{"DELETE", "/outage", e.endOutage},
		{"GET", "/objects/{path...}", e.showObject},
		{"POST", "/objects/{path...}", e.seedObject},
		{"PUT", "/objects/{path...}", e.putObject},
		{"DELETE", "/objects/{path...}", e.dropObject},
		{"GET", "/requests", e.listRequests},
		{"DELETE", "/requests", e.forgetRequests},
		{"GET", "/inventory", func(*http.Request) (any, error) { return e.Counts(), nil }},
		{"GET", "/stats", func(*http.Request) (any, error) { return e.Stats(), nil }},
	}
}

// newFront returns what answers requests that are no engine's.
func (e *Engine) newFront() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", e.statusPage)
	mux.HandleFunc("GET "+frontPath, e.statusPage)
	mux.HandleFunc("GET "+frontPath+"/{$}", e.statusPage)
	if !e.options.Control {
		return mux
	}
	for _, c := range e.controls() {
		mux.HandleFunc(c.method+" "+frontPath+c.path, c.answer)
	}
	// A page of another site, open in the browser of the one who runs the simulator, has no business here.
	return http.NewCrossOriginProtection().Handler(mux)
}

// errBadControl wraps what is wrong with a request.
var errBadControl = errors.New("bad request")

func badControl(format string, args ...any) error {
	return fmt.Errorf("%w: %w", errBadControl, fmt.Errorf(format, args...))
}

func (c *control) answer(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxControl)
	v, err := c.do(r)
	status := http.StatusOK
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, errNoRule):
		status = http.StatusNotFound
	case errors.Is(err, errBadControl):
		status = http.StatusBadRequest
	case err != nil:
		status = http.StatusConflict
	case r.Method == http.MethodPost && strings.HasSuffix(c.path, "/rules"):
		status = http.StatusCreated
	}
	if err != nil {
		v = map[string]string{"error": strings.TrimPrefix(err.Error(), errBadControl.Error()+": ")}
	}
	if document, ok := v.(string); ok {
		text(w, status, "application/xml", document)
		return
	}
	body, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	text(w, status, "application/json", string(body)+"\n")
}

// handleJSON is a rule in force.
type handleJSON struct {
	ID   int  `json:"id"`
	Hits int  `json:"hits"`
	Seen int  `json:"seen"`
	Rule Rule `json:"rule"`
}

func (h *Handle) json() handleJSON {
	return handleJSON{ID: h.ID(), Hits: h.Hits(), Seen: h.Seen(), Rule: h.Rule()}
}

func (e *Engine) listRules(*http.Request) (any, error) {
	out := []handleJSON{}
	for _, h := range e.Rules() {
		out = append(out, h.json())
	}
	return out, nil
}

// addRules adds all rules of a document, or none.
func (e *Engine) addRules(r *http.Request) (any, error) {
	rules, err := ReadRules(r.Body)
	if err != nil {
		return nil, badControl("%w", err)
	}
	if len(rules) == 0 {
		return nil, badControl("the document has no rule")
	}
	for i, rule := range rules {
		if err := e.CheckRule(rule); err != nil {
			return nil, badControl("rule %d: %w", i+1, err)
		}
	}
	out := []handleJSON{}
	for _, rule := range rules {
		out = append(out, e.Fail(rule).json())
	}
	return out, nil
}

func (e *Engine) removeRules(*http.Request) (any, error) {
	for _, h := range e.Rules() {
		h.Remove()
	}
	return struct{}{}, nil
}

// errNoRule says that a rule was never set, or has been taken away.
var errNoRule = errors.New("there is no such rule")

// handle finds the rule of a path.
func (e *Engine) handle(r *http.Request) (*Handle, error) {
	for _, h := range e.Rules() {
		if strconv.Itoa(h.ID()) == r.PathValue("id") {
			return h, nil
		}
	}
	return nil, fmt.Errorf("rule %s: %w", r.PathValue("id"), errNoRule)
}

func (e *Engine) showRule(r *http.Request) (any, error) {
	h, err := e.handle(r)
	if err != nil {
		return nil, err
	}
	return h.json(), nil
}

func (e *Engine) removeRule(r *http.Request) (any, error) {
	h, err := e.handle(r)
	if err != nil {
		return nil, err
	}
	h.Remove()
	return h.json(), nil
}

type clockJSON struct {
	Now time.Time `json:"now"`
}

func (e *Engine) showClock(*http.Request) (any, error) { return clockJSON{e.options.Clock.Now()}, nil }

// moveClock moves a clock that can be moved; what becomes due happens before it answers.
func (e *Engine) moveClock(r *http.Request) (any, error) {
	d, err := duration(r, "advance")
	if err != nil {
		return nil, err
	}
	if r.FormValue("advance") == "" {
		return nil, badControl("advance is missing, as in clock?advance=10m")
	}
	clock, ok := e.options.Clock.(interface{ Advance(time.Duration) })
	if !ok {
		return nil, errors.New("this clock can't be moved")
	}
	if e.options.Clock.Now().Add(d).After(endOfTime) {
		return nil, badControl("advance %s leads behind the year %d", d, endOfTime.Year())
	}
	clock.Advance(d)
	e.world.Advance()
	return e.showClock(r)
}

// duration returns a parameter that is one, 0 if it is absent.
func duration(r *http.Request, name string) (time.Duration, error) {
	text := r.FormValue(name)
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, badControl("%s %q is no duration such as 10m", name, text)
	}
	return d, nil
}

func (e *Engine) expireNow(*http.Request) (any, error) {
	n := e.Stats().Tokens
	e.ExpireTokens()
	return map[string]int{"expired": n}, nil
}

type outageJSON struct {
	Outage Outage `json:"outage"`
}

func (e *Engine) showOutage(*http.Request) (any, error) { return outageJSON{e.Outage()}, nil }

// beginOutage stops the engine. An outage that refuses connections takes the control endpoint along, so it needs an end.
func (e *Engine) beginOutage(r *http.Request) (any, error) {
	d, err := duration(r, "for")
	if err != nil {
		return nil, err
	}
	how := Outage(r.FormValue("outage"))
	switch how {
	case "":
		how = Unavailable
	case Unavailable:
	case Refused:
		if d == 0 {
			return nil, badControl("for is missing: while connections are refused nobody can end the outage")
		}
	default:
		return nil, badControl("outage %q is neither %s nor %s", how, Refused, Unavailable)
	}
	if how == Refused {
		// The answer goes first.
		time.AfterFunc(refuseAfter, func() { _ = e.stopFor(how, d) })
		return outageJSON{how}, nil
	}
	if err := e.stopFor(how, d); err != nil {
		return nil, err
	}
	return e.showOutage(r)
}

// refuseAfter is how long the answer to the order for an outage has to reach the client.
const refuseAfter = 100 * time.Millisecond

func (e *Engine) endOutage(r *http.Request) (any, error) {
	if err := e.Restart(); err != nil {
		return nil, err
	}
	return e.showOutage(r)
}

func (e *Engine) showObject(r *http.Request) (any, error) {
	path := "/" + r.PathValue("path")
	if ids := e.IDs(path); ids != nil {
		return ids, nil
	}
	return e.Document(path)
}

func (e *Engine) seedObject(r *http.Request) (any, error) {
	document, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, badControl("%w", err)
	}
	id, err := e.Seed("/"+r.PathValue("path"), string(document))
	if err != nil {
		return nil, badControl("%w", err)
	}
	return map[string]string{"id": id}, nil
}

func (e *Engine) putObject(r *http.Request) (any, error) {
	document, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, badControl("%w", err)
	}
	path := "/" + r.PathValue("path")
	switch err := e.Put(path, string(document)); {
	case errors.Is(err, ErrNotFound):
		return nil, err
	case err != nil:
		return nil, badControl("%w", err)
	}
	return e.Document(path)
}

func (e *Engine) dropObject(r *http.Request) (any, error) {
	return struct{}{}, e.Drop("/" + r.PathValue("path"))
}

// listRequests returns the requests that the parameters choose: those of an operation, those with a status, the last ones.
func (e *Engine) listRequests(r *http.Request) (any, error) {
	op, status := r.FormValue("op"), r.FormValue("status")
	out := []Request{}
	for _, one := range e.Requests() {
		if op != "" && !trouble.Matches(op, one.Operation) || status != "" && strconv.Itoa(one.Status) != status {
			continue
		}
		out = append(out, one)
	}
	if limit := r.FormValue("limit"); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 0 {
			return nil, badControl("limit %q is no number", limit)
		}
		out = out[max(0, len(out)-n):]
	}
	return out, nil
}

func (e *Engine) forgetRequests(*http.Request) (any, error) {
	e.ForgetRequests()
	return struct{}{}, nil
}
