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
	return append(problems, t.checkJobs(m)...)
}

func (t *Table) checkJobs(m *model.Model) []string {
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(t.jobs)) {
		service, method, _ := strings.Cut(key, " ")
		if s := m.Service(service); s == nil || m.Method(s, method) == nil {
			problems = append(problems, "jobs.txt: the model has no "+key)
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
