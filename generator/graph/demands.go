package graph

import (
	"strings"

	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// Mandatory returns what a form of the method demands: for each demand the alternatives, spelled by Go fields of the body itself, or
// of the params where the method has no body.
func (m *Method) Mandatory(form *model.Method) [][]string {
	var all [][]string
	for _, c := range form.Input {
		if !c.Mandatory {
			continue
		}
		alternatives := make([]string, len(c.Paths))
		for i, path := range c.Paths {
			alternatives[i] = m.goPath(path)
		}
		all = append(all, alternatives)
	}
	return all
}

// goPath spells the path of a constraint by fields.
func (m *Method) goPath(path string) string {
	parts := strings.Split(path, ".")
	if m.Main != nil && strings.TrimSuffix(parts[0], "[]") == m.Main.Param.Name {
		parts = parts[1:]
	}
	for i, part := range parts {
		name := strings.TrimSuffix(part, "[]")
		parts[i] = naming.Exported(name) + strings.TrimPrefix(part, name)
	}
	return strings.Join(parts, ".")
}

// Demands returns what is checked before the method sends anything: demands separated by blanks, alternatives by bars.
//
// Methods with variants are left to the engine. There its own code stands in front of the check that the model asks for, and takes
// calls that the model forbids: a floating disk without an interface, for one.
func (m *Method) Demands() string {
	if len(m.Variants) > 0 || m.Main != nil && m.Main.Shape.List {
		return ""
	}
	var words []string
	for _, alternatives := range m.Mandatory(m.Model) {
		words = append(words, strings.Join(alternatives, "|"))
	}
	return strings.Join(words, " ")
}
