package model

import (
	"errors"
	"fmt"
	"strings"
)

// Step is one part of the path of a constraint.
type Step struct {
	Name  string // Name is that of the parameter in the first step, and of a member of the step before in all others.
	Items bool   // Items says that the path goes on in each item of the list: the step is written with [].
}

// Steps takes the path of a constraint apart: "vm.placement_policy.hosts[].id" has four steps.
func Steps(path string) []Step {
	parts := strings.Split(path, ".")
	steps := make([]Step, len(parts))
	for i, part := range parts {
		name, items := strings.CutSuffix(part, "[]")
		steps[i] = Step{Name: name, Items: items}
	}
	return steps
}

// Target returns the type of what the path of a constraint leads to. The error says which step leads nowhere.
func (m *Model) Target(method *Method, path string) (Type, error) {
	steps := Steps(path)
	p := method.Param(steps[0].Name)
	if p == nil {
		return Type{}, fmt.Errorf("path %s: the method has no parameter %s", path, steps[0].Name)
	}
	if !p.In {
		return Type{}, fmt.Errorf("path %s: parameter %s doesn't go in", path, p.Name)
	}

	t := p.Type
	for i, step := range steps {
		if i > 0 {
			s := m.structs[t.Name]
			if s == nil {
				return Type{}, fmt.Errorf("path %s: %s has no member %s, since %s is not a struct", path, steps[i-1].Name, step.Name,
					t.Name)
			}
			member := m.Member(s, step.Name)
			if member == nil {
				return Type{}, &noMember{path, s, step.Name}
			}
			t = member.Type
		}
		// A path may end at a list: the rule is then about the list as a whole.
		if t.List && !step.Items && i+1 < len(steps) {
			return Type{}, fmt.Errorf("path %s: %s is a list and lacks []", path, step.Name)
		}
		if !t.List && step.Items {
			return Type{}, fmt.Errorf("path %s: %s is not a list and has []", path, step.Name)
		}
		t.List = t.List && !step.Items
	}
	return t, nil
}

// noMember is the error of a path that goes on with a member which the struct doesn't have.
type noMember struct {
	path   string
	s      *Struct
	member string
}

func (e *noMember) Error() string {
	return fmt.Sprintf("path %s: struct %s has no member %s", e.path, e.s.Name, e.member)
}

func (v *validator) constraint(what string, m *Method, c *Constraint) {
	if len(c.Paths) == 0 || len(c.Paths) > 2 {
		v.errs.Addf(c.Pos, "%s: a constraint has one path or two, not %d", what, len(c.Paths))
		return
	}
	for _, path := range c.Paths {
		_, err := v.m.Target(m, path)
		if gap, ok := errors.AsType[*noMember](err); ok && v.gap(gap.s) {
			continue // The member may well be an inherited one.
		}
		if err != nil {
			v.errs.Addf(c.Pos, "%s: %v", what, err)
		}
	}
	first := Steps(c.Paths[0])[0].Name
	for _, path := range c.Paths[1:] {
		if name := Steps(path)[0].Name; name != first {
			v.errs.Addf(c.Pos, "%s: the alternatives %s and %s begin with different parameters", what, c.Paths[0], path)
		}
	}
}

// gap reports whether the base of the struct, or of one that it extends, was wrong.
func (v *validator) gap(s *Struct) bool {
	for ; s != nil; s = v.m.structs[s.Base] {
		if v.orphan[s] {
			return true
		}
	}
	return false
}
