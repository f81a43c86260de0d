package ensure

import (
	"context"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// User adds a user of a directory to the engine, by the user name and the domain, which is given by
// ID or name: admin or admin@internal-authz, and internal-authz.
//
// It manages Domain, Namespace, Principal and UserName. Users can't be changed: Namespace and
// Principal count when a user is added.
func User(ctx context.Context, engine sdk.Engine, wanted *types.User, opts ...Option) (Result[types.User], error) {
	return users(engine, "ensure.User", wanted, apply(opts)).present(ctx, wanted)
}

// UserAbsent removes a user from the engine; no more is read of which than the user name and the
// domain. What the user was permitted goes too.
func UserAbsent(ctx context.Context, engine sdk.Engine, which *types.User, opts ...Option) (Result[types.User], error) {
	return users(engine, "ensure.UserAbsent", which, apply(opts)).absent(ctx)
}

func users(engine sdk.Engine, op string, wanted *types.User, o *options) *kind[types.User] {
	all := engine.SystemService().UsersService()
	return &kind[types.User]{
		engine: engine, op: op, options: o,
		find: func(ctx context.Context, engine sdk.Engine) (*types.User, error) {
			return findUser(ctx, engine, wanted, o)
		},
		prepare: func(_ context.Context, old, wanted *types.User) (*types.User, error) {
			if old != nil {
				return without(wanted, []string{"UserName", "Domain"}), nil // It was found by them.
			}
			return wanted, nil
		},
		add:   func(ctx context.Context, v *types.User) (*types.User, error) { return all.Add(ctx, v, nil, o.call...) },
		scope: userScope,
		rules: rules{once: []string{"Namespace", "Principal"}},
		remove: func(ctx context.Context, old *types.User) error {
			return all.UserService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
	}
}

// findUser reads all users, for an engine's search doesn't know names as they are shown.
func findUser(ctx context.Context, engine sdk.Engine, wanted *types.User, o *options) (*types.User, error) {
	name := ""
	if wanted != nil {
		name = sdk.Value(wanted.UserName)
	}
	if name == "" {
		return nil, fmt.Errorf("the user has no user_name: %w", sdk.ErrInvalid)
	}
	// The engine writes the domain behind the login.
	full := name
	if wanted.Domain != nil && nameOf(wanted.Domain) != "" && !strings.HasSuffix(name, "@"+nameOf(wanted.Domain)) {
		full = name + "@" + nameOf(wanted.Domain)
	}
	return one("user", name, where(engine.SystemService().UsersService().All(ctx, nil, o.call...), func(v *types.User) (bool, error) {
		shown := sdk.Value(v.UserName)
		switch {
		case shown == full || shown == name:
			return true, nil
		case wanted.Domain == nil || idOf(wanted.Domain) == "":
			return false, nil
		}
		login, _, _ := strings.Cut(shown, "@")
		return idOf(v.Domain) == idOf(wanted.Domain) && login == name, nil
	}))
}
