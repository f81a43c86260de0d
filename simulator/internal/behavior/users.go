package behavior

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) users() {
	w.hook("users").Add = w.addKnownUser
	w.hook("user").Remove = func(c *Call) error {
		e := c.Entity()
		if c.User == e {
			return Conflict("Cannot remove User. User is currently logged in.")
		}
		if w.gone == nil {
			w.gone = map[string]bool{}
		}
		w.gone[loginOf(e)] = true
		w.drop(e)
		return nil
	}
	w.hook("groups").Add = w.addGroup
	w.hook("group").Remove = func(c *Call) error {
		if c.Entity().ID() == everyone {
			return Conflict(`Cannot remove the built-in group "Everyone".`)
		}
		w.drop(c.Entity())
		return nil
	}
	w.SetComputed("domain_users", w.directoryUsers)
	w.SetComputed("domain_groups", w.directoryGroups)
	w.SetComputed("domain_user_groups", func(p *store.Place) []*store.Entity {
		if p.Owner() == nil {
			return nil
		}
		return w.groupObjects(p, func(members []string) bool { return slices.Contains(members, loginOf(p.Owner())) })
	})
	w.hook("ssh_public_keys").Add = func(c *Call) (*store.Entity, error) {
		if len(w.Kept(c.Place)) > 0 {
			return nil, Bad("Cannot add User Profile Property. Multiple public SSH keys are not supported.")
		}
		return c.Insert(c.Body)
	}
	w.hook("user_options").Add = func(c *Call) (*store.Entity, error) {
		for _, e := range w.Kept(c.Place) {
			if name := c.Body.Name(); e.Object().Name() == name {
				return nil, Bad("Cannot add User Profile Property. User Profile property with name %s already exists. Property type is JSON and ID=%s.", name, e.ID())
			}
		}
		return c.Insert(c.Body)
	}
	w.hook("event_subscriptions").Add = w.subscribe
}

// loginOf returns the name with which a user logs in.
func loginOf(user *store.Entity) string {
	return strings.TrimSuffix(user.Object().Text("user_name"), authz)
}

// addKnownUser adds a user whom the directory has. One that is there already stays as he is.
func (w *World) addKnownUser(c *Call) (*store.Entity, error) {
	name := c.Body.Text("user_name")
	domain := w.domainName(c.Body)
	if domain == "" {
		_, domain = splitLogin(name)
	}
	for _, login := range slices.Sorted(maps.Keys(w.directory.Users)) {
		who, profile := splitLogin(login)
		if profile+authz != domain && profile != domain {
			continue
		}
		if name != who && name != login && name != login+authz && c.Body.Text("principal") != who && c.Body.Text("domain_entry_id") != entryID(who) {
			continue
		}
		if e := w.UserOf(login); e != nil {
			return e, nil
		}
		return w.addUser(who, profile), nil
	}
	return nil, &Fault{Status: http.StatusBadRequest, Plain: true, Detail: "No such user: " + name + " in domain " + domain}
}

// domainName returns the name of the directory that a document means, or "".
func (w *World) domainName(o *store.Object) string {
	if d := w.Resolve(o.Part("domain")); d != nil {
		return d.Object().Name()
	}
	return o.Text("domain.name")
}

// addGroup adds a group that the directory has.
func (w *World) addGroup(c *Call) (*store.Entity, error) {
	name := c.Body.Name()
	if e := w.byName("/groups", name); e != nil {
		return e, nil
	}
	if members, known := w.directory.Groups[name]; known {
		c.Body.Set("domain", Ref(w.domain(groupDirectory(members))))
	} else if w.directory.Groups != nil {
		return nil, &Fault{Status: http.StatusBadRequest, Plain: true, Detail: "No such group: " + name + " in domain " + w.domainName(c.Body)}
	}
	c.Body.Default("namespace", "*")
	c.Body.Default("domain_entry_id", entryID(name))
	c.Body.Set("id", w.IDs.UUID())
	return c.Insert(c.Body)
}

// subscribe has events sent to a user. The id of a subscription is the name of the event.
func (w *World) subscribe(c *Call) (*store.Entity, error) {
	o := c.Body
	o.Default("notification_method", "smtp")
	for _, e := range w.Kept(c.Place) {
		if e.Object().Text("event") == o.Text("event") && e.Object().Text("notification_method") == o.Text("notification_method") {
			return nil, Conflict("User is already subscribed to this event with the same Notification method.")
		}
	}
	o.Set("id", o.Text("event"))
	if user := c.Owner(); user != nil {
		o.Set("user", Ref(user))
		o.Default("address", user.Object().Text("email"))
	}
	return w.Add(c.Owner(), c.Place.Node, o), nil
}
