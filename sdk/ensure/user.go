package ensure

import (
	"context"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var userFields = fields{
	managed: []string{"Domain", "Namespace", "Principal", "UserName"},
	managedElsewhere: map[string]string{
		"Email":         "the directory has it",
		"Groups":        "the directory has them",
		"LastName":      "the directory has it",
		"Name":          "the directory has it; use UserName",
		"Options":       "use the UserService's OptionsService",
		"Permissions":   "use Permission",
		"SshPublicKeys": "use the UserService's SshPublicKeysService",
		"Tags":          "use the UserService's TagsService",
	},
	createdWhole: true,
	createOnly:   []string{"Namespace", "Principal"},
}

// User adds a user of a directory to the engine, by the user name and the domain, which is given by
// ID or name: admin or admin@internal-authz, and internal-authz.
//
// It manages Domain, Namespace, Principal and UserName. Users can't be changed: Namespace and
// Principal count when a user is added.
func User(
	ctx context.Context, engine sdk.Engine, wanted *types.User, opts ...Option,
) (Result[types.User], error) {
	return present(ctx, users(engine, "ensure.User", wanted, apply(opts)), wanted)
}

// UserAbsent removes a user from the engine; no more is read of which than the user name and the
// domain. What the user was permitted goes too.
func UserAbsent(
	ctx context.Context, engine sdk.Engine, which *types.User, opts ...Option,
) (Result[types.User], error) {
	return absent(ctx, users(engine, "ensure.UserAbsent", which, apply(opts)))
}

// userKind is the kind of users, which are found by user name and domain.
type userKind struct {
	defaults[types.User]
	wanted *types.User
}

func users(engine sdk.Engine, op string, wanted *types.User, o *options) userKind {
	on := base{engine, op, o}
	return userKind{defaults: defaults[types.User]{on}, wanted: wanted}
}

func (userKind) fields() *fields { return &userFields }

func (k userKind) service() *services.UsersService {
	return k.engine.SystemService().UsersService()
}

func (k userKind) find(ctx context.Context, engine sdk.Engine) (*types.User, error) {
	return findUser(ctx, engine, k.wanted, k.options)
}

func (userKind) prepare(_ context.Context, old, wanted *types.User) (*types.User, error) {
	if old != nil {
		return without(wanted, []string{"UserName", "Domain"}), nil // It was found by them.
	}
	return wanted, nil
}

func (k userKind) add(ctx context.Context, v *types.User) (*types.User, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k userKind) remove(ctx context.Context, old *types.User) error {
	return k.service().UserService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// findUser reads all users, for an engine's search doesn't know names as they are shown.
func findUser(
	ctx context.Context, engine sdk.Engine, wanted *types.User, o *options,
) (*types.User, error) {
	name := ""
	if wanted != nil {
		name = sdk.Value(wanted.UserName)
	}
	if name == "" {
		return nil, fmt.Errorf("the user has no user_name: %w", sdk.ErrInvalid)
	}
	// The engine writes the domain behind the login.
	full := name
	if domain := nameOf(wanted.Domain); domain != "" && !strings.HasSuffix(name, "@"+domain) {
		full = name + "@" + domain
	}
	list := engine.SystemService().UsersService().All(ctx, nil, o.call...)
	return one("user", name, where(list, func(v *types.User) (bool, error) {
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
