// Package emitservices prints package services: a type per service, with a method per operation and per locator.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitservices

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/emitreaders"
	"github.com/ovirt-go/ovirt/generator/emitwriters"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// Service prints the file of a service: its type, params and method by method, then the locators.
func Service(p emit.Paths, s *graph.Service, out emit.Files) error {
	f := emit.NewFile(p, p.Services, comment.ServiceUsesDeprecated(s))
	e := &emitter{Paths: p, File: f, s: s}
	f.Doc(comment.Service(s))
	f.Type().Id(s.Name).Struct(jen.Id("at").Qual(p.Transport, "Ref"))
	if s.Model.Root {
		e.root()
	}
	for _, m := range s.Methods {
		e.params(m)
		e.method(m)
	}
	for _, l := range s.Locators {
		e.locator(l)
	}
	e.locate()
	return out.Render("sdk/services/"+s.File, f)
}

// emitter prints the parts of one service.
type emitter struct {
	emit.Paths
	emit.File
	s *graph.Service
}

// root prints the constructor of the service where the tree begins.
func (e *emitter) root() {
	e.Line()
	e.Doc(comment.NewRoot(e.s))
	e.Func().Id("New" + e.s.Name).Params(jen.Id("doer").Qual(e.Transport, "Doer")).Op("*").Id(e.s.Name).Block(
		jen.Return(jen.Op("&").Id(e.s.Name).Values(jen.Qual(e.Transport, "Root").Call(jen.Id("doer")))),
	)
}

// params prints the struct of a method's parameters, and the functions that write them into a query or an action.
func (e *emitter) params(m *graph.Method) {
	e.Line()
	e.Doc(comment.Params(e.s, m))
	e.Type().Id(m.Params.Name).StructFunc(func(g *jen.Group) {
		for _, f := range m.Params.Fields {
			emit.Doc(g, comment.Param(e.s, m, f))
			g.Id(f.Name).Add(emit.GoType(e.Paths, f.Shape))
		}
	})
	var query, body []*graph.Field
	for _, f := range m.Params.Fields {
		if m.Body(f) {
			body = append(body, f)
		} else {
			query = append(query, f)
		}
	}
	if len(query) > 0 {
		e.writeParams(m, "query", jen.Id("q").Qual(e.Transport, "Query"), query, e.queryLine)
	}
	if len(body) > 0 {
		e.writeParams(m, "body", jen.Id("w").Op("*").Qual(e.Wire, "Writer"), body, func(f *graph.Field) *jen.Statement {
			return emitwriters.Value(e.Paths, f, "p", "")
		})
	}
}

// writeParams prints a function that passes each field on if the params aren't nil.
func (e *emitter) writeParams(m *graph.Method, name string, target jen.Code, fields []*graph.Field, line func(*graph.Field) *jen.Statement) {
	e.Line()
	fn := e.Func().Params(jen.Id("p").Op("*").Id(m.Params.Name)).Id(name)
	if name == "query" {
		fn.Params().Params(target)
	} else {
		fn.Params(target)
	}
	fn.BlockFunc(func(g *jen.Group) {
		stop := jen.Return()
		if name == "query" {
			stop = jen.Return(jen.Id("q"))
		}
		g.If(jen.Id("p").Op("==").Nil()).Block(stop)
		for _, f := range fields {
			g.Add(line(f))
		}
		if name == "query" {
			g.Return(jen.Id("q"))
		}
	})
}

func (e *emitter) queryLine(f *graph.Field) *jen.Statement {
	value := jen.Id("p").Dot(f.Name)
	if f.Shape.Kind == graph.EnumKind || f.Shape.Kind == graph.Follow {
		value = jen.String().Parens(value)
	}
	return jen.Id("q").Dot(emit.ScalarMethod(f.Shape.Kind)).Call(jen.Lit(f.Wire), value)
}

// hasQuery and hasBody say which of the two functions the params have.
func hasQuery(m *graph.Method) bool {
	for _, f := range m.Params.Fields {
		if !m.Body(f) {
			return true
		}
	}
	return false
}

