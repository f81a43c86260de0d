// Package diff tells what a release of the model adds, changes, deprecates and removes against another, and what that means for
// programs that use the generated packages.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package diff

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
)

// Report is the difference between two models.
type Report struct {
	Old     string   `json:"old"` // Old and New are the versions.
	New     string   `json:"new"`
	Breaks  bool     `json:"breaks"` // Breaks says that some program which compiled against the old packages doesn't with the new ones.
	Changes []Change `json:"changes"`
}

// What happened to a symbol.
const (
	Added      = "added"
	Changed    = "changed"
	Deprecated = "deprecated"
	Removed    = "removed"
)

// Change is what happened to one symbol.
type Change struct {
	What   string `json:"what"`             // What is added, changed, deprecated or removed.
	Kind   string `json:"kind"`             // Kind is enum, value, type, member, link, service, method, form, parameter or locator.
	Symbol string `json:"symbol"`           // Symbol is the name in the model, such as vm.fqdn.
	Go     string `json:"go"`               // Go is the name in Go, such as types.Vm.Fqdn; forms have that of their method.
	Detail string `json:"detail,omitempty"` // Detail says what differs.
	Breaks bool   `json:"breaks"`           // Breaks says that programs which use the symbol don't compile any more.
}

// New compares the graphs of two models.
func New(old, new *graph.Graph) Report {
	r := Report{Old: old.Model.Version, New: new.Model.Version, Changes: []Change{}}
	before, after := symbols(old), symbols(new)
	for key, a := range before {
		b, ok := after[key]
		if !ok {
			r.add(a, Removed, "", a.kind != form)
			continue
		}
		if !a.deprecated && b.deprecated {
			r.add(b, Deprecated, "", false)
		}
		if a.goType != b.goType {
			r.add(b, Changed, fmt.Sprintf("%s became %s in Go", a.goType, b.goType), true)
		}
		if a.needs != b.needs {
			r.add(b, Changed, fmt.Sprintf("it demands %s instead of %s", cmp.Or(b.needs, "nothing"), cmp.Or(a.needs, "nothing")), false)
		}
	}
	for key, b := range after {
		if _, ok := before[key]; !ok {
			r.add(b, Added, "", false)
		}
	}
	slices.SortFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)), cmp.Compare(a.Symbol, b.Symbol),
			cmp.Compare(a.Detail, b.Detail))
	})
	return r
}

func (r *Report) add(s symbol, what, detail string, breaks bool) {
	r.Changes = append(r.Changes, Change{What: what, Kind: s.kind, Symbol: s.name, Go: s.goName, Detail: detail, Breaks: breaks})
	r.Breaks = r.Breaks || breaks
}

var kinds = []string{"enum", "value", "type", "member", "link", "service", "method", form, "parameter", "locator"}

func kindOrder(kind string) int { return slices.Index(kinds, kind) }

// Text writes the report for people: a paragraph for each of what was added, changed, deprecated and removed, a line per symbol.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	verdict := "the Go API stays compatible"
	if r.Breaks {
		verdict = "the Go API breaks"
	}
	plural := "s"
	if len(r.Changes) == 1 {
		plural = ""
	}
	fmt.Fprintf(&b, "model %s to %s: %d change%s, %s\n", r.Old, r.New, len(r.Changes), plural, verdict)
	what := ""
	for _, c := range r.Changes {
		if c.What != what {
			what = c.What
			fmt.Fprintf(&b, "\n%s:\n", what)
		}
		fmt.Fprintf(&b, "  %-9s %s (%s)", c.Kind, c.Symbol, c.Go)
		if c.Detail != "" {
			fmt.Fprintf(&b, ": %s", c.Detail)
		}
		if c.Breaks {
			b.WriteString(" [breaks]")
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
