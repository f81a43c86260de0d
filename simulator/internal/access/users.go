package access

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (ac *Access) registerUsers() {
	ac.w.Hook("users").Add = ac.addKnownUser
	ac.w.Hook("user").Remove = func(c *world.Call) error {
		e := c.Entity()
		if c.User == e {
			return world.Conflict("Cannot remove User. User is currently logged in.")
		}
		if ac.gone == nil {
			ac.gone = map[string]bool{}
		}
		ac.gone[loginOf(e)] = true
		ac.w.Drop(e)
		return nil
	}
	ac.w.Hook("groups").Add = ac.addGroup
	ac.w.Hook("group").Remove = func(c *world.Call) error {
		if c.Entity().ID() == everyone {
			return world.Conflict(`Cannot remove the built-in group "Everyone".`)
		}
		ac.w.Drop(c.Entity())
		return nil
	}
	ac.w.Hook("domain").Show = showDomain
	ac.w.SetComputed("domain_users", ac.directoryUsers)
	ac.w.SetComputed("domain_groups", ac.directoryGroups)
	ac.w.SetComputed("domain_user_groups", func(p *store.Place) []*store.Entity {
		if p.Owner() == nil {
			return nil
		}
		return ac.groupObjects(p, func(members []string) bool {
			return slices.Contains(members, loginOf(p.Owner()))
		})
	})
	ac.w.Hook("ssh_public_keys").Add = func(c *world.Call) (*store.Entity, error) {
		if len(ac.w.Kept(c.Place)) > 0 {
			return nil, world.Bad(
				"Cannot add User Profile Property. Multiple public SSH keys are not supported.",
			)
		}
		return c.Insert(c.Body)
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
		return c.Insert(c.Body)
	}
	ac.w.Hook("event_subscriptions").Add = ac.subscribe
}

// loginOf returns the name with which a user logs in.
func loginOf(user *store.Entity) string {
	return strings.TrimSuffix(user.Object().Text(names.UserName), authz)
}

// addKnownUser adds a user whom the directory has. One that is there already stays as he is.
func (ac *Access) addKnownUser(c *world.Call) (*store.Entity, error) {
	name := c.Body.Text(names.UserName)
	domain := ac.domainName(c.Body)
	if domain == "" {
		_, domain = splitLogin(name)
	}
	for _, login := range slices.Sorted(maps.Keys(ac.directory.Users)) {
		who, profile := splitLogin(login)
		if profile+authz != domain && profile != domain {
			continue
		}
		if name != who && name != login && name != login+authz &&
			c.Body.Text(names.Principal) != who &&
			c.Body.Text(names.DomainEntryID) != entryID(who) {
			continue
		}
		if e := ac.UserOf(login); e != nil {
			return e, nil
		}
		return ac.AddUser(who, profile), nil
	}
	return nil, &world.Fault{
		Status: http.StatusBadRequest,
		Plain:  true,
		Detail: "No such user: " + name + " in domain " + domain,
	}
}

// domainName returns the name of the directory that a document means, or "".
func (ac *Access) domainName(o *store.Object) string {
	if d := ac.w.Resolve(o.Part(names.Domain)); d != nil {
		return d.Object().Name()
	}
	return o.Text(names.DomainName)
}

// addGroup adds a group that the directory has.
func (ac *Access) addGroup(c *world.Call) (*store.Entity, error) {
	name := c.Body.Name()
	if e := ac.w.ByName("/groups", name); e != nil {
		return e, nil
	}
	if members, known := ac.directory.Groups[name]; known {
		c.Body.Set(names.Domain, world.Ref(ac.domain(groupDirectory(members))))
	} else if ac.directory.Groups != nil {
		return nil, &world.Fault{Status: http.StatusBadRequest, Plain: true, Detail: "No such group: " + name + " in domain " + ac.domainName(c.Body)}
	}
	c.Body.Default(names.Namespace, "*")
	c.Body.Default(names.DomainEntryID, entryID(name))
	c.Body.Set(names.ID, ac.w.IDs.UUID())
	return c.Insert(c.Body)
}

// subscribe has events sent to a user. The id of a subscription is the name of the event.
func (ac *Access) subscribe(c *world.Call) (*store.Entity, error) {
	o := c.Body
	o.Default(names.NotificationMethod, "smtp")
	for _, e := range ac.w.Kept(c.Place) {
		if e.Object().Text(names.Event) == o.Text(names.Event) &&
			e.Object().Text(names.NotificationMethod) == o.Text(names.NotificationMethod) {
			return nil, world.Conflict(
				"User is already subscribed to this event with the same Notification method.",
			)
		}
	}
	o.Set(names.ID, o.Text(names.Event))
	if user := c.Owner(); user != nil {
		o.Set(names.User, world.Ref(user))
		o.Default(names.Address, user.Object().Text(names.Email))
	}
	return ac.w.Add(c.Owner(), c.Place.Node, o), nil
}

// showDomain adds the links that searches of a directory begin with.
func showDomain(_ *store.Place, v *document.View, _ world.Query) {
	for _, list := range [...]string{"users", "groups"} {
		v.Extra = append(v.Extra, document.Link{
			Rel: list + "/search", Path: v.Path + "/" + list + "?search={query}",
		})
	}
}