func hasBody(m *graph.Method) bool {
	for _, f := range m.Params.Fields {
		if m.Body(f) {
			return true
		}
	}
	return false
}

// query returns the expression for a method's query.
func (e *emitter) query(m *graph.Method) *jen.Statement {
	if hasQuery(m) {
		return jen.Id("params").Dot("query").Call()
	}
	return jen.Qual(e.Transport, "Query").Values()
}

// body returns the expression for the members of a method's action.
func (e *emitter) body(m *graph.Method) *jen.Statement {
	if hasBody(m) {
		write := jen.Parens(jen.Op("*").Id(m.Params.Name)).Dot("body")
		return jen.Qual(e.Transport, "Params").Call(jen.Id("params"), write)
	}
	return jen.Qual(e.Transport, "Body").Values()
}

func (e *emitter) method(m *graph.Method) {
	switch m.Kind {
	case model.Get:
		e.call(m, m.Name, comment.Method(e.s, m), nil, e.object(m), "Get", e.query(m), e.reader(m))
	case model.List:
		e.call(m, m.Name, comment.Method(e.s, m), nil, jen.Index().Add(e.object(m)), "List", e.query(m), e.reader(m))
		e.all(m)
		e.each(m)
	case model.Add, model.Update:
		e.send(m)
	case model.Remove:
		e.call(m, m.Name, comment.Method(e.s, m), nil, nil, "Remove", e.query(m), e.body(m))
	case model.Action:
		e.action(m)
	}
}

// object returns the Go type of the object that a method is about.
func (e *emitter) object(m *graph.Method) *jen.Statement {
	return jen.Op("*").Qual(e.Types, m.Main.Shape.Struct.Name)
}

func (e *emitter) reader(m *graph.Method) jen.Code {
	return jen.Qual(e.Readers, m.Main.Shape.Struct.Name)
}

func (e *emitter) writer(m *graph.Method) jen.Code {
	return jen.Qual(e.Writers, m.Main.Shape.Struct.Name)
}

// call prints a method that hands its arguments to the function of package transport.
func (e *emitter) call(m *graph.Method, name string, doc []string, body jen.Code, result *jen.Statement, function string, args ...jen.Code) {
	e.Line()
	e.Doc(doc)
	params := []jen.Code{jen.Id("ctx").Qual("context", "Context")}
	if body != nil {
		params = append(params, body)
	}
	params = append(params, jen.Id("params").Op("*").Id(m.Params.Name), jen.Id("opts").Op("...").Qual(e.Call, "Option"))
	fn := e.Func().Params(jen.Id("s").Op("*").Id(e.s.Name)).Id(name).Params(params...)
	if result != nil {
		fn.Params(result, jen.Error())
	} else {
		fn.Error()
	}
	fn.BlockFunc(func(g *jen.Group) {
		all := append([]jen.Code{jen.Id("ctx"), e.demands(g, m), jen.Lit(m.Op)}, args...)
		all = append(all, jen.Id("opts"))
		g.Return(jen.Qual(e.Transport, function).Call(all...))
	})
}

// send prints an add or an update.
func (e *emitter) send(m *graph.Method) {
	object, function := e.object(m), "Add"
	if m.Kind == model.Update {
		function = "Update"
	}
	if m.Main.Shape.List {
		object, function = jen.Index().Add(object), function+"List"
	}
	body := bodyName(m)
	e.call(m, m.Name, comment.Method(e.s, m), jen.Id(body).Add(object.Clone()), object, function,
		e.query(m), jen.Id(body), e.writer(m), e.reader(m))
}

// bodyName returns the name of the argument that an add or update sends.
func bodyName(m *graph.Method) string {
	name := m.Main.Shape.Struct.Model.Name
	if m.Main.Shape.List {
		name = model.Plural(name)
	}
	return naming.Unexported(name)
}

