package rest

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// option returns an option of the engine's configuration as the user sees it: nothing of what is for
// administrators, and of the values those for the version that is asked for.
func (q *request) option(o *store.Object) (*store.Object, error) {
	if rules.AdminOption(o.Name()) && !q.subject.Admin {
		return nil, store.ErrNotFound
	}
	version := q.query.Text("version")
	if version == "" {
		return o, nil
	}
	values := slices.Clone(o.List("values"))
	values = slices.DeleteFunc(values, func(v *store.Object) bool { return v.Text("version") != version })
	if len(values) == 0 {
		return nil, store.ErrNotFound
	}
	o = o.Clone()
	o.Set("values", values)
	return o, nil
}
