package model

import (
	"fmt"
	"slices"
	"strings"
)

// At returns the model as it was in an earlier release, such as 4.2 or 4.4.10: without what is younger, and without what refers to
// that. A version of two numbers takes all that came within the minor release. What was removed since then is missing, so an import
// of that release's own sources is better where it is at hand. The model itself belongs to the result afterwards.
func (m *Model) At(version string) (*Model, error) {
	if !validVersion(version) {
		return nil, fmt.Errorf("%q is not a release such as 4.4", version)
	}
	if versionLess(m.Version, version) {
		return nil, fmt.Errorf("release %s is later than that of the model, %s", version, m.Version)
	}
	young := func(a Age) bool { return later(a.Release(), version) }
	for _, e := range m.Enums {
		e.Values = slices.DeleteFunc(e.Values, func(v *EnumValue) bool { return young(v.Age) })
	}
	enums := slices.DeleteFunc(m.Enums, func(e *Enum) bool { return young(e.Age) || len(e.Values) == 0 })
	structs := slices.DeleteFunc(m.Structs, func(s *Struct) bool { return young(s.Age) })
	services := slices.DeleteFunc(m.Services, func(s *Service) bool { return young(s.Age) })

	known := make(map[string]bool)
	for _, scalar := range []string{"boolean", "date", "decimal", "integer", "string"} {
		known[scalar] = true
	}
	for _, e := range enums {
		known[e.Name] = true
	}
	for _, s := range structs {
		known[s.Name] = true
	}
	located := make(map[string]bool)
	for _, s := range services {
		located[s.Name] = true
	}
	for _, s := range structs {
		s.Members = slices.DeleteFunc(s.Members, func(m *Member) bool { return young(m.Age) || !known[m.Type.Name] })
	}
	rules := make(map[*Method][]*Constraint)
	for _, s := range services {
		s.Locators = slices.DeleteFunc(s.Locators, func(l *Locator) bool { return young(l.Age) || !located[l.Service] })
		s.Methods = slices.DeleteFunc(s.Methods, func(m *Method) bool { return young(m.Age) })
		for _, method := range s.Methods {
			method.Params = slices.DeleteFunc(method.Params, func(p *Param) bool { return young(p.Age) || !known[p.Type.Name] })
			rules[method], method.Input = method.Input, nil
		}
	}
	release := version
	if strings.Count(version, ".") == 1 {
		release += ".0"
	}
	old, err := New(release, enums, structs, services)
	if err != nil {
		return nil, fmt.Errorf("release %s: %w", version, err)
	}
	for method, input := range rules {
		method.Input = slices.DeleteFunc(input, func(c *Constraint) bool {
			return slices.ContainsFunc(c.Paths, func(path string) bool {
				_, err := old.Target(method, path)
				return err != nil
			})
		})
	}
	return old, nil
}

// later reports whether a release comes after another, which may be a minor one with all that belongs to it.
func later(release, than string) bool {
	if release == "" {
		return false
	}
	parts := strings.Split(release, ".")
	return versionLess(than, strings.Join(parts[:min(len(parts), strings.Count(than, ".")+1)], "."))
}
