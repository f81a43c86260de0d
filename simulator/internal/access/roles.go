package access

import (
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// seededRole is a role that each engine has and that can't be changed.
type seededRole struct {
	id, name string
	admin    bool
	children bool   // children says that who has the role on an object sees what is in it.
	permits  string // permits are the ids of what the role allows; * is everything.
}

// superUser is the id of the role that allows everything.
const superUser = "00000000-0000-0000-0000-000000000001"

// everyone is the id of the group that all users are in.
const everyone = "eee00000-0000-0000-0000-123456789eee"

var seededRoles = []seededRole{
	{"00000000-0000-0000-0000-000000000001", "SuperUser", true, true, "*"},
	{
		"00000000-0000-0000-0001-000000000001", "UserRole", false, true,
		"5 7 17 18 19 21 22 23 303 1106 1300",
	},
	{
		"00000000-0000-0000-0001-000000000002", "PowerUserRole", false, false,
		"1 200 1100 1106 1300 1563 1665 1666 1667 1668",
	},
	{"def00001-0000-0000-0000-def000000001", "ClusterAdmin", true, true,
		"1 2 3 5 6 7 8 9 10 11 12 14 15 17 18 19 21 22 23 100 101 102 103 104 300 301 302 303 " +
			"400 401 402 403 502 503 " +
			"1100 1101 1102 1103 1104 1107 1108 1109 1110 1300 1301 1302 1303 1304 1550 1563 " +
			"1663 1665 1666 1667 1668"},
	{"def00002-0000-0000-0000-def000000002", "DataCenterAdmin", true, true,
		"1 2 3 5 6 7 8 9 10 11 12 14 15 17 18 19 21 22 23 100 101 102 103 104 200 201 202 203 " +
			"204 205 300 301 302 303 " +
			"400 401 402 403 404 502 503 700 701 702 703 704 705 900 901 1100 1101 1102 1103 " +
			"1104 1105 1107 1108 1109 1110 " +
			"1203 1204 1205 1300 1301 1302 1303 1304 1550 1563 1663 1665 1666 1667 1668"},
	{"def00003-0000-0000-0000-def000000003", "StorageAdmin", true, true,
		"600 601 602 603 1100 1101 1102 1103 1104 1106 1107 1108 1109 1110 1300 1301 1302 1303 " +
			"1304 1560 1561 1562 1563"},
	{"def00004-0000-0000-0000-def000000004", "HostAdmin", true, true,
		"100 101 102 103 104 600 601 602 603 1300 1301 1302 1303 1304 1560 1561 1562 1563"},
	{"def00005-0000-0000-0000-def000000005", "NetworkAdmin", true, true,
		"9 104 204 403 404 703 704 705 1203 1204 1205 1300 1301 1302 1303 1304"},
	{"def00006-0000-0000-0000-def000000006", "UserVmManager", false, true,
		"1 2 3 5 7 9 10 12 17 18 19 21 22 23 502 503 1100 1101 1102 1104 1108 1109 1110 1300 " +
			"1664 1668"},
	{
		"def00007-0000-0000-0000-def000000007", "VmPoolAdmin", true, true,
		"1 300 301 302 303 1300 1301 1302 1303 1304 1668",
	},
	{"def00008-0000-0000-0000-def000000008", "TemplateAdmin", true, true,
		"200 201 202 203 204 205 502 503 1106 1300 1301 1302 1303 1304"},
	{"def0000a-0000-0000-0000-def00000000a", "QuotaConsumer", false, false, "901"},
	{
		"def0000a-0000-0000-0000-def00000000b", "DiskOperator", false, true,
		"502 503 1100 1101 1102 1104 1108 1109 1110 1300",
	},
	{"def0000a-0000-0000-0000-def00000000c", "DiskCreator", false, false, "1100 1300"},
	{"def0000b-0000-0000-0000-def00000000b", "GlusterAdmin", true, true,
		"100 101 102 103 104 400 401 402 403 404 1000 1001 1002 1003 1004 1300 1301 1302 1303 " +
			"1304"},
	{"def0000a-0000-0000-0000-def00000000d", "VmCreator", false, false, "1 1100 1300 1668"},
	{"def0000a-0000-0000-0000-def00000000e", "TemplateCreator", false, false, "200 1300"},
	{
		"def0000a-0000-0000-0000-def00000000f", "TemplateOwner", false, true,
		"201 202 203 204 502 503 1300",
	},
	{"def0000c-0000-0000-0000-def000000000", "ExternalEventsCreator", false, false, "1400"},
	{"def0000d-0000-0000-0000-def000000000", "ExternalTasksCreator", false, false, "1500"},
	{"def0000a-0000-0000-0000-def000000010", "VnicProfileUser", false, false, "9 204 1300"},
	{"def00009-0000-0000-0000-def000000009", "UserTemplateBasedVm", false, false, "1 1668"},
	{"def00011-0000-0000-0000-def000000011", "InstanceCreator", false, false, "16 1100 1300"},
	{"def00012-0000-0000-0000-def000000012", "UserInstanceManager", false, false,
		"2 3 5 7 10 12 17 18 19 21 22 23 502 503 1100 1101 1102 1104 1108 1109 1110 1300 1664"},
	{"def0000c-0000-0000-0000-def00000000c", "ReadOnlyAdmin", true, true, "1300"},
	{"def00011-0000-0000-0000-def000000013", "TagManager", true, false, "1300 1301 1304"},
	{"def00011-0000-0000-0000-def000000014", "BookmarkManager", true, false, "1300 1302 1304"},
	{
		"def00011-0000-0000-0000-def000000015", "EventNotificationManager", true, false,
		"1300 1303 1304",
	},
	{"def00011-0000-0000-0000-def000000016", "AuditLogManager", true, false, "1300 1304"},
	{
		"def00013-0000-0000-0000-def000000013", "MacPoolAdmin", true, true,
		"1300 1660 1661 1662 1663",
	},
	{"def00014-0000-0000-0000-def000000014", "MacPoolUser", false, true, "1300 1663"},
	{"def00020-0000-0000-0000-abc000000010", "DiskProfileUser", false, false, "1563"},
	{"def00006-0000-0000-0000-def000000011", "UserVmRunTimeManager", false, false,
		"1 2 3 5 7 9 10 17 18 19 21 22 23 502 503 1100 1101 1102 1104 1108 1109 1110 1300 1668"},
	{"def00021-0000-0000-0000-def000000015", "UserProfileEditor", false, false, "504"},
	{"def00030-0000-0000-0000-def000000011", "VmImporterExporter", true, true, "8 1300 1563 1668"},
	{"def00017-0000-0000-0000-def000000017", "CpuProfileOperator", false, false, "1668"},
	{
		"def00016-0000-0000-0000-def000000016", "CpuProfileCreator", true, false,
		"1665 1666 1667 1668",
	},
}

// roleOf returns the role that each engine has under that id or name, or nil.
func roleOf(idOrName string) *seededRole {
	for i := range seededRoles {
		if r := &seededRoles[i]; r.id == idOrName || r.name == idOrName {
			return r
		}
	}
	return nil
}

// KnownRole reports whether each engine has a role of that name.
func KnownRole(name string) bool { return roleOf(name) != nil }

func (ac *Access) seedRoles() {
	for _, r := range seededRoles {
		o := ac.w.NewObject(names.Role)
		o.Set(names.ID, r.id)
		o.Set(names.Name, r.name)
		o.Set(names.Description, r.name)
		o.Set(names.Administrative, r.admin)
		o.Set(names.Mutable, false)
		role := ac.w.Add(nil, ac.w.Tree.Root.Fixed["roles"], o)
		for i := range permits {
			if p := &permits[i]; r.has(strconv.Itoa(p.id)) {
				ac.givePermit(role, p)
			}
		}
	}
}

// has reports whether the role is seeded with a permit.
func (r *seededRole) has(id string) bool {
	return r.permits == "*" || strings.Contains(" "+r.permits+" ", " "+id+" ")
}

func (ac *Access) givePermit(role *store.Entity, p *permit) *store.Entity {
	return ac.w.AddChild(role, "permits", func(o *store.Object) {
		o.Set(names.ID, strconv.Itoa(p.id))
		o.Set(names.Name, p.name)
		o.Set(names.Administrative, p.admin)
		o.Set(names.Role, world.Ref(role))
	})
}

// allows reports whether a role has a permit.
func (ac *Access) allows(role *store.Entity, id string) bool {
	return role != nil && (role.ID() == superUser || ac.w.At(role.Path+"/permits/"+id) != nil)
}

// showsChildren reports whether who has the role on an object sees what is in it.
func (ac *Access) showsChildren(role *store.Entity) bool {
	if r := roleOf(role.ID()); r != nil {
		return r.children
	}
	for _, e := range ac.w.Of(role, "permits") {
		if p := permitOf(e.ID(), ""); p != nil && p.children {
			return true
		}
	}
	return false
}

func (ac *Access) registerRoles() {
	ac.w.Index(names.Permission, names.Role)
	ac.w.Hook("roles").Add = ac.addRole
	h := ac.w.Hook("role")
	h.Update = func(c *world.Call) error {
		if err := mutable(c.Entity(), "edit"); err != nil {
			return err
		}
		if c.Body.Has(names.Administrative) &&
			c.Body.True(names.Administrative) != c.Object().True(names.Administrative) {
			return world.Bad("Cannot edit Role. Changing Role type is not allowed.")
		}
		return c.Apply(c.Body)
	}
	h.Remove = func(c *world.Call) error {
		if err := mutable(c.Entity(), "remove"); err != nil {
			return err
		}
		if len(ac.w.Referring(names.Permission, names.Role, c.Entity().ID())) > 0 {
			return world.Conflict(
				"One or more Permissions is still associated with Role.\n- Please remove all " +
					"Permissions first.",
			)
		}
		ac.w.Drop(c.Entity())
		return nil
	}
	ac.w.Hook("permits").Add = func(c *world.Call) (*store.Entity, error) {
		role := c.Owner()
		if err := mutable(role, "edit"); err != nil {
			return nil, err
		}
		p, err := fits(c.Body, role.Object().True(names.Administrative))
		if err != nil {
			return nil, err
		}
		if ac.w.At(role.Path+"/permits/"+strconv.Itoa(p.id)) != nil {
			return nil, world.Conflict(
				"Cannot attach action group to Role. This action group is already attached to " +
					"Role.",
			)
		}
		return ac.givePermit(role, p), nil
	}
	ac.w.Hook("permit").Remove = func(c *world.Call) error {
		if err := mutable(c.Entity().Owner, "edit"); err != nil {
			return err
		}
		ac.w.Remove(c.Entity())
		return nil
	}
	ac.w.SetComputed("assigned_roles", func(p *store.Place) []*store.Entity {
		return ac.rolesOf(p.Owner())
	})
}

// mutable refuses to change the roles that each engine has.
func mutable(role *store.Entity, verb string) error {
	if o := role.Object(); o.Has(names.Mutable) && !o.True(names.Mutable) {
		return world.Conflict("Cannot %s Role. The Role is Read-Only.", verb)
	}
	return nil
}

// fits returns the permit that an object means, if a role of the kind may have it.
func fits(asked *store.Object, administrative bool) (*permit, error) {
	p := permitOf(asked.ID(), asked.Name())
	switch {
	case p == nil:
		return nil, world.NotFound(asked.Type, asked)
	case p.admin && !administrative:
		return nil, world.Conflict("Cannot add administrator's action group to a User Role.")
	}
	return p, nil
}

func (ac *Access) addRole(c *world.Call) (*store.Entity, error) {
	asked := c.Body.List(names.Permits)
	if len(asked) == 0 {
		return nil, world.Bad("Actions list cannot be empty.")
	}
	c.Body.Set(names.Mutable, true)
	c.Body.Default(names.Administrative, false)
	list := make([]*permit, 0, len(asked))
	for _, o := range asked {
		p, err := fits(o, c.Body.True(names.Administrative))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	role, err := c.Insert(c.Body)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		ac.givePermit(role, p)
	}
	return role, nil
}

// rolesOf returns the roles that a user or group has anywhere.
func (ac *Access) rolesOf(holder *store.Entity) []*store.Entity {
	if holder == nil {
		return nil
	}
	var out []*store.Entity
	seen := map[*store.Entity]bool{}
	for _, permission := range ac.w.Referring(names.Permission, world.TypeOf(holder).Name, holder.ID()) {
		if role := ac.w.Target(permission, names.Role); role != nil && !seen[role] {
			seen[role] = true
			out = append(out, role)
		}
	}
	return out
}
