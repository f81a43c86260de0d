package model

import (
	"slices"
	"strings"
)

// kinds are the kinds of methods, in the order in which the data files explain them.
var kinds = []Kind{Add, Get, List, Update, Remove, Action}

func (v *validator) service(s *Service) {
	names := make(map[string]*Method)
	for _, method := range v.m.Methods(s) {
		if first := names[method.Name]; first != nil {
			// What a base has twice is reported there. Own methods come before inherited ones of the same name.
			if first.Owner == s && method.Owner == s {
				v.errs.Addf(method.Pos, "service %s: method %s is declared at %v too", s.Name, method.Name, first.Pos)
			} else if first.Owner == s {
				v.errs.Addf(first.Pos, "service %s: method %s is inherited from %s, declared at %v", s.Name, method.Name, method.Owner.Name,
					method.Pos)
			}
			continue
		}
		names[method.Name] = method
	}
	if get, list := names["get"], names["list"]; get != nil && list != nil && (get.Owner == s || list.Owner == s) {
		v.errs.Addf(list.Pos, "service %s: it has get and list, which share verb and path", s.Name)
	}

	for _, method := range s.Methods {
		v.method(method)
	}
	v.locators(s)
}

func (v *validator) method(m *Method) {
	what := "service " + m.Owner.Name + ": method " + m.Name
	v.name(m.Pos, "service "+m.Owner.Name+": method", m.Name)
	if !slices.Contains(kinds, m.Kind) {
		v.errs.Addf(m.Pos, "%s: kind %q is none of add, get, list, update, remove and action", what, m.Kind)
		return
	}
	if m.Base != "" {
		v.variant(what, m)
	} else if m.Kind != Action && m.Name != string(m.Kind) {
		v.errs.Addf(m.Pos, "%s: a method of kind %s is called %s, or is a variant", what, m.Kind, m.Kind)
	} else if m.Kind == Action && slices.Contains(kinds[:5], Kind(m.Name)) {
		v.errs.Addf(m.Pos, "%s: an action can't be called %s", what, m.Name)
	}

	v.params(what, m)
	v.directions(what, m)
	for _, c := range m.Input {
		v.constraint(what, m, c)
	}
}

// variant checks that the base of a variant is a method of the same service and kind.
func (v *validator) variant(what string, m *Method) {
	var base *Method
	for _, other := range m.Owner.Methods {
		if other.Name == m.Base {
			base = other
			break
		}
	}
	switch {
	case base == nil:
		v.errs.Addf(m.Pos, "%s: service %s declares no method %s that it could be a variant of", what, m.Owner.Name, m.Base)
	case base.Base != "":
		v.errs.Addf(m.Pos, "%s: %s is itself a variant", what, m.Base)
	case base.Kind != m.Kind:
		v.errs.Addf(m.Pos, "%s: its kind is %s, that of %s is %s", what, m.Kind, m.Base, base.Kind)
	case !strings.HasPrefix(m.Name, m.Base+"_"):
		v.errs.Addf(m.Pos, "%s: the name of a variant of %s begins with %s_", what, m.Base, m.Base)
	}
}

func (v *validator) params(what string, m *Method) {
	names := make(map[string]*Param, len(m.Params))
	wires := make(map[string]*Param, len(m.Params))
	for _, p := range m.Params {
		v.name(p.Pos, what+": parameter", p.Name)
		v.typeRef(p.Pos, what+": parameter "+p.Name, p.Type)
		if !p.In && !p.Out {
			v.errs.Addf(p.Pos, "%s: parameter %s goes neither in nor out", what, p.Name)
		}
		if first := names[p.Name]; first != nil {
			v.errs.Addf(p.Pos, "%s: parameter %s is declared at %v too", what, p.Name, first.Pos)
			continue
		}
		names[p.Name] = p
		if first := wires[p.Wire()]; first != nil {
			v.errs.Addf(p.Pos, "%s: parameters %s and %s are both %s on the wire", what, first.Name, p.Name, p.Wire())
			continue
		}
		wires[p.Wire()] = p
	}
}

