package description

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// taken counts what was decided by rules or taken from the other model.
type taken struct {
	identified int // structs whose attributes end with those of identified
	structs    int // structs whose base is the one that like says
	services   int // services whose base is the one that like says
	variants   int // variants of adds and updates, told by their bodies
	actions    int // variants of actions, which like knows
}

// variants finds the methods that are variants, and provides them with their full names. A document lists them before their method, with
// all of its parameters.
func (r *reader) variants(s *model.Service) {
	for i, m := range s.Methods {
		if m.Kind != model.Action {
			continue
		}
		if base := bodyOf(s.Methods[i+1:], m); base != nil {
			makeVariant(m, base)
			r.took.variants++
			continue
		}
		if base := r.likeBase(s, s.Methods[i+1:], m); base != nil {
			makeVariant(m, base)
			r.took.actions++
		}
	}

	// Names are unique, so whatever shares one is a variant of something; but of what?
	count := make(map[string]int)
	for _, m := range s.Methods {
		count[m.Name]++
	}
	for _, m := range s.Methods {
		if name := s.Name + "." + m.Name; count[m.Name] > 1 && !slices.Contains(r.loose, name) {
			r.loose = append(r.loose, name)
			r.errs.Addf(m.Pos, "service %s has %d methods called %s, which must be variants of other methods; the document doesn't say of which",
				s.Name, count[m.Name], m.Name)
		}
	}
}

func makeVariant(m, base *model.Method) {
	m.Name, m.Kind, m.Base = base.Name+"_"+m.Name, base.Kind, base.Name
}

// bodyOf returns the add or update among the methods behind m that takes the same body: a parameter both in and out. Actions have
// none of that name and type, so that m is a variant.
func bodyOf(behind []*model.Method, m *model.Method) *model.Method {
	for _, p := range m.Params {
		if !p.In || !p.Out {
			continue
		}
		for _, base := range behind {
			if base.Kind != model.Add && base.Kind != model.Update {
				continue
			}
			if main := base.Main(); main != nil && main.In && main.Name == p.Name && main.Type == p.Type && covers(m, base) {
				return base
			}
		}
	}
	return nil
}

// likeBase returns the action among the methods behind m of which like knows m as a variant.
func (r *reader) likeBase(s *model.Service, behind []*model.Method, m *model.Method) *model.Method {
	if r.like == nil {
		return nil
	}
	known := r.like.Service(s.Name)
	for _, base := range behind {
		if base.Kind != model.Action {
			continue
		}
		if v := r.like.Method(known, base.Name+"_"+m.Name); v != nil && v.Base == base.Name && covers(m, base) {
			return base
		}
	}
	return nil
}

// covers reports whether the method has all parameters of the other one.
func covers(m, base *model.Method) bool {
	for _, p := range base.Params {
		if q := m.Param(p.Name); q == nil || q.Type != p.Type || q.In != p.In || q.Out != p.Out {
			return false
		}
	}
	return true
}

// structBases finds the bases of structs and takes inherited members out of those that inherit them.
func (r *reader) structBases() {
	own := make(map[*model.Struct][]*model.Member)
	for _, s := range r.structList {
		base := r.structBase(s)
		if base == nil {
			continue
		}
		s.Base = base.Name
		own[s] = slices.DeleteFunc(slices.Clone(s.Members), func(m *model.Member) bool { return findMember(base, m) })
	}
	for s, members := range own {
		s.Members = members
	}
}

