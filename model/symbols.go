package model

import "iter"

// Symbol is one thing that a model declares: a type, a service, or a part of one.
type Symbol struct {
	// Name is unique in the model: vm, vm.fqdn (values of enums likewise), service:vms,
	// service:vms.add, service:vms.add.seal and, for locators, service:vms/vm.
	Name string
	// Part is the name within the type or service, such as fqdn or add.seal; empty for the type or
	// service itself.
	Part    string
	Locator bool    // Locator says that it is one. A method of the service may have the same Part.
	Variant bool    // Variant says that it is a form of another method.
	Age     *Age    // Age is that of the declaration, to be changed before the model is shared.
	Doc     *string // Doc is that of the declaration, likewise.
}

// Symbols returns everything that the model declares, parameters included: enums, structs,
// services, each with its parts behind it.
func (m *Model) Symbols() iter.Seq[Symbol] {
	return func(yield func(Symbol) bool) {
		for _, symbols := range m.declarations() {
			for s := range symbols {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// declarations returns the symbols of each type and service, by the name of its file without the
// ending: types/vm, services/vms.
func (m *Model) declarations() iter.Seq2[string, iter.Seq[Symbol]] {
	return func(yield func(string, iter.Seq[Symbol]) bool) {
		for _, e := range m.Enums {
			if !yield("types/"+e.Name, e.symbols) {
				return
			}
		}
		for _, s := range m.Structs {
			if !yield("types/"+s.Name, s.symbols) {
				return
			}
		}
		for _, s := range m.Services {
			if !yield("services/"+s.Name, s.symbols) {
				return
			}
		}
	}
}

func (e *Enum) symbols(yield func(Symbol) bool) {
	if !yield(Symbol{Name: e.Name, Age: &e.Age, Doc: &e.Doc}) {
		return
	}
	for _, v := range e.Values {
		if !yield(Symbol{Name: e.Name + "." + v.Name, Part: v.Name, Age: &v.Age, Doc: &v.Doc}) {
			return
		}
	}
}

func (s *Struct) symbols(yield func(Symbol) bool) {
	if !yield(Symbol{Name: s.Name, Age: &s.Age, Doc: &s.Doc}) {
		return
	}
	for _, m := range s.Members {
		if !yield(Symbol{Name: s.Name + "." + m.Name, Part: m.Name, Age: &m.Age, Doc: &m.Doc}) {
			return
		}
	}
}

func (s *Service) symbols(yield func(Symbol) bool) {
	name := "service:" + s.Name
	if !yield(Symbol{Name: name, Age: &s.Age, Doc: &s.Doc}) {
		return
	}
	for _, m := range s.Methods {
		method := Symbol{Name: name + "." + m.Name, Part: m.Name, Age: &m.Age, Doc: &m.Doc}
		method.Variant = m.Base != ""
		if !yield(method) {
			return
		}
		for _, p := range m.Params {
			part := m.Name + "." + p.Name
			if !yield(Symbol{Name: name + "." + part, Part: part, Age: &p.Age, Doc: &p.Doc}) {
				return
			}
		}
	}
	for _, l := range s.Locators {
		locator := Symbol{Name: name + "/" + l.Name, Part: l.Name, Age: &l.Age, Doc: &l.Doc}
		locator.Locator = true
		if !yield(locator) {
			return
		}
	}
}
