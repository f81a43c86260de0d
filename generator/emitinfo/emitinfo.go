// Package emitinfo prints package info: tables of types and services for use at run time.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitinfo

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

const dir = "sdk/info/"

// Tables prints the tables.
func Tables(p emit.Paths, g *graph.Graph, out emit.Files) error {
	f := emit.NewFile(p, p.Info, false)
	f.Const().Id("version").Op("=").Lit(g.Model.Version)
	f.Line()
	f.Var().Id("typeTable").Op("=").Index().Id("Type").ValuesFunc(func(group *jen.Group) {
		for _, s := range g.Structs {
			group.Line().Add(structRow(s))
		}
		group.Line()
	})
	if err := out.Render(dir+"types_gen.go", f); err != nil {
		return err
	}
	f = emit.NewFile(p, p.Info, false)
	f.Var().Id("enumTable").Op("=").Index().Id("Enum").ValuesFunc(func(group *jen.Group) {
		for _, e := range g.Enums {
			group.Line().Add(enumRow(e))
		}
		group.Line()
	})
	if err := out.Render(dir+"enums_gen.go", f); err != nil {
		return err
	}
	f = emit.NewFile(p, p.Info, false)
	f.Var().Id("serviceTable").Op("=").Index().Id("Service").ValuesFunc(func(group *jen.Group) {
		for _, s := range g.Services {
			group.Line().Add(serviceRow(s))
		}
		group.Line()
	})
	return out.Render(dir+"services_gen.go", f)
}

// row collects the fields of a composite literal, on one line, without those that are zero.
type row []jen.Code

func (r *row) text(name, value string) {
	if value != "" {
		*r = append(*r, jen.Id(name).Op(":").Lit(value))
	}
}

func (r *row) flag(name string, value bool) {
	if value {
		*r = append(*r, jen.Id(name).Op(":").True())
	}
}

func (r *row) age(a model.Age) {
	r.text("Since", a.Release())
	r.flag("Deprecated", a.Deprecated)
}

// list adds a list of rows, one per line.
func (r *row) list(name, element string, rows []row) {
	if len(rows) == 0 {
		return
	}
	*r = append(*r, jen.Id(name).Op(":").Index().Id(element).ValuesFunc(func(group *jen.Group) {
		for _, one := range rows {
			group.Line().Values(one...)
		}
		group.Line()
	}))
}

func enumRow(e *graph.Enum) *jen.Statement {
	var r row
	r.text("Name", e.Model.Name)
	r.text("Go", e.Name)
	r.age(e.Model.Age)
	var values []row
	for _, v := range e.Values {
		var one row
		one.text("Name", v.Model.Name)
		one.text("Go", v.Name)
		one.age(v.Model.Age)
		values = append(values, one)
	}
	r.list("Values", "Value", values)
	return jen.Values(r...)
}

func structRow(s *graph.Struct) *jen.Statement {
	var r row
	r.text("Name", s.Model.Name)
	r.text("Go", s.Name)
	r.text("Tag", s.Tag)
	r.text("ListTag", s.ListTag)
	r.age(s.Model.Age)
	var members []row
	for _, f := range s.Fields {
		if f.Member == nil {
			continue
		}
		var m row
		m.text("Name", f.Member.Name)
		m.text("Go", f.Name)
		m.text("Wire", f.Wire)
		m.text("Type", f.Member.Type.Name)
		m.flag("List", f.Member.Type.List)
		m.flag("Link", f.Member.Link)
		m.age(f.Member.Age)
		members = append(members, m)
	}
	r.list("Members", "Member", members)
	return jen.Values(r...)
}

func serviceRow(s *graph.Service) *jen.Statement {
	var r row
	r.text("Name", s.Model.Name)
	r.text("Go", s.Name)
	r.age(s.Model.Age)
	var methods, locators []row
	for _, m := range s.Methods {
		methods = append(methods, methodRow(m))
	}
	for _, l := range s.Locators {
		var one row
		one.text("Name", l.Model.Name)
		one.text("Go", l.Name)
		one.text("Service", l.Target.Model.Name)
		one.text("Segment", l.Segment)
		one.text("Since", l.Model.Release())
		locators = append(locators, one)
	}
	r.list("Methods", "Method", methods)
	r.list("Locators", "Locator", locators)
	return jen.Values(r...)
}

func methodRow(m *graph.Method) row {
	var r row
	r.text("Name", m.Model.Name)
	r.text("Go", m.Name)
	r.text("Kind", string(m.Kind))
	r.text("Segment", m.Segment)
	if m.Main != nil {
		r.text("Type", m.Main.Shape.Struct.Model.Name)
	}
	r.age(m.Model.Age)
	var params []row
	for _, f := range m.Params.Fields {
		var p row
		p.text("Name", f.Param.Name)
		p.text("Go", f.Name)
		p.text("Type", f.Param.Type.Name)
		p.flag("List", f.Param.Type.List)
		p.age(f.Param.Age)
		params = append(params, p)
	}
	r.list("Params", "Param", params)
	return r
}
