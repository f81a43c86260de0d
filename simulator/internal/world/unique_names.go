package world

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// CheckName refuses a name that another object has, where names are unique: [rules.UniqueName]. Self
// is the object that is renamed, or nil.
func (c *Call) CheckName(home *route.Node, owner *store.Entity, o *store.Object, self *store.Entity) error {
	unique, name := rules.UniqueName(o.Type.Name), o.Name()
	if unique == nil || name == "" {
		return nil
	}
	for _, path := range c.namesakes(unique, home, owner) {
		for _, e := range c.All(path) {
			if e != self && sameName(unique, e.Object(), o) {
				return &Fault{
					Status: unique.Status, Reason: ReasonFailed, Detail: "[" + unique.Text(name, self != nil) + "]",
				}
			}
		}
	}
	return nil
}

// namesakes returns the collections in which a name must be unique.
func (c *Call) namesakes(unique *rules.Name, home *route.Node, owner *store.Entity) []string {
	switch {
	case owner == nil:
		return []string{home.Pattern}
	case unique.Scope != rules.ScopeEngine:
		return []string{owner.Path + "/" + home.Segment}
	}
	var paths []string
	for _, e := range c.All(strings.TrimSuffix(owner.Path, "/"+owner.ID())) {
		paths = append(paths, e.Path+"/"+home.Segment)
	}
	return paths
}

// sameName reports whether two objects can't both have the name of the second.
func sameName(unique *rules.Name, other, o *store.Object) bool {
	switch unique.Scope {
	case rules.ScopeAnyCase:
		return strings.EqualFold(other.Name(), o.Name())
	case rules.ScopeCollection, rules.ScopeEngine:
		return other.Name() == o.Name()
	}
	return other.Name() == o.Name() && o.Part(unique.Scope) != nil &&
		other.Text(unique.Scope+".id") == o.Text(unique.Scope+".id")
}