func (e *emitter) action(m *graph.Method) {
	if m.Result == nil {
		e.call(m, m.Name, comment.Method(e.s, m), nil, nil, "Action", jen.Lit(m.Segment), e.body(m))
		return
	}
	result := emit.GoType(e.Paths, m.Result.Shape)
	read := jen.Func().Params(jen.Id("r").Op("*").Qual(e.Wire, "Reader")).Add(result.Clone()).Block(
		jen.Return(emitreaders.Value(e.Paths, m.Result, "")),
	)
	e.call(m, m.Name, comment.Method(e.s, m), nil, result, "ActionResult", jen.Lit(m.Segment), e.body(m), jen.Lit(m.Result.Wire), read)
}

// all prints the iterator over a list.
func (e *emitter) all(m *graph.Method) {
	e.Line()
	e.Doc(comment.All(e.s, m))
	e.Func().Params(jen.Id("s").Op("*").Id(e.s.Name)).Id("All").Params(
		jen.Id("ctx").Qual("context", "Context"),
		jen.Id("params").Op("*").Id(m.Params.Name),
		jen.Id("opts").Op("...").Qual(e.Call, "Option"),
	).Qual("iter", "Seq2").Types(e.object(m), jen.Error()).Block(
		jen.Return(jen.Qual(e.Transport, "All").Call(
			jen.Id("ctx"), jen.Id("s").Dot("at"), jen.Lit(e.s.Name+".All"), e.query(m), e.reader(m), jen.Lit(m.Paged), jen.Id("opts"),
		)),
	)
}

// each prints the method that streams a list.
func (e *emitter) each(m *graph.Method) {
	e.Line()
	e.Doc(comment.Each(e.s, m))
	e.Func().Params(jen.Id("s").Op("*").Id(e.s.Name)).Id("Each").Params(
		jen.Id("ctx").Qual("context", "Context"),
		jen.Id("params").Op("*").Id(m.Params.Name),
		jen.Id("yield").Func().Params(e.object(m)).Error(),
		jen.Id("opts").Op("...").Qual(e.Call, "Option"),
	).Error().Block(
		jen.Return(jen.Qual(e.Transport, "Each").Call(
			jen.Id("ctx"), jen.Id("s").Dot("at"), jen.Lit(e.s.Name+".Each"), e.query(m), e.reader(m), jen.Id("yield"), jen.Id("opts"),
		)),
	)
}

// locator prints the method that leads to the service below.
func (e *emitter) locator(l *graph.Locator) {
	e.Line()
	e.Doc(comment.Locator(e.s, l))
	fn := e.Func().Params(jen.Id("s").Op("*").Id(e.s.Name)).Id(l.Name)
	place := jen.Id("s").Dot("at").Dot("Sub").Call(jen.Lit(l.Segment))
	if l.Param != "" {
		fn.Params(jen.Id(l.Param).String())
		place = jen.Id("s").Dot("at").Dot("Item").Call(jen.Lit(e.s.Name+"."+l.Name), jen.Id(l.Param))
	} else {
		fn.Params()
	}
	fn.Op("*").Id(l.Target.Name).Block(jen.Return(jen.Op("&").Id(l.Target.Name).Values(place)))
}

// locate prints the method that leads to the service below by a segment of a path. Only Locate calls it, so that programs without
// that carry none of it.
func (e *emitter) locate() {
	e.Line()
	e.Func().Params(jen.Id("s").Op("*").Id(e.s.Name)).Id("locate").Params(jen.Id("segment").String()).Id("node").BlockFunc(func(g *jen.Group) {
		fixed := false
		for _, l := range e.s.Locators {
			if l.Param != "" {
				g.Return(jen.Id("s").Dot(l.Name).Call(jen.Id("segment")))
				return
			}
			fixed = true
		}
		if fixed {
			g.Switch(jen.Id("segment")).BlockFunc(func(cases *jen.Group) {
				for _, l := range e.s.Locators {
					cases.Case(jen.Lit(l.Segment)).Block(jen.Return(jen.Id("s").Dot(l.Name).Call()))
				}
			})
		}
		g.Return(jen.Nil())
	})
}
