// Package content is what every engine has from its installation, as files that a person can read:
// operating systems with their icons, network filters, roles and permissions. The files are those
// of an engine of model 4.6.1. Each is read once, at its first use.
package content

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed operatingsystems.tsv
var systemsText string

//go:embed icons.tsv
var iconsText string

//go:embed networkfilters.tsv
var filtersText string

//go:embed roles.tsv
var rolesText string

//go:embed permissions.tsv
var permissionsText string

// System is a guest operating system.
type System struct {
	ID, Name, Architecture, TPM, Description string
	SmallIcon, LargeIcon                     string // IDs of icons, or "" for none
}

// Icon is a picture of an operating system.
type Icon struct {
	ID, Family, Size, MediaType, Data string
}

// Filter is a network filter. Its version is that of libvirt.
type Filter struct {
	ID, Major, Minor, Name string
}

// Role is a role that can't be changed.
type Role struct {
	ID, Name, Description string
	Admin                 bool
	Children              bool     // Children says that who has the role on an object sees what is in it.
	Permits               []string // Permits are the IDs of what the role allows.
}

// Permission is what the group Everyone may do.
type Permission struct {
	ID, Role string
	Object   string // Object is an address, or "" for the whole system.
}

// Systems returns the operating systems. The result must not be changed, as that of all functions
// of this package.
var Systems = sync.OnceValue(func() []System {
	icons := make(map[string]string)
	for _, i := range Icons() {
		icons[i.Family+" "+i.Size] = i.ID
	}
	var out []System
	for _, f := range table("operatingsystems.tsv", systemsText, 6) {
		out = append(out, System{
			ID: f[0], Name: f[1], Architecture: f[2], TPM: f[3], Description: f[5],
			SmallIcon: icons[f[4]+" small"], LargeIcon: icons[f[4]+" large"],
		})
	}
	return out
})

// Icons returns the icons of operating systems.
var Icons = sync.OnceValue(func() []Icon {
	var out []Icon
	for _, f := range table("icons.tsv", iconsText, 5) {
		out = append(out, Icon{ID: f[0], Family: f[1], Size: f[2], MediaType: f[3], Data: f[4]})
	}
	return out
})

// Filters returns the network filters.
var Filters = sync.OnceValue(func() []Filter {
	var out []Filter
	for _, f := range table("networkfilters.tsv", filtersText, 3) {
		major, minor, _ := strings.Cut(f[1], ".")
		out = append(out, Filter{ID: f[0], Major: major, Minor: minor, Name: f[2]})
	}
	return out
})

// Roles returns the roles.
var Roles = sync.OnceValue(func() []*Role {
	var out []*Role
	for _, f := range table("roles.tsv", rolesText, 6) {
		out = append(out, &Role{
			ID: f[0], Name: f[1], Admin: f[2] == "admin", Children: f[3] == "children",
			Description: f[4], Permits: strings.Fields(f[5]),
		})
	}
	return out
})

// Permissions returns the permissions of the group Everyone.
var Permissions = sync.OnceValue(func() []Permission {
	var out []Permission
	for _, f := range table("permissions.tsv", permissionsText, 3) {
		out = append(out, Permission{ID: f[0], Role: f[1], Object: strings.TrimPrefix(f[2], "-")})
	}
	return out
})

// table returns the fields of the lines of a file. It panics if a line has another number of
// fields: the files are built in, and a test reads all of them.
func table(name, text string, fields int) [][]string {
	var out [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			panic(fmt.Sprintf("%s: %q has %d fields, want %d", name, line, len(f), fields))
		}
		out = append(out, f)
	}
	return out
}
