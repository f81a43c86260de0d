package access

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Directory is who can log in.
type Directory struct {
	Users map[string]string // Users are the passwords by login, as in admin@internal.
	// Roles are those that users have on the system, by login; nil makes everybody SuperUser.
	Roles map[string]string
	// Groups are the members' logins by the name of the group.
	Groups map[string][]string
}

// authz is what engines put behind the name of a profile to name its directory.
const authz = "-authz"

// Seed makes the roles that each engine has, the users and groups of the directory, and their
// permissions on the system. Users without a role aren't known to an engine before they try to log
// in; see [Access.Meet].
func (ac *Access) Seed() {
	ac.seedRoles()
	ac.w.PlantOptional(
		"/groups",
		`<group id="`+everyone+`"><name>Everyone</name><namespace>*</namespace><domain_entry_id>`+
			entryOf(everyone)+`</domain_entry_id></group>`,
	)
	administrators := ac.w.PlantOptional(
		"/groups",
		`<group><name>ovirt-administrator</name><namespace>*</namespace>`+
			`<domain_entry_id>`+administratorsEntry+`</domain_entry_id></group>`,
	)
	ac.seedEveryone(true)
	for _, login := range slices.Sorted(maps.Keys(ac.directory.Users)) {
		name, profile := splitLogin(login)
		ac.domain(profile + authz)
		if role := ac.roleFor(login); role != "" {
			id := ""
			if login == "admin@internal" {
				id = adminPermission
			}
			ac.grant(nil, ac.AddUser(name, profile), role, id)
		}
	}
	ac.grant(nil, administrators, "SuperUser", administratorsPermission)
	for _, name := range slices.Sorted(maps.Keys(ac.directory.Groups)) {
		ac.domain(groupDirectory(ac.directory.Groups[name]))
	}
}

// The permissions of the first administrators. Engines make up their IDs when they are installed, and
// list permissions by ID; these keep the first ones together.
const (
	adminPermission          = "58ca605c-010d-0307-0224-0000000001aa"
	administratorsPermission = "58ca605c-010d-0307-0224-0000000001ab"
)

// Meet makes the user of a login that the directory has but the engine doesn't know yet, as it does
// at the first login, even if that isn't allowed.
func (ac *Access) Meet(login string) {
	if s := ac.Subject(login); s.User == nil && !s.super {
		ac.AddUser(splitLogin(login))
	}
}

// administratorsEntry is the ID of the group ovirt-administrator in the directory that engines are
// installed with.
const administratorsEntry = "37636539373362362D656362322D313166312D383962392D303266633030303030303031"

// roleFor returns the role that a user has on the system from the start, or "".
func (ac *Access) roleFor(login string) string {
	if ac.directory.Roles == nil {
		return "SuperUser"
	}
	return ac.directory.Roles[login]
}

// SeedEveryone grants all users the roles that they have on the objects with which engines are
// installed. Those on what isn't there yet come with [Access.PermitEveryone].
func (ac *Access) SeedEveryone() { ac.seedEveryone(false) }

func (ac *Access) seedEveryone(system bool) {
	for _, p := range content.Permissions() {
		switch {
		case p.Object == "" && system:
			ac.grant(nil, ac.w.At("/groups/"+everyone), p.Role, p.ID)
		case p.Object != "" && !system:
			if on := ac.w.At(p.Object); on != nil {
				ac.PermitEveryone(on)
			}
		}
	}
}

// splitLogin cuts a login at its last @.
func splitLogin(login string) (name, profile string) {
	i := strings.LastIndexByte(login, '@')
	if i < 0 {
		return login, ""
	}
	return login[:i], login[i+1:]
}

// groupDirectory returns the directory in which a group with those members is.
func groupDirectory(members []string) string {
	for _, login := range members {
		_, profile := splitLogin(login)
		return profile + authz
	}
	return "internal" + authz
}

// adminEntry is the ID of admin@internal in its directory.
const adminEntry = "fdfc627c-d875-11e0-90f0-83df133b58cc"

// PrincipalID returns the ID of a user or group in the directory.
func PrincipalID(name string) string {
	if name == "admin" {
		return adminEntry
	}
	return store.NameUUID(name)
}

// entryID returns the id of a user or group in the directory as the API has it.
func entryID(name string) string { return entryOf(PrincipalID(name)) }

// entryOf returns the bytes of an id as the API has them.
func entryOf(id string) string { return strings.ToUpper(hex.EncodeToString([]byte(id))) }

