package importer

import (
	"cmp"
	"slices"

	"github.com/ovirt-go/ovirt/model"
)

// enum makes an enum of a declaration.
func (b *builder) enum(d *javaDecl) *model.Enum {
	e := &model.Enum{Pos: d.pos, Age: d.doc.age(d.marks), Name: modelName(d.name), Doc: b.text(d.doc)}
	for _, c := range d.constants {
		b.marks(d.name+"."+c.name, c.marks, "Deprecated")
		e.Values = append(e.Values, &model.EnumValue{
			Pos: c.pos, Age: c.doc.age(c.marks), Name: valueName(c.name), Doc: b.text(c.doc),
		})
	}
	return e
}

// structType makes a struct of a declaration. Members of mixins are copied into it.
func (b *builder) structType(d *javaDecl) *model.Struct {
	s := &model.Struct{Pos: d.pos, Age: d.doc.age(d.marks), Name: modelName(d.name), Doc: b.text(d.doc)}
	base, mixins := b.supers(d)
	if base != nil {
		s.Base = modelName(base.name)
	}
	for _, from := range append([]*javaDecl{d}, mixins...) {
		for _, m := range from.methods {
			if member := b.member(from, m); member != nil {
				s.Members = append(s.Members, member)
			}
		}
	}
	for _, nested := range d.nested {
		b.errs.Addf(nested.pos, "%s: a struct has no nested %s", d.name, nested.kind)
	}
	return s
}

func (b *builder) member(d *javaDecl, m *javaMethod) *model.Member {
	what := d.name + "." + m.name
	if m.body {
		b.errs.Addf(m.pos, "%s: a member has a type and no body", what)
		return nil
	}
	b.marks(what, m.marks, "Link", "Deprecated")
	if len(m.params) > 0 {
		b.errs.Addf(m.pos, "%s: a member has no parameters", what)
	}
	return &model.Member{
		Pos: m.pos, Age: m.doc.age(m.marks), Name: modelName(m.name), Link: has(m.marks, "Link"),
		Type: typeOf(m), Doc: b.text(m.doc),
	}
}

// typeOf returns the type that a method stands for.
func typeOf(m *javaMethod) model.Type {
	return model.Type{Name: typeName(m.result.name), List: m.list}
}

// mixin checks a mixin by itself. What it holds is taken where it is extended.
func (b *builder) mixin(d *javaDecl) {
	for _, ref := range d.extends {
		b.errs.Addf(ref.pos, "mixin %s: a mixin extends nothing", d.name)
	}
	for _, nested := range d.nested {
		b.errs.Addf(nested.pos, "mixin %s: a mixin has no nested %s", d.name, nested.kind)
	}
}

// builtins adds the structs that the metamodel adds: fault, grace_period, and action, which has a member for each parameter of
// each action. Upstream goes by a method's own name there, so that variants of add and update, which aren't called add and update,
// count as well.
func (b *builder) builtins() {
	attribute := func(name, typ string) *model.Member {
		return &model.Member{Name: name, Type: model.Type{Name: typ}}
	}
	action := &model.Struct{Name: "action", Base: "identified", Builtin: true, Members: []*model.Member{
		attribute("fault", "fault"), attribute("grace_period", "grace_period"), attribute("job", "job"), attribute("status", "string"),
	}}
	members := make(map[string]*model.Member)
	for _, m := range action.Members {
		members[m.Name] = m
	}

	for _, s := range sortedServices(b.services) {
		for _, method := range s.Methods {
			if method.Base == "" && method.Kind != model.Action {
				continue
			}
			for _, p := range method.Params {
				if !b.declared(p.Type) {
					continue // The validation says so where the parameter stands.
				}
				first := members[p.Name]
				if first == nil {
					// The member has no age: the same name may be new in one action and old in another.
					first = &model.Member{Pos: p.Pos, Name: p.Name, Type: p.Type}
					members[p.Name] = first
					action.Members = append(action.Members, first)
				}
				if first.Type != p.Type {
					where := "in every action"
					if first.File != "" {
						where = "at " + first.Pos.String()
					}
					b.errs.Addf(p.Pos, "%s.%s: parameter %s is of type %v, and of type %v %s; all actions share one body", s.Name,
						method.Name, p.Name, p.Type, first.Type, where)
				}
			}
		}
	}
	b.structs = append(b.structs, action,
		&model.Struct{Name: "fault", Builtin: true, Members: []*model.Member{attribute("detail", "string"), attribute("reason", "string")}},
		&model.Struct{Name: "grace_period", Builtin: true, Members: []*model.Member{attribute("expiry", "integer")}},
	)
}

// declared reports whether the sources declare the type, or it is a scalar.
func (b *builder) declared(t model.Type) bool {
	return t.Scalar() || slices.ContainsFunc(b.enums, func(e *model.Enum) bool { return e.Name == t.Name }) ||
		slices.ContainsFunc(b.structs, func(s *model.Struct) bool { return s.Name == t.Name })
}

// sortedServices returns the services by name and their methods as they are, so that messages don't depend on the order of files.
func sortedServices(services []*model.Service) []*model.Service {
	return slices.SortedFunc(slices.Values(services), func(a, b *model.Service) int { return cmp.Compare(a.Name, b.Name) })
}
