package rest

import (
	"errors"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// absent returns what an engine says of an object that doesn't exist: the error of its search, or
// what the row of the table says, if the object above that it names exists. The inventory must be
// locked.
func (q *request) absent(a *rules.Absent, err error) error {
	steps := q.match.Steps
	if a == nil || len(steps) == 0 || !errors.Is(err, store.ErrNotFound) {
		return err
	}
	owner := ""
	if strings.Contains(a.Detail, "{owner}") && len(steps) > 2 {
		p, lost := q.world.Locate(steps[:len(steps)-2])
		if lost != nil {
			return err
		}
		if p.Entity != nil {
			owner = p.Entity.Object().Name()
		}
	}
	detail := strings.NewReplacer("{id}", steps[len(steps)-1].Text, "{owner}", owner).Replace(a.Detail)
	return &world.Fault{Status: a.Status, Reason: world.ReasonFailed, Detail: detail, Bare: a.Bare}
}
