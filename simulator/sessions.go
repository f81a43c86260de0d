package simulator

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/access"
)

// Session is a login that clients can go on to use: a token or a cookie. Who sends a password with each request has none.
type Session struct {
	User  string    // User is the name with its profile, such as admin@internal.
	Kind  string    // Kind is "password", "http-auth" or "cookie".
	Since time.Time // Since is the time of the login, by the engine's clock.
	Used  time.Time // Used is the time of the last request, by the engine's clock.
}

// Sessions returns the sessions that are alive, last used first.
func (e *Engine) Sessions() []Session {
	list := e.sso.Sessions()
	out := make([]Session, len(list))
	for i, s := range list {
		out[i] = Session{User: s.User, Kind: string(s.Kind), Since: s.Since, Used: s.Used}
	}
	return out
}

// checkAccess looks for users and roles that aren't there.
func (o Options) checkAccess() error {
	for _, name := range slices.Sorted(maps.Keys(o.Roles)) {
		if _, known := o.Users[name]; !known && name != defaultUser {
			return fmt.Errorf("role of %q: no such user", name)
		}
		if role := o.Roles[name]; role != "" && !access.KnownRole(role) {
			return fmt.Errorf("role of %q: engines have no role %q", name, role)
		}
	}
	for _, group := range slices.Sorted(maps.Keys(o.Groups)) {
		for _, name := range o.Groups[group] {
			if _, known := o.Users[name]; !known {
				return fmt.Errorf("group %q: no such user %q", group, name)
			}
		}
	}
	return nil
}
