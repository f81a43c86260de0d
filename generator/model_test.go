package generator

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

// whole is the committed model with what is generated from it.
type whole struct {
	graph   *graph.Graph
	files   map[string][]byte
	symbols map[string]symbol
}

// TestWholeModel looks at everything that is generated from the committed model.
func TestWholeModel(t *testing.T) {
	t.Parallel()
	m := loadEmbedded(t)
	g, err := graph.New(m)
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files(m, Home)
	if err != nil {
		t.Fatal(err)
	}
	w := &whole{graph: g, files: files, symbols: exported(t, files)}
	t.Run("what the model declares", w.declared)
	t.Run("what the packages export", w.exports)
	t.Run("a comment for each name", w.comments)
	t.Run("since and deprecated", w.ages)
	t.Run("what an add demands", w.demands)
	t.Run("formatted", func(t *testing.T) { checkFormat(t, w.files) })
}

// declared counts the model itself.
func (w *whole) declared(t *testing.T) {
	m := w.graph.Model
	got := map[string]int{"structs": len(m.Structs), "enums": len(m.Enums), "services": len(m.Services)}
	for _, s := range m.Structs {
		if s.Builtin {
			got["built-in structs"]++
		}
		for _, member := range s.Members {
			if member.Link {
				got["links"]++
			}
		}
	}
	for _, e := range m.Enums {
		got["values"] += len(e.Values)
	}
	for _, s := range m.Services {
		got["locators"] += len(s.Locators)
		for _, method := range s.Methods {
			if method.Base != "" {
				got["variants"]++
			} else {
				got["methods"]++
			}
		}
	}
	want := map[string]int{
		"structs": 217 + 3, "built-in structs": 3, "links": 349, "enums": 115, "values": 598,
		"services": 288, "methods": 637, "variants": 49, "locators": 318,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts of model 4.6.1 (-want +got):\n%s", diff)
	}
}

// exports counts the generated declarations, and compares them with the graph, which flattens what is inherited.
func (w *whole) exports(t *testing.T) {
	got := make(map[string]int)
	for name, s := range w.symbols {
		pkg, rest, _ := strings.Cut(name, ".")
		switch {
		case s.kind == "type" && strings.HasSuffix(rest, "Params") && pkg == "services":
			got["params"]++
		case s.kind == "method" && strings.HasSuffix(rest, "Service"):
			got["locators"]++
		case s.kind == "method" && (strings.HasSuffix(rest, ".All") || strings.HasSuffix(rest, ".Each")):
			got["iterators"]++
		case s.kind == "field":
			got["fields of "+pkg]++
		default:
			got[s.kind+"s of "+pkg]++
		}
	}
	links, fields, params, lists := 0, 0, 0, 0
	for _, s := range w.graph.Structs {
		fields += len(s.Fields)
		if s.Linked {
			fields += len([]string{"Links", "Actions"})
		}
		for _, m := range w.graph.Model.Members(s.Model) {
			if m.Link {
				links++
			}
		}
	}
	for _, s := range w.graph.Services {
		for _, m := range s.Methods {
			params += len(m.Params.Fields)
			if m.Kind == model.List {
				lists++
			}
		}
	}
	facts, err := model.EmbeddedSearch()
	if err != nil {
		t.Fatal(err)
	}
	led := make(map[string]bool) // kinds that a relation which finds something leads to
	for _, s := range facts {
		for _, c := range s.Crosses {
			led[c.Kind] = led[c.Kind] || c.Limit == ""
		}
	}
	searched := 0
	for _, s := range facts {
		if s.Collection == "" && !led[s.Kind] {
			continue
		}
		for _, f := range s.Fields {
			if f.Limit != model.Broken {
				searched++
			}
		}
		for _, c := range s.Crosses {
			if c.Limit == "" {
				searched++
			}
		}
	}
	// Of the 706 methods with the inherited ones 58 are variants, which are folded into the others.
	want := map[string]int{
		"types of types": 220 + 115, "consts of types": 598, "fields of types": fields,
		"vars of readers": 220, "funcs of readers": 1, "vars of writers": 220,
		"consts of rel":     links,
		"consts of search":  searched,
		"types of services": 288, "params": 706 - 58, "fields of services": params,
		"methods of services": 706 - 58, "iterators": 2 * lists, "locators": 336, "funcs of services": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts of the generated packages (-want +got):\n%s", diff)
	}
}

