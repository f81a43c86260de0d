package access

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (ac *Access) registerUsers() {
	ac.w.Hook("users").Add = ac.addKnownUser
	user := ac.w.Hook("user")
	user.Update = ac.updateUser
	user.Show = ac.showUser
	user.Remove = func(c *world.Call) error {
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
		switch {
		case ac.onlySuper(c.Entity()):
			return world.Conflict(
				"Cannot ${action} ${type}. The system must have at least one Super User Role defined.",
			)
		case c.Entity().ID() == everyone:
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
	ac.w.Hook("event_subscriptions").Add = ac.subscribe
	ac.registerProfiles()
}

// onlySuper reports whether nobody else than a group may do everything.
func (ac *Access) onlySuper(group *store.Entity) bool {
	found := false
	for _, p := range ac.systemPermissions() {
		if p.Object().Text(names.RoleID) != superUser {
			continue
		}
		if p.Object().Text(names.GroupID) != group.ID() {
			return false
		}
		found = true
	}
	return found
}

// immutable are the members of a user that a document must not change, in the order in which engines
// look.
var immutable = []string{
	names.Department, names.DomainEntryID, names.Email, names.LastName, names.LoggedIn, names.Namespace,
	names.Password, names.Principal, names.UserName, names.Domain,
}

// updateUser sets the options of a user, which is all that can be changed of him. Those that the
// document lacks are removed, unless it is to be merged.
func (ac *Access) updateUser(c *world.Call) error {
	for _, member := range immutable {
		if !c.Sent.Has(member) {
			continue
		}
		same := c.Sent.Text(member) == c.Object().Text(member)
		if ref := c.Sent.Part(member); ref != nil {
			same = ref.ID() == c.Object().Text(member+".id")
		}
		if !same {
			return world.ImmutableField(schema.Camel(member, false))
		}
	}
	wanted := map[string]string{}
	for _, o := range c.Body.List(names.UserOptions) {
		wanted[o.Name()] = o.Text(names.Value)
	}
	user := c.Entity()
	for _, option := range slices.Clone(ac.w.Of(user, "options")) {
		name := option.Object().Name()
		content, found := wanted[name]
		delete(wanted, name)
		switch {
		case found:
			ac.w.Set(option, names.Content, content)
		case !c.Query.Bool("merge", false):
			ac.w.Remove(option)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		ac.addOption(user, name, wanted[name])
	}
	return nil
}

// showUser adds the name of the directory that a user is in, and his options.
func (ac *Access) showUser(_ *store.Place, v *document.View, _ world.Query) {
	domain := ac.w.Resolve(v.Object.Part(names.Domain))
	o := v.Object.Clone()
	if domain != nil {
		ref := world.Ref(domain)
		ref.Set(names.Name, domain.Object().Name())
		o.Set(names.Domain, ref)
	}
	if user := ac.w.At(v.Object.Path); user != nil {
		ac.showOptions(user, o)
	}
	v.Object = o
}

// loginOf returns the name with which a user logs in.
func loginOf(user *store.Entity) string {
	return strings.TrimSuffix(user.Object().Text(names.UserName), authz)
}

// addKnownUser adds a user whom the directory has. One that is there already stays as he is.
func (ac *Access) addKnownUser(c *world.Call) (*store.Entity, error) {
	domain, err := ac.directoryOf(c)
	if err != nil {
		return nil, err
	}
	name := c.Body.Text(names.UserName)
	byID, principal := firstText(c.Body.Text(names.DomainEntryID), c.Sent.ID()), c.Body.Text(names.Principal)
	for _, login := range slices.Sorted(maps.Keys(ac.directory.Users)) {
		who, profile := splitLogin(login)
		switch {
		case profile+authz != domain:
			continue
		case byID != "" && byID != entryID(who),
			byID == "" && principal != "" && principal != who,
			byID == "" && principal == "" && strings.TrimSuffix(name, "@"+domain) != who:
			continue
		}
		if e := ac.UserOf(login); e != nil {
			return e, nil
		}
		return ac.AddUser(who, profile), nil
	}
	switch {
	case byID != "":
		return nil, plain("No such user: " + name + " in domain " + domain)
	case principal != "":
		return nil, notInDirectory(principal)
	}
	return nil, notInDirectory("ADUSER@" + domain + ":: username=" + strings.TrimSuffix(name, "@"+domain))
}

// directoryOf returns the name of the directory in which a new user or group is looked up. Engines
// never find one by its ID.
func (ac *Access) directoryOf(c *world.Call) (string, error) {
	asked := c.Sent.Part(names.Domain)
	if asked.Name() == "" {
		return "", &world.Fault{
			Status: http.StatusBadRequest, Reason: world.ReasonFailed,
			Detail: "Domain: '" + asked.ID() + "' does not exist.",
		}
	}
	if ac.w.ByName("/domains", asked.Name()) == nil {
		return "", &world.Fault{
			Status: http.StatusBadRequest, Reason: world.ReasonFailed,
			Detail: `cannot invoke "java.util.list.iterator()" because "namespaces" is null`,
		}
	}
	return asked.Name(), nil
}

// notInDirectory says that a search of a directory found nothing.
func notInDirectory(what string) *world.Fault {
	return &world.Fault{Status: http.StatusNotFound, Reason: world.ReasonFailed, Detail: "Entity not found: " + what}
}

// plain refuses in plain text.
func plain(text string) *world.Fault {
	return &world.Fault{Status: http.StatusBadRequest, Plain: true, Detail: text}
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// addGroup adds a group that the directory has.
func (ac *Access) addGroup(c *world.Call) (*store.Entity, error) {
	domain, err := ac.directoryOf(c)
	if err != nil {
		return nil, err
	}
	name := c.Body.Name()
	byID := firstText(c.Sent.ID(), c.Body.Text(names.DomainEntryID))
	for _, group := range slices.Sorted(maps.Keys(ac.directory.Groups)) {
		if groupDirectory(ac.directory.Groups[group]) != domain ||
			byID != "" && byID != entryID(group) ||
			byID == "" && strings.TrimSuffix(name, "@"+domain) != group {
			continue
		}
		if e := ac.w.ByName("/groups", group); e != nil {
			return e, nil
		}
		o := ac.w.NewObject(names.Group)
		o.Set(names.ID, ac.w.IDs.UUID())
		o.Set(names.Name, group)
		o.Set(names.Namespace, "*")
		o.Set(names.DomainEntryID, entryID(group))
		o.Set(names.Domain, world.Ref(ac.domain(domain)))
		return c.Insert(o)
	}
	if byID != "" {
		return nil, plain("No such group: " + name + " in directory " + domain)
	}
	return nil, notInDirectory("ADGROUP@" + domain + ":: name=" + strings.TrimSuffix(name, "@"+domain))
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