// directoryUsers returns the users of a directory, whether the engine knows them or not.
func (ac *Access) directoryUsers(p *store.Place) []*store.Entity {
	if p.Owner() == nil {
		return nil
	}
	var out []*store.Entity
	for _, login := range slices.Sorted(maps.Keys(ac.directory.Users)) {
		name, profile := splitLogin(login)
		if profile+authz != p.Owner().Object().Name() {
			continue
		}
		o := ac.userObject(name, profile, p.Owner())
		o.Set(names.ID, o.Text(names.DomainEntryID))
		for _, known := range [...]string{names.DomainEntryID, names.LastName, names.Department} {
			o.Set(known, nil) // A directory has them for users whom the engine knows.
		}
		o.Set(names.Groups, []*store.Object{})
		out = append(out, store.Transient(p, o))
	}
	return out
}

func (ac *Access) directoryGroups(p *store.Place) []*store.Entity {
	if p.Owner() == nil {
		return nil
	}
	return ac.groupObjects(p, func(members []string) bool {
		return groupDirectory(members) == p.Owner().Object().Name()
	})
}

// groupObjects returns the groups of the directories whose members fit.
func (ac *Access) groupObjects(p *store.Place, fits func(members []string) bool) []*store.Entity {
	var out []*store.Entity
	for _, name := range slices.Sorted(maps.Keys(ac.directory.Groups)) {
		members := ac.directory.Groups[name]
		if !fits(members) {
			continue
		}
		o := ac.w.NewObject(names.Group)
		o.Set(names.ID, entryID(name))
		o.Set(names.Name, name)
		o.Set(names.Namespace, "*")
		o.Set(names.DomainEntryID, entryID(name))
		o.Set(names.Domain, world.Ref(ac.w.At(domainPath(groupDirectory(members)))))
		out = append(out, store.Transient(p, o))
	}
	return out
}

// groupsOf returns the groups that a user is in, as far as the engine knows them, and the one of
// all users. Groups are in none.
func (ac *Access) groupsOf(user *store.Entity) []*store.Entity {
	if world.TypeOf(user).Name != names.User {
		return nil
	}
	var out []*store.Entity
	login := loginOf(user)
	for name, members := range ac.directory.Groups {
		if slices.Contains(members, login) {
			if e := ac.w.ByName("/groups", name); e != nil {
				out = append(out, e)
			}
		}
	}
	if e := ac.w.At("/groups/" + everyone); e != nil {
		out = append(out, e)
	}
	return out
}

// AddUser makes the user of a login of the directory.
func (ac *Access) AddUser(login, profile string) *store.Entity {
	delete(ac.gone, login+"@"+profile)
	return ac.w.Add(
		nil,
		ac.w.Tree.Root.Fixed["users"],
		ac.userObject(login, profile, ac.domain(profile+authz)),
	)
}

func (ac *Access) userObject(login, profile string, domain *store.Entity) *store.Object {
	o := ac.w.NewObject(names.User)
	o.Set(names.LastName, "")
	o.Set(names.Department, "")
	o.Set(names.Name, login)
	o.Set(names.UserName, login+"@"+profile+authz)
	o.Set(names.Principal, login)
	o.Set(names.Namespace, "*")
	o.Set(names.DomainEntryID, entryID(login))
	ref := world.Ref(domain)
	if ref != nil {
		ref.Set(names.Name, profile+authz)
	}
	o.Set(names.Domain, ref)
	return o
}

// domainPath returns the address of a directory, whose id is made of its name.
func domainPath(name string) string {
	return "/domains/" + entryOf(name)
}

// domain returns the directory of that name, which is made if it isn't there.
func (ac *Access) domain(name string) *store.Entity {
	path := domainPath(name)
	if e := ac.w.At(path); e != nil {
		return e
	}
	root := ac.w.Tree.Root.Fixed["domains"]
	o := ac.w.NewObject(names.Domain)
	if root == nil || o == nil {
		return nil
	}
	o.Set(names.ID, entryOf(name))
	o.Set(names.Name, name)
	return ac.w.Add(nil, root, o)
}

// UserOf returns the user of a login such as admin@internal, or nil.
func (ac *Access) UserOf(login string) *store.Entity {
	if e := ac.logins.get(login); e != nil && ac.w.At(e.Path) == e && loginOf(e) == login {
		return e
	}
	for _, e := range ac.w.All("/users") {
		if loginOf(e) == login {
			ac.logins.put(login, e)
			return e
		}
	}
	return nil
}

// Admit makes the users who may log in but aren't in an inventory that was loaded.
func (ac *Access) Admit() {
	for _, login := range slices.Sorted(maps.Keys(ac.directory.Users)) {
		if ac.UserOf(login) != nil {
			continue
		}
		name, profile := splitLogin(login)
		user := ac.AddUser(name, profile)
		if role := ac.roleFor(login); role != "" {
			ac.Permit(nil, user, role)
		}
	}
}
