package model

import "slices"

// validator collects the faults of a model. Names are indexed first, so that each check can follow references; a reference that
// leads nowhere, or in a circle, is reported once where it is and ignored elsewhere.
type validator struct {
	m      *Model
	errs   Errors
	orphan map[*Struct]bool // orphan marks the structs whose base was wrong: what they inherit isn't known
}

// builtins are the structs that the metamodel adds to every model.
var builtins = []string{"action", "fault", "grace_period"}

// index fills the maps of the model, and reports what is declared twice.
func (v *validator) index() {
	m := v.m
	types := make(map[string]Pos, len(m.Enums)+len(m.Structs))
	declare := func(pos Pos, kind, name string) bool {
		v.name(pos, kind, name)
		if name == "" {
			return false // Base is "" where there is none, so an entry of that name would be its own base.
		}
		if slices.Contains(scalars, name) {
			v.errs.Addf(pos, "%s %s: %s is the name of a scalar type", kind, name, name)
			return false
		}
		if first, ok := types[name]; ok {
			v.errs.Addf(pos, "%s %s: a type of that name is declared at %v", kind, name, first)
			return false
		}
		types[name] = pos
		return true
	}

	for _, e := range m.Enums {
		if declare(e.Pos, "enum", e.Name) {
			m.enums[e.Name] = e
		}
	}
	for _, s := range m.Structs {
		if declare(s.Pos, "struct", s.Name) {
			m.structs[s.Name] = s
		}
	}
	for _, s := range m.Services {
		v.name(s.Pos, "service", s.Name)
		if s.Name == "" {
			continue
		}
		if first := m.services[s.Name]; first != nil {
			v.errs.Addf(s.Pos, "service %s: a service of that name is declared at %v", s.Name, first.Pos)
			continue
		}
		m.services[s.Name] = s
	}

	for _, s := range m.Structs {
		v.structBase(s)
	}
	for _, s := range m.Services {
		v.serviceBase(s)
	}
}

// structBase checks the base of a struct. A wrong one is cut off, so that walks along bases end.
func (v *validator) structBase(s *Struct) {
	if s.Base == "" {
		return
	}
	base := v.m.structs[s.Base]
	if base == nil {
		v.errs.Addf(s.Pos, "struct %s: its base %s is not a declared struct", s.Name, s.Base)
		s.Base, v.orphan[s] = "", true
		return
	}
	// A circle that s only leads to is reported where it closes.
	for seen := map[*Struct]bool{}; base != nil && !seen[base]; base = v.m.structs[base.Base] {
		if base == s {
			v.errs.Addf(s.Pos, "struct %s: its base %s extends %s itself", s.Name, s.Base, s.Name)
			s.Base, v.orphan[s] = "", true
			return
		}
		seen[base] = true
	}
}

// serviceBase checks the base of a service as structBase does.
func (v *validator) serviceBase(s *Service) {
	if s.Base == "" {
		return
	}
	base := v.m.services[s.Base]
	if base == nil {
		v.errs.Addf(s.Pos, "service %s: its base %s is not a declared service", s.Name, s.Base)
		s.Base = ""
		return
	}
	for seen := map[*Service]bool{}; base != nil && !seen[base]; base = v.m.services[base.Base] {
		if base == s {
			v.errs.Addf(s.Pos, "service %s: its base %s extends %s itself", s.Name, s.Base, s.Name)
			s.Base = ""
			return
		}
		seen[base] = true
	}
}

func (v *validator) version() {
	if v.m.Version == "" {
		v.errs.Addf(Pos{}, "the model has no version")
	}
}

// name checks the spelling of a name: lower case words of letters and digits joined by underscores.
func (v *validator) name(pos Pos, kind, name string) {
	if !validName(name) {
		v.errs.Addf(pos, "%s %q: a name is words of a-z and 0-9 joined by underscores, beginning with a letter", kind, name)
	}
}

func validName(name string) bool {
	start := true // at the start of a word
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9' && i > 0:
			start = false
		case c == '_' && !start:
			start = true
		default:
			return false
		}
	}
	return !start
}

func (v *validator) enum(e *Enum) {
	if len(e.Values) == 0 {
		v.errs.Addf(e.Pos, "enum %s: it has no values", e.Name)
	}
	seen := make(map[string]Pos, len(e.Values))
	for _, value := range e.Values {
		v.name(value.Pos, "enum "+e.Name+": value", value.Name)
		if first, ok := seen[value.Name]; ok {
			v.errs.Addf(value.Pos, "enum %s: value %s is declared at %v too", e.Name, value.Name, first)
			continue
		}
		seen[value.Name] = value.Pos
	}
}

func (v *validator) structType(s *Struct) {
	for _, member := range s.Members {
		v.name(member.Pos, "struct "+s.Name+": member", member.Name)
		v.typeRef(member.Pos, "struct "+s.Name+": member "+member.Name, member.Type)
		if member.Link && v.m.structs[member.Type.Name] == nil && v.declared(member.Type) {
			v.errs.Addf(member.Pos, "struct %s: member %s: a link leads to a struct, not to %s", s.Name, member.Name, member.Type)
		}
	}

	names := make(map[string]*Member)
	wires := make(map[string]*Member)
	for _, member := range v.m.Members(s) {
		own := member.Owner == s
		if first := names[member.Name]; first != nil {
			if own {
				v.errs.Addf(member.Pos, "struct %s: member %s is declared at %v too", s.Name, member.Name, first.Pos)
			}
			continue
		}
		names[member.Name] = member
		if first := wires[member.Wire()]; first != nil {
			if own {
				v.errs.Addf(member.Pos, "struct %s: members %s and %s are both %s on the wire", s.Name, first.Name, member.Name,
					member.Wire())
			}
			continue
		}
		wires[member.Wire()] = member
	}

	// Identified objects have an href that the model doesn't list.
	if href := names["href"]; href != nil && href.Owner == s && v.m.Identified(s) {
		v.errs.Addf(href.Pos, "struct %s: member href: every identified struct has one already", s.Name)
	}
}

// typeRef reports a type that isn't declared.
func (v *validator) typeRef(pos Pos, what string, t Type) {
	if !v.declared(t) {
		v.errs.Addf(pos, "%s: type %s is not declared", what, t.Name)
	}
}

func (v *validator) declared(t Type) bool {
	return t.Scalar() || v.m.enums[t.Name] != nil || v.m.structs[t.Name] != nil
}

func (v *validator) builtins() {
	for _, name := range builtins {
		if v.m.structs[name] == nil {
			v.errs.Addf(Pos{}, "the model has no struct %s, which every engine knows", name)
		}
	}
	for _, s := range v.m.Structs {
		if s.Builtin != slices.Contains(builtins, s.Name) {
			v.errs.Addf(s.Pos, "struct %s: the built-in structs are action, fault and grace_period", s.Name)
		}
	}
}

func (v *validator) root() {
	var first *Service
	for _, s := range v.m.Services {
		if !s.Root {
			continue
		}
		if first != nil {
			v.errs.Addf(s.Pos, "service %s: the root is %s, declared at %v", s.Name, first.Name, first.Pos)
			continue
		}
		first = s
	}
	if first == nil {
		v.errs.Addf(Pos{}, "the model has no root service")
	}
	v.m.root = first
}
