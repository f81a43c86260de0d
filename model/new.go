package model

import (
	"cmp"
	"slices"
)

// New makes a model of its parts. It sorts them, sets the owners of members and methods, resolves every reference and checks the
// whole; the parts belong to the model afterwards. The error is of type [Errors] and holds all the faults there are.
func New(version string, enums []*Enum, structs []*Struct, services []*Service) (*Model, error) {
	m := &Model{
		Version:  version,
		Enums:    enums,
		Structs:  structs,
		Services: services,
		enums:    make(map[string]*Enum, len(enums)),
		structs:  make(map[string]*Struct, len(structs)),
		services: make(map[string]*Service, len(services)),
	}
	m.sort()

	v := &validator{m: m, orphan: make(map[*Struct]bool)}
	v.index()
	v.version()
	for _, e := range m.Enums {
		v.enum(e)
	}
	for _, s := range m.Structs {
		v.structType(s)
	}
	v.builtins()
	for _, s := range m.Services {
		v.service(s)
	}
	v.root()

	if err := v.errs.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// sort brings everything into the order that the fields of the model promise. Parameters and constraints keep theirs.
func (m *Model) sort() {
	slices.SortStableFunc(m.Enums, func(a, b *Enum) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(m.Structs, func(a, b *Struct) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(m.Services, func(a, b *Service) int { return cmp.Compare(a.Name, b.Name) })
	for _, e := range m.Enums {
		slices.SortStableFunc(e.Values, func(a, b *EnumValue) int { return cmp.Compare(a.Name, b.Name) })
	}
	for _, s := range m.Structs {
		slices.SortStableFunc(s.Members, func(a, b *Member) int { return cmp.Compare(a.Name, b.Name) })
		for _, member := range s.Members {
			member.Owner = s
		}
	}
	for _, s := range m.Services {
		slices.SortStableFunc(s.Methods, func(a, b *Method) int { return cmp.Compare(a.Name, b.Name) })
		slices.SortStableFunc(s.Locators, func(a, b *Locator) int { return cmp.Compare(a.Name, b.Name) })
		for _, method := range s.Methods {
			method.Owner = s
		}
	}
}
