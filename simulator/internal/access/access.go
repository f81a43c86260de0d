// Package access decides who may do what: users, groups, roles and permissions.
package access

import (
	"sync/atomic"

	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Access has the users, groups, roles and permissions of a world. [Subject] is its answer to the
// question what a caller may do.
type Access struct {
	w         *world.World
	directory Directory
	gone      map[string]bool // logins whose users were removed
	logins    logins
	onSystem  atomic.Pointer[onSystem]
}

// Register adds the services of users, groups, roles and permissions to a world.
func Register(w *world.World, directory Directory) *Access {
	ac := &Access{w: w, directory: directory}
	ac.registerPermissions()
	ac.registerRoles()
	ac.registerUsers()
	return ac
}
