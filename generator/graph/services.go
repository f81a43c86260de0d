package graph

import (
	"slices"

	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// iterators are the Go methods that a list has beside List itself.
var iterators = []string{"All", "Each"}

// methods makes the Go methods of a service: declared and inherited ones, variants folded into the method they are a form of.
func (r *resolver) methods(s *Service) {
	names := r.scope(s.Name)
	all := r.g.Model.Methods(s.Model)
	for _, m := range all {
		if m.Base != "" {
			continue
		}
		method := &Method{
			Model:   m,
			Name:    naming.Exported(m.Name),
			Kind:    m.Kind,
			Segment: m.Segment(),
			Params:  &Params{Name: paramsName(s.Model, m)},
		}
		method.Op = s.Name + "." + method.Name
		for _, v := range all {
			if v.Base == m.Name {
				method.Variants = append(method.Variants, v)
			}
		}
		names.add(m.Pos, method.Name, "method "+m.Name)
		if m.Kind == model.List {
			for _, name := range iterators {
				names.add(m.Pos, name, "the iterator of method "+m.Name)
			}
			method.Paged = r.paging.Of(s.Model.Name) == model.Paged &&
				m.Param("search") != nil && m.Param("max") != nil
		}
		r.params(s, method)
		r.demands(method)
		s.Methods = append(s.Methods, method)
	}
	for _, l := range r.g.Model.Locators(s.Model) {
		names.add(l.Pos, locatorName(l), "locator "+l.Name)
	}
}

// params sorts the parameters of a method and its variants into body, result and fields of the params struct.
func (r *resolver) params(s *Service, method *Method) {
	main := method.Model.Main()
	if main != nil {
		method.Main = r.param(main)
		if method.Main.Shape.Kind != Object {
			r.errs.Addf(main.Pos, "%s answers with %s, which is not a struct", method.Op, main.Type)
			return
		}
		if method.Kind == model.Update && main.Type.List {
			r.errs.Addf(main.Pos, "%s changes %s, but only a single object can be", method.Op, main.Type)
		}
	}
	names := r.scope(method.Params.Name)
	for _, form := range append([]*model.Method{method.Model}, method.Variants...) {
		for _, p := range form.Params {
			if main != nil && p.Name == main.Name {
				continue
			}
			// Models 4.2 and 4.3 keep the old output of an action beside the one that took its place.
			if p.Out && method.Kind == model.Action && (method.Result == nil || method.Result.Param.Deprecated) {
				method.Result = r.param(p)
			}
			if !p.In {
				continue
			}
			i := slices.IndexFunc(method.Params.Fields, func(f *Field) bool { return f.Param.Name == p.Name })
			if i >= 0 {
				if f := method.Params.Fields[i]; len(f.Forms) > 0 {
					f.Forms = append(f.Forms, form.Name)
				}
				continue
			}
			f := r.param(p)
			if form != method.Model {
				f.Forms = []string{form.Name}
			}
			if p.Name == "follow" && p.Type == (model.Type{Name: "string"}) && method.Main != nil {
				f.Shape = Shape{Kind: Follow, Struct: method.Main.Shape.Struct}
			}
			r.checkQuery(method, f)
			names.add(p.Pos, f.Name, "parameter "+p.Name)
			method.Params.Fields = append(method.Params.Fields, f)
		}
	}
}

// checkQuery reports a parameter that would have to go into a query but isn't a scalar. A remove may carry lists of objects in a
// body, as gluster bricks do.
func (r *resolver) checkQuery(method *Method, f *Field) {
	if method.Kind == model.Action || method.Kind == model.Remove && f.Shape.Kind == Object && f.Shape.List {
		return
	}
	if f.Shape.List || f.Shape.Kind == Object {
		r.errs.Addf(f.Param.Pos, "parameter %s of %s is %s, which a query cannot hold", f.Param.Name, method.Op, f.Param.Type)
	}
}

func (r *resolver) param(p *model.Param) *Field {
	f := &Field{Param: p, Name: naming.Exported(p.Name), Wire: p.Wire(), Shape: r.shape(p.Pos, "parameter "+p.Name, p.Type)}
	if p.Type.List {
		f.Item = r.g.Model.ItemTag(p.Name, p.Type)
	}
	return f
}

// Body reports whether the parameter travels in the body: all of an action's do, and objects of a remove.
func (m *Method) Body(f *Field) bool { return m.Kind == model.Action || f.Shape.Kind == Object }

func locatorName(l *model.Locator) string { return naming.Exported(l.Name) + "Service" }

// locators makes the locators of a service, inherited ones too.
func (r *resolver) locators(s *Service) {
	for _, l := range r.g.Model.Locators(s.Model) {
		locator := &Locator{Model: l, Name: locatorName(l), Target: r.services[l.Service]}
		if l.Param == "" {
			locator.Segment = l.Segment()
		} else {
			locator.Param = "id"
		}
		s.Locators = append(s.Locators, locator)
	}
}