func (r *reader) structBase(s *model.Struct) *model.Struct {
	if r.like != nil {
		if known := r.like.Struct(s.Name); known != nil {
			base := r.structs[known.Base]
			if base != nil && base != s && !slices.ContainsFunc(base.Members, func(m *model.Member) bool { return !findMember(s, m) }) {
				r.took.structs++
				return base
			}
		}
	}

	// Inherited attributes come last in a document, and all lines of inheritance that matter to clients end in identified.
	identified := r.structs["identified"]
	if identified == nil || identified == s || len(identified.Members) == 0 {
		return nil
	}
	var attributes []*model.Member
	for _, m := range s.Members {
		if !m.Link {
			attributes = append(attributes, m)
		}
	}
	if len(attributes) < len(identified.Members) {
		return nil
	}
	for i, m := range attributes[len(attributes)-len(identified.Members):] {
		if want := identified.Members[i]; m.Name != want.Name || m.Type != want.Type {
			return nil
		}
	}
	r.took.identified++
	return identified
}

// findMember reports whether the struct has the same member: name, kind, type and age.
func findMember(s *model.Struct, m *model.Member) bool {
	return slices.ContainsFunc(s.Members, func(x *model.Member) bool {
		return x.Name == m.Name && x.Link == m.Link && x.Type == m.Type && x.Age == m.Age
	})
}

// serviceBases finds the bases of services that like knows, and takes inherited methods and locators out of those that inherit.
func (r *reader) serviceBases() {
	if r.like == nil {
		return
	}
	type parts struct {
		methods  []*model.Method
		locators []*model.Locator
	}
	own := make(map[*model.Service]parts)
	for _, s := range r.serviceList {
		known := r.like.Service(s.Name)
		if known == nil {
			continue
		}
		base := r.services[known.Base]
		if base == nil || base == s || slices.ContainsFunc(base.Methods, func(m *model.Method) bool { return !findMethod(s, m) }) ||
			slices.ContainsFunc(base.Locators, func(l *model.Locator) bool { return !findLocator(s, l) }) {
			continue
		}
		r.took.services++
		s.Base = base.Name
		own[s] = parts{
			slices.DeleteFunc(slices.Clone(s.Methods), func(m *model.Method) bool { return findMethod(base, m) }),
			slices.DeleteFunc(slices.Clone(s.Locators), func(l *model.Locator) bool { return findLocator(base, l) }),
		}
	}
	for s, p := range own {
		s.Methods, s.Locators = p.methods, p.locators
	}
}

// findMethod reports whether the service has the same method.
func findMethod(s *model.Service, m *model.Method) bool {
	return slices.ContainsFunc(s.Methods, func(x *model.Method) bool {
		return x.Name == m.Name && x.Kind == m.Kind && x.Age == m.Age && len(x.Params) == len(m.Params) && covers(x, m)
	})
}

// findLocator reports whether the service has the same locator.
func findLocator(s *model.Service, l *model.Locator) bool {
	return slices.ContainsFunc(s.Locators, func(x *model.Locator) bool {
		return x.Name == l.Name && x.Service == l.Service && x.Param == l.Param && x.Age == l.Age
	})
}

// missing tells what the document doesn't say.
func (r *reader) missing() []string {
	lines := []string{
		"input constraints: a description has none, so that mandatory members aren't known",
		fmt.Sprintf("bases of structs: %s, %d taken as identified by their last attributes; all others list inherited members as their own",
			r.fromLike(r.took.structs), r.took.identified),
		fmt.Sprintf("bases of services: %s; all others list what they inherit as their own", r.fromLike(r.took.services)),
		fmt.Sprintf("methods of variants: %d of add and update told by their bodies, %s of actions; others, if any, are taken as actions",
			r.took.variants, r.fromLike(r.took.actions)),
	}
	var enums []string
	for _, e := range r.enums {
		if e.Deprecated {
			enums = append(enums, e.Name)
		}
	}
	if len(enums) > 0 {
		lines = append(lines, "deprecated values: engines put the mark of a value on its enum, so that it may be a value of these that is "+
			"deprecated: "+strings.Join(enums, ", "))
	}
	return lines
}

func (r *reader) fromLike(n int) string {
	if r.like == nil {
		return fmt.Sprintf("%d", n)
	}
	return fmt.Sprintf("%d as in model %s", n, r.like.Version)
}
