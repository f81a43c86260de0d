package importer

import (
	"github.com/ovirt-go/ovirt/model"
)

// service makes a service of a declaration: what is nested in it are its methods, and its own methods are its locators.
func (b *builder) service(d *javaDecl) *model.Service {
	s := &model.Service{
		Pos: d.pos, Age: d.doc.age(d.marks), Name: serviceName(d.name), Root: has(d.marks, "Root"), Doc: b.text(d.doc),
	}
	for _, mark := range d.marks {
		if mark.name == "Area" {
			s.Areas = append(s.Areas, mark.values...)
		}
	}
	base, mixins := b.supers(d)
	if base != nil {
		s.Base = serviceName(base.name)
	}
	for _, mixin := range mixins {
		b.errs.Addf(d.pos, "%s: a service extends no mixin such as %s", d.name, mixin.name)
	}
	for _, nested := range d.nested {
		b.operation(s, nested)
	}
	for _, m := range d.methods {
		if l := b.locator(d, m); l != nil {
			s.Locators = append(s.Locators, l)
		}
	}
	return s
}

// locator makes a locator of a method of a service. A method without @Service means nothing to upstream, and returns nil.
func (b *builder) locator(d *javaDecl, m *javaMethod) *model.Locator {
	what := d.name + "." + m.name
	b.marks(what, m.marks, "Service", "Deprecated")
	if !has(m.marks, "Service") {
		return nil
	}
	if m.body || m.list {
		b.errs.Addf(m.pos, "%s: a locator returns one service and has no body", what)
		return nil
	}
	l := &model.Locator{
		Pos: m.pos, Age: m.doc.age(m.marks), Name: modelName(m.name), Service: serviceName(m.result.name), Doc: b.text(m.doc),
	}
	switch {
	case len(m.params) > 1:
		b.errs.Addf(m.pos, "%s: a locator has one parameter at most", what)
	case len(m.params) == 1:
		if typ := m.params[0].typ; typ.name != "String" {
			b.errs.Addf(typ.pos, "%s: the parameter of a locator is a String, not %s", what, typ.name)
		}
		l.Param = modelName(m.params[0].name)
	}
	return l
}

// kindOf returns the kind of a method that isn't a variant: by its name, and what has no special name is an action.
func kindOf(name string) model.Kind {
	switch kind := model.Kind(name); kind {
	case model.Add, model.Get, model.List, model.Update, model.Remove:
		return kind
	}
	return model.Action
}

// operation makes a method of an interface nested in a service, and further ones of the variants nested in that.
func (b *builder) operation(s *model.Service, d *javaDecl) {
	if !b.operationShape(s, d) {
		return
	}
	base, mixins := b.supers(d)
	if base != nil {
		b.errs.Addf(base.pos, "%s.%s: an operation extends mixins only, and %s is none", s.Name, d.name, base.name)
	}
	name := modelName(d.name)
	m := &model.Method{
		Pos: d.pos, Age: d.doc.age(d.marks), Name: name, Kind: kindOf(name), Params: b.params(s, d, mixins),
		Input: b.input(s, d), Doc: b.text(d.doc),
	}
	s.Methods = append(s.Methods, m)

	for _, nested := range d.nested {
		if b.operationShape(s, nested) {
			b.variant(s, d, m, nested)
		}
	}
}

// operationShape checks what operations and variants have in common.
func (b *builder) operationShape(s *model.Service, d *javaDecl) bool {
	if d.kind != "interface" {
		b.errs.Addf(d.pos, "%s.%s: a service has no nested %s", s.Name, d.name, d.kind)
		return false
	}
	b.marks(s.Name+"."+d.name, d.marks, "Deprecated")
	return true
}

// variant makes a method of an interface nested in an operation. It has its own parameters first and then those of the operation.
func (b *builder) variant(s *model.Service, outer *javaDecl, base *model.Method, d *javaDecl) {
	super, mixins := b.supers(d)
	if super == nil || super.name != outer.name {
		b.errs.Addf(d.pos, "%s.%s.%s: a variant of %s extends it", s.Name, outer.name, d.name, outer.name)
	}
	for _, nested := range d.nested {
		b.errs.Addf(nested.pos, "%s.%s.%s: a variant has no nested %s", s.Name, outer.name, d.name, nested.kind)
	}
	params := b.params(s, d, mixins)
	for _, p := range base.Params {
		copied := *p
		params = append(params, &copied)
	}
	s.Methods = append(s.Methods, &model.Method{
		Pos: d.pos, Age: d.doc.age(d.marks), Name: base.Name + "_" + modelName(d.name), Kind: base.Kind, Base: base.Name,
		Params: params, Input: b.input(s, d), Doc: b.text(d.doc),
	})
}

// params makes the parameters of an operation: its own, then those of its mixins.
func (b *builder) params(s *model.Service, d *javaDecl, mixins []*javaDecl) []*model.Param {
	var params []*model.Param
	for _, from := range append([]*javaDecl{d}, mixins...) {
		for _, m := range from.methods {
			if m.body {
				continue // an input detail
			}
			what := s.Name + "." + d.name + "." + m.name
			b.marks(what, m.marks, "In", "Out", "Deprecated")
			in, out := has(m.marks, "In"), has(m.marks, "Out")
			if !in && !out {
				b.errs.Addf(m.pos, "%s: a parameter needs @In or @Out", what)
				in = true // so that the validation doesn't say it again
			}
			if len(m.params) > 0 {
				b.errs.Addf(m.pos, "%s: a parameter has no parameters itself", what)
			}
			p := &model.Param{
				Pos: m.pos, Age: m.doc.age(m.marks), Name: modelName(m.name), Type: typeOf(m), In: in, Out: out, Doc: b.text(m.doc),
			}
			b.fix(s.Name, modelName(d.name), p)
			params = append(params, p)
		}
	}
	return params
}
