package access

import (
	"encoding/json"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerProfiles adds the services of what users keep for themselves: their keys and options.
func (ac *Access) registerProfiles() {
	ac.w.Hook("ssh_public_keys").Add = func(c *world.Call) (*store.Entity, error) {
		switch {
		case !validPublicKeys(c.Body.Text(names.Content)):
			return nil, world.Bad("Cannot add User Profile Property. The given SSH public key is invalid.")
		case len(ac.w.Kept(c.Place)) > 0:
			return nil, world.Bad(
				"Cannot add User Profile Property. Multiple public SSH keys are not supported.",
			)
		}
		return c.Insert(c.Body)
	}
	ac.w.Hook("ssh_public_key").Update = func(c *world.Call) error {
		if c.Body.Has(names.Content) && !validPublicKeys(c.Body.Text(names.Content)) {
			return world.Bad("Cannot edit User Profile Property. The given SSH public key is invalid.")
		}
		return c.Apply(c.Body)
	}
	ac.w.Hook("user_options").Add = func(c *world.Call) (*store.Entity, error) {
		for _, e := range ac.w.Kept(c.Place) {
			if name := c.Body.Name(); e.Object().Name() == name {
				return nil, world.Bad(
					"Cannot add User Profile Property. User Profile property with name %s "+
						"already exists. Property type is JSON and ID=%s.",
					name,
					e.ID(),
				)
			}
		}
		if !json.Valid([]byte(c.Body.Text(names.Content))) {
			return nil, world.Bad("Internal Engine Error") // The column is JSON.
		}
		return c.Insert(c.Body)
	}
}

// addOption adds an option of a user.
func (ac *Access) addOption(user *store.Entity, name, content string) {
	ac.w.AddChild(user, "options", func(o *store.Object) {
		o.Set(names.Name, name)
		o.Set(names.Content, content)
		o.Set(names.User, world.Ref(user))
	})
}

// showOptions adds the options of a user to an object that is shown of him.
func (ac *Access) showOptions(user *store.Entity, o *store.Object) {
	o.Set(names.UserOptions, nil)
	options := ac.w.Of(user, "options")
	if len(options) == 0 {
		return
	}
	list := make([]*store.Object, len(options))
	for i, option := range options {
		list[i] = ac.w.NewObject(names.Property)
		list[i].Set(names.Name, option.Object().Name())
		list[i].Set(names.Value, option.Object().Text(names.Content))
	}
	o.Set(names.UserOptions, list)
}