// directions checks that the method has the body and the answer that its kind demands.
func (v *validator) directions(what string, m *Method) {
	var inout, out []*Param
	for _, p := range m.Params {
		switch {
		case p.In && p.Out:
			inout = append(inout, p)
		case p.Out:
			out = append(out, p)
		}
	}
	switch m.Kind {
	case Add, Update:
		if len(inout) != 1 || len(out) != 0 {
			v.errs.Addf(m.Pos, "%s: it has %d parameters both in and out and %d only out; %s takes one both in and out", what,
				len(inout), len(out), m.Kind)
		}
	case Get, List:
		if len(inout) != 0 || len(out) != 1 {
			v.errs.Addf(m.Pos, "%s: it has %d parameters both in and out and %d only out; %s returns one out", what, len(inout),
				len(out), m.Kind)
			return
		}
		if out[0].Type.List != (m.Kind == List) {
			v.errs.Addf(out[0].Pos, "%s: it returns %s %s; list returns a list and get doesn't", what, out[0].Name, out[0].Type)
		}
	case Remove:
		for _, p := range append(inout, out...) {
			v.errs.Addf(p.Pos, "%s: remove returns nothing out, not even %s", what, p.Name)
		}
	case Action:
		// Models 4.2 and 4.3 keep an old answer of host.iscsi_discover beside the new one, and mark it deprecated.
		out = slices.DeleteFunc(append(out, inout...), func(p *Param) bool { return p.Deprecated })
		if len(out) > 1 {
			v.errs.Addf(m.Pos, "%s: it returns %d parameters out that aren't deprecated; an action returns one at most", what, len(out))
		}
	}
}

// locators checks those of a service together with inherited ones, since they share the paths below it with the actions.
func (v *validator) locators(s *Service) {
	for _, l := range s.Locators {
		v.name(l.Pos, "service "+s.Name+": locator", l.Name)
		if l.Param != "" {
			v.name(l.Pos, "service "+s.Name+": locator "+l.Name+": parameter", l.Param)
		}
		if v.m.services[l.Service] == nil {
			v.errs.Addf(l.Pos, "service %s: locator %s leads to %s, which is not a declared service", s.Name, l.Name, l.Service)
		}
	}

	own := func(l *Locator) bool { return slices.Contains(s.Locators, l) }
	names := make(map[string]*Locator)
	segments := make(map[string]*Locator)
	var fixed, param *Locator
	for _, l := range v.m.Locators(s) {
		if first := names[l.Name]; first != nil {
			if own(l) {
				v.errs.Addf(l.Pos, "service %s: locator %s is declared at %v too", s.Name, l.Name, first.Pos)
			} else if own(first) {
				v.errs.Addf(first.Pos, "service %s: locator %s is inherited, declared at %v", s.Name, l.Name, l.Pos)
			}
			continue
		}
		names[l.Name] = l
		if l.Param != "" {
			if param != nil && (own(l) || own(param)) {
				v.errs.Addf(l.Pos, "service %s: locators %s and %s both have a parameter", s.Name, param.Name, l.Name)
			}
			param = l
			continue
		}
		if first := segments[l.Segment()]; first != nil && (own(l) || own(first)) {
			v.errs.Addf(l.Pos, "service %s: locators %s and %s are both %s in a path", s.Name, first.Name, l.Name, l.Segment())
		}
		segments[l.Segment()] = l
		fixed = l
	}
	if fixed != nil && param != nil && (own(fixed) || own(param)) {
		v.errs.Addf(param.Pos, "service %s: locator %s has a parameter and locator %s has none, so that paths can't be told apart",
			s.Name, param.Name, fixed.Name)
	}

	actions := make(map[string]*Method)
	for _, m := range v.m.Methods(s) {
		if m.Kind != Action || m.Base != "" {
			continue
		}
		if l := segments[m.Segment()]; l != nil && (m.Owner == s || own(l)) {
			v.errs.Addf(m.Pos, "service %s: action %s and locator %s are both %s in a path", s.Name, m.Name, l.Name, m.Segment())
		}
		if first := actions[m.Segment()]; first != nil && first.Name != m.Name && (m.Owner == s || first.Owner == s) {
			v.errs.Addf(m.Pos, "service %s: actions %s and %s are both %s in a path", s.Name, first.Name, m.Name, m.Segment())
		}
		actions[m.Segment()] = m
	}
}
