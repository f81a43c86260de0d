package generator

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// older makes a model of an earlier release out of the committed one: without what is younger than that release, and without what
// refers to it. It lacks what was removed since, but is otherwise as whole as the committed one.
func older(t *testing.T, version string) *model.Model {
	t.Helper()
	m := loadEmbedded(t)
	young := func(a model.Age) bool { return a.Since != "" && younger(t, a.Since, version) }

	enums := slices.DeleteFunc(m.Enums, func(e *model.Enum) bool {
		e.Values = slices.DeleteFunc(e.Values, func(v *model.EnumValue) bool { return young(v.Age) })
		return young(e.Age) || len(e.Values) == 0
	})
	structs := slices.DeleteFunc(m.Structs, func(s *model.Struct) bool { return young(s.Age) })
	services := slices.DeleteFunc(m.Services, func(s *model.Service) bool { return young(s.Age) })
	known := []string{"boolean", "date", "decimal", "integer", "string"}
	for _, e := range enums {
		known = append(known, e.Name)
	}
	for _, s := range structs {
		known = append(known, s.Name)
	}
	for _, s := range structs {
		s.Members = slices.DeleteFunc(s.Members, func(m *model.Member) bool {
			return young(m.Age) || !slices.Contains(known, m.Type.Name)
		})
	}
	located := func(name string) bool {
		return slices.ContainsFunc(services, func(s *model.Service) bool { return s.Name == name })
	}
	rules := make(map[*model.Method][]*model.Constraint)
	for _, s := range services {
		s.Locators = slices.DeleteFunc(s.Locators, func(l *model.Locator) bool { return young(l.Age) || !located(l.Service) })
		s.Methods = slices.DeleteFunc(s.Methods, func(m *model.Method) bool { return young(m.Age) })
		for _, method := range s.Methods {
			method.Params = slices.DeleteFunc(method.Params, func(p *model.Param) bool {
				return young(p.Age) || !slices.Contains(known, p.Type.Name)
			})
			rules[method], method.Input = method.Input, nil
		}
	}

	reduced, err := model.New(version, enums, structs, services)
	if err != nil {
		t.Fatal(err)
	}
	for method, input := range rules {
		method.Input = slices.DeleteFunc(input, func(c *model.Constraint) bool {
			return slices.ContainsFunc(c.Paths, func(path string) bool {
				_, err := reduced.Target(method, path)
				return err != nil
			})
		})
	}
	return reduced
}

// younger reports whether a release is of a later minor version than another.
func younger(t *testing.T, release, than string) bool {
	t.Helper()
	parse := func(version string) (major, minor int) {
		if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
			t.Fatalf("version %s: %v", version, err)
		}
		return major, minor
	}
	major, minor := parse(release)
	thanMajor, thanMinor := parse(than)
	return cmp.Or(cmp.Compare(major, thanMajor), cmp.Compare(minor, thanMinor)) > 0
}
