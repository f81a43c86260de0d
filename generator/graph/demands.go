package graph

import (
	"slices"
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

// Demand is what the engine demands of a call: that one of several fields is set.
type Demand struct {
	Name         string     // Name spells the alternatives for people: Cluster.ID or Cluster.Name.
	Alternatives [][]*Field // Alternatives are the fields on the way to each of them.
}

// demands finds what is checked before a method sends anything.
//
// Methods with variants are left to the engine. There its own code stands in front of the check
// that the model asks for, and takes calls that the model forbids: a floating disk without an
// interface, for one.
func (r *resolver) demands(m *Method) {
	fields := m.Params.Fields
	if m.Main != nil {
		if m.Main.Shape.Kind != Object || m.Main.Shape.List {
			return
		}
		fields = m.Main.Shape.Struct.Fields
	}
	if len(m.Variants) > 0 {
		return
	}
	for _, c := range m.Model.Input {
		if !c.Mandatory {
			continue
		}
		var d Demand
		var names []string
		for _, path := range c.Paths {
			name := m.goPath(path)
			way, missing := follow(fields, name)
			if missing != "" {
				r.errs.Addf(c.Pos, "%s demands %s, but there is no field %s", m.Op, name, missing)
				continue
			}
			names = append(names, name)
			d.Alternatives = append(d.Alternatives, way)
		}
		d.Name = strings.Join(names, " or ")
		m.Demands = append(m.Demands, d)
	}
}

// follow returns the fields on the way that a path such as Cpu.Cores[].Index goes, or the name that
// is no field.
func follow(fields []*Field, path string) (way []*Field, missing string) {
	for part := range strings.SplitSeq(path, ".") {
		name := strings.TrimSuffix(part, "[]")
		i := slices.IndexFunc(fields, func(f *Field) bool { return f.Name == name })
		if i < 0 {
			return nil, name
		}
		way = append(way, fields[i])
		fields = nil
		if s := way[len(way)-1].Shape.Struct; s != nil {
			fields = s.Fields
		}
	}
	return way, ""
}
