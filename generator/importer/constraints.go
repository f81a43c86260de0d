package importer

import (
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// input makes the constraints of an operation out of its input detail. Default methods without @InputDetail mean nothing to
// upstream, whatever they are called, and are ignored.
func (b *builder) input(s *model.Service, d *javaDecl) []*model.Constraint {
	var constraints []*model.Constraint
	found := false
	for _, m := range d.methods {
		if !m.body {
			continue
		}
		what := s.Name + "." + d.name + "." + m.name
		b.marks(what, m.marks, "InputDetail", "Deprecated")
		if !has(m.marks, "InputDetail") {
			continue
		}
		if found {
			b.errs.Addf(m.pos, "%s: %s has an input detail already", what, d.name)
			continue
		}
		found = true
		for _, call := range m.calls {
			if c := b.constraint(what, call); c != nil {
				constraints = append(constraints, c)
			}
		}
	}
	return constraints
}

// constraint makes a constraint of mandatory(PATH), optional(PATH), or or(X, Y) of two of the same kind.
func (b *builder) constraint(what string, call javaCall) *model.Constraint {
	link := call.chain[0]
	if link.name != "or" {
		kind, path, ok := b.rule(what, call)
		if !ok {
			return nil
		}
		return &model.Constraint{Pos: call.pos, Mandatory: kind == "mandatory", Paths: []string{path}}
	}

	if len(call.chain) > 1 || link.index != "" {
		b.errs.Addf(call.pos, "%s: nothing can follow or(X, Y)", what)
		return nil
	}
	if len(link.args) != 2 {
		b.errs.Addf(call.pos, "%s: or takes two rules, not %d", what, len(link.args))
		return nil
	}
	kind, first, ok := b.rule(what, link.args[0])
	other, second, ok2 := b.rule(what, link.args[1])
	if !ok || !ok2 {
		return nil
	}
	if kind != other {
		b.errs.Addf(call.pos, "%s: or takes two rules of the same kind, not %s and %s", what, kind, other)
		return nil
	}
	return &model.Constraint{Pos: call.pos, Mandatory: kind == "mandatory", Paths: []string{first, second}}
}

// rule takes mandatory(PATH) or optional(PATH) apart.
func (b *builder) rule(what string, call javaCall) (kind, path string, ok bool) {
	link := call.chain[0]
	if link.name != "mandatory" && link.name != "optional" {
		b.errs.Addf(call.pos, "%s: unknown call %s; expected mandatory, optional or or", what, link.name)
		return "", "", false
	}
	if len(call.chain) > 1 || link.index != "" {
		b.errs.Addf(call.pos, "%s: nothing can follow %s(PATH)", what, link.name)
		return "", "", false
	}
	if len(link.args) != 1 {
		b.errs.Addf(call.pos, "%s: %s takes one path, not %d", what, link.name, len(link.args))
		return "", "", false
	}
	path, ok = b.path(what, link.args[0])
	return link.name, path, ok
}

// path returns the words of vm().hosts()[COLLECTION].id() as vm.hosts[].id.
func (b *builder) path(what string, call javaCall) (string, bool) {
	steps := make([]string, 0, len(call.chain))
	for _, link := range call.chain {
		if len(link.args) > 0 {
			b.errs.Addf(link.pos, "%s: %s: a path is made of calls without arguments", what, link.name)
			return "", false
		}
		step := modelName(link.name)
		if link.index != "" {
			if link.index != "COLLECTION" {
				b.errs.Addf(link.pos, "%s: unexpected [%s]; expected [COLLECTION]", what, link.index)
				return "", false
			}
			step += "[]"
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, "."), true
}
