package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Check returns what in the tables the model doesn't have, in order: such a row would never hold.
func (t *Table) Check(m *model.Model) []string {
	var problems []string
	for _, typ := range slices.Sorted(maps.Keys(t.limits)) {
		for _, l := range t.limits[typ] {
			if !reaches(m, typ, l.path) {
				problems = append(problems, fmt.Sprintf("limits.txt: the model has no %s of %s", l.path, typ))
			}
		}
	}
	for _, service := range slices.Sorted(maps.Keys(t.mandatory)) {
		s := m.Service(service)
		if s == nil || m.Method(s, "add") == nil {
			problems = append(problems, "mandatory.txt: the model has no service "+service+" with add")
			continue
		}
		body := m.Method(s, "add").Params
		for _, c := range t.mandatory[service] {
			for _, w := range c.wants {
				for _, path := range w.paths {
					if !slices.ContainsFunc(body, func(p *model.Param) bool { return reaches(m, p.Type.Name, path) }) {
						problems = append(problems, fmt.Sprintf("mandatory.txt: no %s in the body of %s.add", path, service))
					}
				}
			}
		}
	}
	problems = append(problems, checkNames(m)...)
	root := m.Service("system")
	for _, segment := range slices.Sorted(maps.Keys(t.retired)) {
		if !slices.ContainsFunc(root.Locators, func(l *model.Locator) bool { return l.Segment() == segment }) {
			problems = append(problems, "retired.txt: the model has no /"+segment)
		}
	}
	problems = append(problems, checkReferences(m)...)
	for _, service := range slices.Sorted(maps.Keys(t.uncut)) {
		if s := m.Service(service); s == nil || m.Method(s, "list") == nil {
			problems = append(problems, "uncut.txt: the model has no list of "+service)
		}
	}
	return append(problems, t.checkCommands(m)...)
}

func (t *Table) checkCommands(m *model.Model) []string {
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(t.commands)) {
		service, method, _ := strings.Cut(key, " ")
		if s := m.Service(service); s == nil || m.Method(s, method) == nil {
			problems = append(problems, "commands.txt: the model has no "+key)
		}
		for _, code := range t.commands[key].codes() {
			if t.events[code] == nil {
				problems = append(problems, fmt.Sprintf("commands.txt: events.txt has no %d of %s", code, key))
			}
		}
	}
	event := m.Struct("event")
	for _, code := range slices.Sorted(maps.Keys(t.events)) {
		for _, typ := range t.events[code].About {
			if typ != SPM && m.Member(event, typ) == nil {
				problems = append(problems, fmt.Sprintf("events.txt: no event refers to a %s, as %d", typ, code))
			}
		}
	}
	return problems
}

// reaches reports whether a path of members leads on from a type.
func reaches(m *model.Model, typ, path string) bool {
	for name := range strings.SplitSeq(path, ".") {
		s := m.Struct(typ)
		if s == nil {
			return false
		}
		member := m.Member(s, name)
		if member == nil {
			return false
		}
		typ = member.Type.Name
	}
	return true
}
