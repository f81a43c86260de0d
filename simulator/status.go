package simulator

import (
	"bytes"
	"cmp"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"time"
)

//go:embed status.html
var statusHTML string

// statusTemplate escapes whatever comes from clients.
var statusTemplate = template.Must(template.New("status").Funcs(template.FuncMap{
	"clock": func(t time.Time) string { return t.Format("15:04:05") },
	"iso":   func(t time.Time) string { return t.Format(time.RFC3339) },
}).Parse(statusHTML))

// shown is how many requests and events the status page shows.
const shown = 20

// Counts returns how many objects there are in each collection of the entry point that has any, such as "vms".
func (e *Engine) Counts() map[string]int {
	e.world.Advance()
	counts := map[string]int{}
	e.world.Read(func() {
		for segment, node := range e.world.Tree.Root.Fixed {
			if n := len(e.world.All(node.Pattern)); n > 0 {
				counts[segment] = n
			}
		}
	})
	return counts
}

// status is what the page shows.
type status struct {
	Version  string
	Now      time.Time
	Outage   Outage
	API      string
	Control  string // the control endpoint; empty if it is switched off
	Stats    Stats
	Counts   []count
	Sessions []Session // last used first
	Rules    []handleJSON
	Requests []Request // last first
	Events   []event   // last first
}

type count struct {
	Name   string
	Number int
}

type event struct {
	ID, Severity, Text string
	Code               int64
	Time               time.Time
}

// statusPage answers with a page for people: what there is and what goes on. It loads nothing and changes nothing.
func (e *Engine) statusPage(w http.ResponseWriter, r *http.Request) {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	s := status{
		Version: e.options.Version, Now: e.options.Clock.Now(), Outage: e.Outage(), API: scheme + r.Host + e.options.Base + "/api",
		Stats: e.Stats(), Sessions: e.Sessions(), Requests: e.Requests(), Events: e.lastEvents(),
	}
	if e.options.Control {
		s.Control = scheme + r.Host + frontPath
	}
	for name, n := range e.Counts() {
		s.Counts = append(s.Counts, count{name, n})
	}
	slices.SortFunc(s.Counts, func(a, b count) int { return cmp.Compare(a.Name, b.Name) })
	for _, h := range e.Rules() {
		s.Rules = append(s.Rules, h.json())
	}
	slices.Reverse(s.Requests)
	s.Requests = s.Requests[:min(shown, len(s.Requests))]

	var page bytes.Buffer
	if err := statusTemplate.Execute(&page, s); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	text(w, http.StatusOK, "text/html", page.String())
}

// lastEvents returns the last events of the engine's log, last first.
func (e *Engine) lastEvents() []event {
	var out []event
	e.world.Read(func() {
		root := e.world.Tree.Root.Fixed["events"]
		if root == nil {
			return
		}
		all := e.world.All(root.Pattern)
		for _, entity := range slices.Backward(all[max(0, len(all)-shown):]) {
			o := entity.Object()
			at, _ := o.Get("time").(time.Time)
			out = append(out, event{o.ID(), o.Text("severity"), o.Text("description"), o.Int("code"), at})
		}
	})
	return out
}
