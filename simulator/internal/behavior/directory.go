package behavior

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Directory is who can log in.
type Directory struct {
	Users map[string]string // Users are the passwords by login, as in admin@internal.
	// Roles are those that users have on the system, by login; nil makes everybody SuperUser.
	Roles map[string]string
	// Groups are the members' logins by the name of the group; nil takes any name for one.
	Groups map[string][]string
}

// authz is what engines put behind the name of a profile to name its directory.
const authz = "-authz"

func (w *World) seedAccess() {
	w.seedRoles()
	w.plant("/groups", `<group id="`+everyone+`"><name>Everyone</name><namespace>*</namespace></group>`)
	w.permitEveryone(nil, "UserProfileEditor", "58ca605c-010d-0307-0224-0000000001a9")
	for _, login := range slices.Sorted(maps.Keys(w.directory.Users)) {
		name, profile := splitLogin(login)
		user := w.addUser(name, profile)
		if role := w.roleFor(login); role != "" {
			w.permit(nil, user, role)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.directory.Groups)) {
		w.domain(groupDirectory(w.directory.Groups[name]))
	}
}

// roleFor returns the role that a user has on the system from the start, or "".
func (w *World) roleFor(login string) string {
	if w.directory.Roles == nil {
		return "SuperUser"
	}
	return w.directory.Roles[login]
}

// seedEveryone provides all users with what they may do with the objects that engines are installed with.
func (w *World) seedEveryone() {
	if blank := w.At("/templates/" + blankID); blank != nil {
		w.permitEveryone(blank, "UserTemplateBasedVm", "00000004-0004-0004-0004-000000000355")
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

// entryID returns the id of a user or group in the directory.
func entryID(name string) string { return hex.EncodeToString([]byte(store.NameUUID(name))) }

// directoryUsers returns the users of a directory, whether the engine knows them or not.
func (w *World) directoryUsers(p *store.Place) []*store.Entity {
	if p.Owner() == nil {
		return nil
	}
	var out []*store.Entity
	for _, login := range slices.Sorted(maps.Keys(w.directory.Users)) {
		name, profile := splitLogin(login)
		if profile+authz != p.Owner().Object().Name() {
			continue
		}
		o := w.userObject(name, profile, p.Owner())
		o.Set("id", o.Text("domain_entry_id"))
		out = append(out, store.Transient(p, o))
	}
	return out
}

func (w *World) directoryGroups(p *store.Place) []*store.Entity {
	if p.Owner() == nil {
		return nil
	}
	return w.groupObjects(p, func(members []string) bool { return groupDirectory(members) == p.Owner().Object().Name() })
}

// groupObjects returns the groups of the directories whose members fit.
func (w *World) groupObjects(p *store.Place, fits func(members []string) bool) []*store.Entity {
	var out []*store.Entity
	for _, name := range slices.Sorted(maps.Keys(w.directory.Groups)) {
		members := w.directory.Groups[name]
		if !fits(members) {
			continue
		}
		o := w.obj("group")
		o.Set("id", entryID(name))
		o.Set("name", name)
		o.Set("namespace", "*")
		o.Set("domain_entry_id", entryID(name))
		o.Set("domain", Ref(w.At(domainPath(groupDirectory(members)))))
		out = append(out, store.Transient(p, o))
	}
	return out
}

// groupsOf returns the groups that a user is in, as far as the engine knows them, and the one of all users. Groups are in none.
func (w *World) groupsOf(user *store.Entity) []*store.Entity {
	if typeOf(user).Name != "user" {
		return nil
	}
	var out []*store.Entity
	login := loginOf(user)
	for name, members := range w.directory.Groups {
		if slices.Contains(members, login) {
			if e := w.byName("/groups", name); e != nil {
				out = append(out, e)
			}
		}
	}
	if e := w.At("/groups/" + everyone); e != nil {
		out = append(out, e)
	}
	return out
}

// addUser makes the user of a login of the directory.
func (w *World) addUser(login, profile string) *store.Entity {
	delete(w.gone, login+"@"+profile)
	return w.Add(nil, w.Tree.Root.Fixed["users"], w.userObject(login, profile, w.domain(profile+authz)))
}

func (w *World) userObject(login, profile string, domain *store.Entity) *store.Object {
	o := w.obj("user")
	for _, name := range [...]string{"last_name", "email", "department"} {
		o.Set(name, "")
	}
	o.Set("name", login)
	o.Set("user_name", login+"@"+profile+authz)
	o.Set("principal", login)
	o.Set("namespace", "*")
	o.Set("domain_entry_id", entryID(login))
	o.Set("domain", Ref(domain))
	return o
}

// domainPath returns the address of a directory, whose id is made of its name.
func domainPath(name string) string {
	return "/domains/" + strings.ToUpper(hex.EncodeToString([]byte(name)))
}

// domain returns the directory of that name, which is made if it isn't there.
func (w *World) domain(name string) *store.Entity {
	path := domainPath(name)
	if e := w.At(path); e != nil {
		return e
	}
	root := w.Tree.Root.Fixed["domains"]
	o := w.obj("domain")
	if root == nil || o == nil {
		return nil
	}
	o.Set("id", strings.TrimPrefix(path, "/domains/"))
	o.Set("name", name)
	return w.Add(nil, root, o)
}

// UserOf returns the user of a login such as admin@internal, or nil.
func (w *World) UserOf(login string) *store.Entity {
	if e := w.logins.get(login); e != nil && w.At(e.Path) == e && loginOf(e) == login {
		return e
	}
	for _, e := range w.All("/users") {
		if loginOf(e) == login {
			w.logins.put(login, e)
			return e
		}
	}
	return nil
}

// Admit makes the users who may log in but aren't in an inventory that was loaded.
func (w *World) Admit() {
	for _, login := range slices.Sorted(maps.Keys(w.directory.Users)) {
		if w.UserOf(login) != nil {
			continue
		}
		name, profile := splitLogin(login)
		user := w.addUser(name, profile)
		if role := w.roleFor(login); role != "" {
			w.permit(nil, user, role)
		}
	}
}