// comments checks that each comment begins with the name and that its first sentence ends.
func (w *whole) comments(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(w.symbols)) {
		short := name[strings.LastIndexByte(name, '.')+1:]
		doc := w.symbols[name].doc
		if first, _, _ := strings.Cut(doc, " "); first != short {
			t.Errorf("%s: the comment begins with %q, not with the name", name, first)
		}
		paragraph, _, _ := strings.Cut(doc, "\n\n")
		if !strings.HasSuffix(strings.TrimSpace(paragraph), ".") {
			t.Errorf("%s: the first paragraph doesn't end in a full stop: %q", name, paragraph)
		}
		for line := range strings.Lines(doc) {
			if len(line) > 120 {
				t.Errorf("%s: a line of the comment has %d characters: %s", name, len(line), line)
			}
		}
	}
}

// ages checks that each comment says what the model knows of since and deprecated, and no more.
func (w *whole) ages(t *testing.T) {
	ages := w.modelAges()
	for name, s := range w.symbols {
		age := ages[name]
		if got := strings.Contains("\n"+s.doc, "\nDeprecated: "); got != age.Deprecated {
			t.Errorf("%s: the comment says deprecated: %t, the model says %t", name, got, age.Deprecated)
		}
		if age.Since != "" && !strings.Contains(oneLine(s.doc), "Since "+age.Since+".") {
			t.Errorf("%s: the comment lacks since %s", name, age.Since)
		}
	}
	deprecated := 0
	for name, age := range ages {
		if _, ok := w.symbols[name]; !ok {
			t.Errorf("%s is not generated", name)
		}
		if age.Deprecated {
			deprecated++
		}
	}
	if deprecated < 90 {
		t.Errorf("only %d names are deprecated", deprecated)
	}
}

// modelAges returns the age of each generated name that stands for something of the model.
func (w *whole) modelAges() map[string]model.Age {
	ages := make(map[string]model.Age)
	for _, e := range w.graph.Enums {
		ages["types."+e.Name] = e.Model.Age
		for _, v := range e.Values {
			ages["types."+v.Name] = v.Model.Age
		}
	}
	for _, s := range w.graph.Structs {
		ages["types."+s.Name] = s.Model.Age
		for _, f := range s.Fields {
			if f.Member != nil {
				ages["types."+s.Name+"."+f.Name] = f.Member.Age
			}
		}
		for _, r := range s.Relations {
			ages["rel."+r.Name] = r.Member.Age
		}
	}
	for _, s := range w.graph.Services {
		ages["services."+s.Name] = s.Model.Age
		for _, m := range s.Methods {
			ages["services."+s.Name+"."+m.Name] = m.Model.Age
			for _, f := range m.Params.Fields {
				ages["services."+m.Params.Name+"."+f.Name] = f.Param.Age
			}
		}
		for _, l := range s.Locators {
			ages["services."+s.Name+"."+l.Name] = l.Model.Age
		}
	}
	return ages
}

// demands checks that the comment of each method names what is mandatory, for each form of it where that stands.
func (w *whole) demands(t *testing.T) {
	checked := 0
	for _, s := range w.graph.Services {
		for _, m := range s.Methods {
			doc := w.symbols["services."+s.Name+"."+m.Name].doc
			base, forms, _ := strings.Cut(doc, "It has several forms:")
			points := strings.Split(forms, "\n  - ")[1:]
			if len(points) != len(m.Variants) {
				t.Errorf("%s: the comment has %d forms, want %d", m.Op, len(points), len(m.Variants))
				continue
			}
			checked += names(t, m, m.Model, base)
			for i, v := range m.Variants {
				checked += names(t, m, v, points[i])
			}
		}
	}
	if checked < 201 {
		t.Errorf("only %d mandatory paths were looked for, but the model has 201 rules", checked)
	}
}

// names checks that a text names the mandatory paths of a form, and returns how many there are.
func names(t *testing.T, m *graph.Method, form *model.Method, text string) int {
	t.Helper()
	count := 0
	for _, rule := range form.Input {
		for _, path := range rule.Paths {
			if !rule.Mandatory {
				continue
			}
			count++
			if want := goPath(m, path); !strings.Contains(oneLine(text), want) {
				t.Errorf("%s, form %s: the comment doesn't name %s", m.Op, form.Name, want)
			}
		}
	}
	return count
}

// goPath spells the path of a constraint as the fields of the body, or of the params: vm.snapshots[].id is Snapshots[].ID.
func goPath(m *graph.Method, path string) string {
	var fields []string
	for i, step := range model.Steps(path) {
		if i == 0 && m.Main != nil && step.Name == m.Main.Param.Name {
			continue
		}
		field := ""
		for word := range strings.SplitSeq(step.Name, "_") {
			if word == "id" {
				word = "ID"
			}
			field += strings.ToUpper(word[:1]) + word[1:]
		}
		if step.Items {
			field += "[]"
		}
		fields = append(fields, field)
	}
	return strings.Join(fields, ".")
}

// oneLine returns a comment without its line breaks.
func oneLine(doc string) string { return strings.Join(strings.Fields(doc), " ") }
