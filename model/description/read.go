package description

import (
	"errors"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Decode reads the description that an engine serves. The name stands for the document in positions; version is the release of the
// model, which the document doesn't tell.
//
// Some facts aren't in the document. Bases and the methods of variants are taken over from like, a model of another release, where
// what it says fits the document; like may be nil. What could not be known, and what was taken from like, is told in missing, one
// sentence each. The error is of type [model.Errors] and holds all faults of the document.
func Decode(name string, data []byte, version string, like *model.Model) (m *model.Model, missing []string, err error) {
	root, problem := tree(name, data)
	if problem != nil {
		return nil, nil, model.Errors{problem}
	}
	r := &reader{like: like, structs: make(map[string]*model.Struct), services: make(map[string]*model.Service)}
	r.document(root)
	r.structBases()
	r.serviceBases()
	m, err = model.New(version, r.enums, slices.Clone(r.structList), slices.Clone(r.serviceList))
	var more model.Errors
	switch {
	case errors.As(err, &more):
		r.errs = append(r.errs, more...)
	case err != nil:
		return nil, nil, err
	}
	if err := r.errs.Err(); err != nil {
		return nil, nil, err
	}
	return m, r.missing(), nil
}

// reader makes the parts of a model out of a document.
type reader struct {
	like *model.Model
	errs model.Errors

	enums       []*model.Enum
	structList  []*model.Struct // with inherited members, until the bases are known
	serviceList []*model.Service
	structs     map[string]*model.Struct
	services    map[string]*model.Service

	took  taken
	loose []string // loose are the methods that look like variants and have no known base
}

func (r *reader) document(n *node) {
	if !r.keys(n, "the document", "root", "types", "services", "documents") {
		return
	}
	for _, t := range r.list(n, "the document", "types", true) {
		r.typeEntry(t)
	}
	for _, s := range r.list(n, "the document", "services", true) {
		r.service(s)
	}
	root := r.text(n, "the document", "root", true)
	if s := r.services[root]; s != nil {
		s.Root = true
	} else if root != "" {
		r.errs.Addf(n.fields["root"].Pos, "the root %s is not among the services", root)
	}
}

// commonKeys are those that every entry may have.
var commonKeys = []string{"doc", "html", "annotations", "name"}

// entry is what all entries have in common.
type entry struct {
	model.Pos
	model.Age
	name, doc string
	areas     []string
}

// entry reads the common part of an entry, and checks that it has no keys but those and the given ones.
func (r *reader) entry(n *node, kind string, keys ...string) (entry, bool) {
	if !r.keys(n, kind, append(slices.Clone(commonKeys), keys...)...) {
		return entry{}, false
	}
	e := entry{Pos: n.Pos, name: r.text(n, kind, "name", true)}
	what := kind + " " + e.name
	e.doc = r.text(n, what, "doc", false)
	for _, a := range r.list(n, what, "annotations", false) {
		r.annotation(&e, what, a)
	}
	return e, e.name != ""
}

// annotation takes the facts from an annotation. Most of them (author, date, status) are none.
func (r *reader) annotation(e *entry, what string, n *node) {
	if !r.keys(n, what+": annotation", "name", "parameters") {
		return
	}
	name := r.text(n, what+": annotation", "name", true)
	var values []string
	for _, p := range r.list(n, what+": annotation "+name, "parameters", false) {
		if !r.keys(p, what+": annotation "+name, "name", "values") {
			continue
		}
		for _, v := range r.list(p, what+": annotation "+name, "values", false) {
			s, ok := v.value.(string)
			if !ok {
				r.errs.Addf(v.Pos, "%s: annotation %s: a value is %s; expected a string", what, name, v.shape)
			}
			values = append(values, s)
		}
	}
	switch name {
	case "area":
		e.areas = append(e.areas, values...)
	case "deprecated":
		e.Deprecated = true
		if v := model.LowestVersion(values); v != "" {
			e.DeprecatedSince = v
		}
	case "since":
		e.Since = model.LowestVersion(values)
	}
}

func (r *reader) typeEntry(n *node) {
	if n.fields == nil {
		r.errs.Addf(n.Pos, "a type is %s; expected an object", n.shape)
		return
	}
	switch kind := r.text(n, "a type", "kind", true); kind {
	case "primitive":
		e, ok := r.entry(n, kind, "kind")
		if ok && !slices.Contains(scalars, e.name) {
			r.errs.Addf(n.Pos, "unknown primitive type %s; known are %s", e.name, strings.Join(scalars, ", "))
		}
	case "enum":
		e, _ := r.entry(n, kind, "kind", "values")
		enum := &model.Enum{Pos: e.Pos, Age: e.Age, Name: e.name, Doc: e.doc}
		for _, v := range r.list(n, "enum "+e.name, "values", true) {
			if e, ok := r.entry(v, "value"); ok {
				enum.Values = append(enum.Values, &model.EnumValue{Pos: e.Pos, Age: e.Age, Name: e.name, Doc: e.doc})
			}
		}
		r.enums = append(r.enums, enum)
	case "struct":
		e, _ := r.entry(n, kind, "kind", "attributes", "links")
		s := &model.Struct{Pos: e.Pos, Age: e.Age, Name: e.name, Doc: e.doc, Builtin: slices.Contains(builtins, e.name)}
		r.members(s, n, "attributes")
		r.members(s, n, "links")
		r.structList = append(r.structList, s)
		if s.Name != "" {
			r.structs[s.Name] = s
		}
	case "":
	default:
		r.errs.Addf(n.Pos, "unknown kind of type %q; known are primitive, enum and struct", kind)
	}
}

func (r *reader) members(s *model.Struct, n *node, key string) {
	for _, item := range r.list(n, "struct "+s.Name, key, true) {
		e, ok := r.entry(item, "member of "+s.Name, "type")
		if !ok {
			continue
		}
		t := r.text(item, "member "+s.Name+"."+e.name, "type", true)
		s.Members = append(s.Members, &model.Member{
			Pos: e.Pos, Age: e.Age, Name: e.name, Link: key == "links", Type: parseType(t), Doc: e.doc,
		})
	}
}

func parseType(s string) model.Type {
	name, list := strings.CutSuffix(s, "[]")
	return model.Type{Name: name, List: list}
}

func (r *reader) service(n *node) {
	e, ok := r.entry(n, "service", "methods", "locators")
	if !ok {
		return
	}
	s := &model.Service{Pos: e.Pos, Age: e.Age, Name: e.name, Areas: e.areas, Doc: e.doc}
	for _, item := range r.list(n, "service "+s.Name, "methods", true) {
		if m := r.method(s, item); m != nil {
			s.Methods = append(s.Methods, m)
		}
	}
	r.variants(s)
	for _, item := range r.list(n, "service "+s.Name, "locators", true) {
		if l := r.locator(s, item); l != nil {
			s.Locators = append(s.Locators, l)
		}
	}
	r.serviceList = append(r.serviceList, s)
	r.services[s.Name] = s
}

func (r *reader) method(s *model.Service, n *node) *model.Method {
	e, ok := r.entry(n, "method of "+s.Name, "parameters")
	if !ok {
		return nil
	}
	m := &model.Method{Pos: e.Pos, Age: e.Age, Name: e.name, Kind: kindOf(e.name), Doc: e.doc}
	what := "method " + s.Name + "." + m.Name
	for _, item := range r.list(n, what, "parameters", true) {
		e, ok := r.entry(item, "parameter of "+s.Name+"."+m.Name, "in", "out", "type")
		if !ok {
			continue
		}
		what := "parameter " + s.Name + "." + m.Name + "." + e.name
		m.Params = append(m.Params, &model.Param{
			Pos: e.Pos, Age: e.Age, Name: e.name, Type: parseType(r.text(item, what, "type", true)),
			In: r.flag(item, what, "in"), Out: r.flag(item, what, "out"), Doc: e.doc,
		})
	}
	if main := m.Main(); main != nil && (m.Kind == model.Get || m.Kind == model.List) {
		main.In = false // Engines 4.0 mark the answer of statistic.get as in, too; a GET has no body.
	}
	return m
}

// kindOf returns the kind of a method that isn't a variant, by its name.
func kindOf(name string) model.Kind {
	switch kind := model.Kind(name); kind {
	case model.Add, model.Get, model.List, model.Update, model.Remove:
		return kind
	}
	return model.Action
}

func (r *reader) locator(s *model.Service, n *node) *model.Locator {
	e, ok := r.entry(n, "locator of "+s.Name, "service", "parameters")
	if !ok {
		return nil
	}
	what := "locator " + s.Name + "." + e.name
	l := &model.Locator{Pos: e.Pos, Age: e.Age, Name: e.name, Service: r.text(n, what, "service", true), Doc: e.doc}
	params := r.list(n, what, "parameters", true)
	if len(params) > 1 {
		r.errs.Addf(n.Pos, "%s has %d parameters; expected one at most", what, len(params))
	}
	for _, item := range params {
		p, ok := r.entry(item, "parameter of "+s.Name+"."+e.name, "in", "out", "type")
		if ok && r.text(item, what, "type", true) != "string" {
			r.errs.Addf(item.Pos, "%s: the parameter of a locator is a string", what)
		}
		l.Param = p.name
	}
	return l
}
