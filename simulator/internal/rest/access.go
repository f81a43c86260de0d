package rest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// enter finds out what the user may do, and whether the request is filtered: it is unless an administrator asks, or one says that it
// isn't. It reports false after it has answered 401, for users who have no permission to log in.
func (q *request) enter() bool {
	q.world.Read(func() { q.subject = q.Access.Subject(q.login) })
	if q.subject.User == nil {
		q.world.Update(func() {
			q.Access.Meet(q.login)
			q.subject = q.Access.Subject(q.login)
		})
	}
	if !q.subject.Login {
		name, profile, _ := sso.Split(q.login)
		sso.Unauthorized(q.w, fmt.Sprintf("The user %s@%s-authz with profile [%s] is not authorized to perform login", name, profile, profile))
		return false
	}
	if q.filtered = q.query.Bool("filter", !q.subject.Admin); q.filtered {
		q.query.Values.Set("filter", "true")
	}
	return true
}

// admitted returns an error if the user may not read a place. What adds or acts is looked at by the methods.
func (q *request) admitted(p *store.Place) error {
	switch {
	case q.r.Method == http.MethodPost || !q.filtered && q.subject.Admin:
		return nil
	case !q.filtered || p != nil && access.AdminQuery(p.Node.Service.Name):
		return access.Insufficient()
	}
	for at := p; at != nil; at = at.Above {
		if at.Entity != nil && !q.subject.Sees(at.Entity) {
			return store.ErrNotFound
		}
	}
	return nil
}

// sees reports whether the request may show an object.
func (q *request) sees(e *store.Entity) bool { return !q.filtered || q.subject.Sees(e) }

// seen returns those of the objects that the request may show.
func (q *request) seen(entities []*store.Entity) []*store.Entity {
	if !q.filtered {
		return entities
	}
	return slices.DeleteFunc(slices.Clone(entities), func(e *store.Entity) bool { return !q.subject.Sees(e) })
}

// within returns the parameters that hold for what is followed too.
func (q *request) within() world.Query {
	params := url.Values{world.Followed: {"true"}}
	if q.filtered {
		params.Set("filter", "true")
	}
	return world.Query{Values: params}
}
