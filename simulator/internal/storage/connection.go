package storage

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// fileTypes are the kinds of storage whose connection is an address with a path.
var fileTypes = []string{"nfs", "posixfs", "glusterfs", "localfs"}

// connectionMembers are what engines keep of a connection, by the kind of storage, beside the kind
// itself: StorageDomainMapper.
var connectionMembers = map[string][]string{
	"iscsi": {names.Address, names.Port, names.Target, names.Username, names.Password},
	"nfs": {
		names.Address, names.Path, names.MountOptions, names.NfsVersion, names.NfsTimeo, names.NfsRetrans,
	},
	"localfs":   {names.Path},
	"posixfs":   {names.Address, names.Path, names.MountOptions, names.VfsType},
	"glusterfs": {names.Address, names.Path, names.MountOptions, names.VfsType},
}

// registerConnections sets the behavior of connections to storage servers.
func (st *Storage) registerConnections() {
	st.w.Hook("storage_server_connections").Add = st.addConnection
	h := st.w.Hook("storage_server_connection")
	h.Update = st.updateConnection
	h.Remove = st.removeConnection
}

// addConnection creates a connection.
func (st *Storage) addConnection(c *world.Call) (*store.Entity, error) {
	host := c.Body.Part(names.Host)
	o := keptOfConnection(c.Body, c.Body.Text(names.Type))
	if err := connectionRefused(o, host != nil && !host.Empty(), "add"); err != nil {
		return nil, err
	}
	if err := st.connectionExists(o, nil, "add"); err != nil {
		return nil, err
	}
	if host != nil && host.ID() != "" {
		if e := st.w.Resolve(host); e != nil && e.Object().Text(names.Status) != world.Up {
			return nil, world.Conflict("Cannot add storage server connection when Host status is not up")
		}
	}
	c.Body = o
	return c.Insert(o)
}

// keptOfConnection returns what engines keep of a document about a connection to a kind of storage.
func keptOfConnection(o *store.Object, kind string) *store.Object {
	out := store.New(o.Type)
	for _, name := range append([]string{names.Type}, connectionMembers[kind]...) {
		if v := o.Get(name); v != nil {
			out.Set(name, v)
		}
	}
	return out
}

// updateConnection changes a connection that no active storage domain uses.
func (st *Storage) updateConnection(c *world.Call) error {
	old := c.Object()
	kind := c.Body.Text(names.Type)
	if kind == "" {
		kind = old.Text(names.Type)
	}
	change := keptOfConnection(c.Body, kind)
	wanted := old.Clone()
	wanted.Merge(change)
	if kind != "iscsi" && !slices.Contains(fileTypes, kind) {
		return world.Bad("Cannot edit Storage Connection. Storage connection parameters can be edited only for NFS, " +
			"Posix, local or iSCSI data domains.")
	}
	if err := connectionRefused(wanted, true, "edit"); err != nil {
		return err
	}
	if kind != old.Text(names.Type) {
		return world.Bad("Cannot edit Storage Connection. Storage type cannot be edited.")
	}
	if err := st.connectionExists(wanted, c.Entity(), "edit"); err != nil {
		return err
	}
	users := st.domainsWith(c.Entity())
	if len(users) > 1 && kind != "iscsi" {
		return world.Conflict("Cannot edit Storage Connection. Storage connection parameters are used by the following "+
			"storage domains : %s.", joined(users))
	}
	busy := slices.DeleteFunc(slices.Clone(users), func(sd *store.Entity) bool {
		s := sd.Object().Text(names.Status)
		return s == world.Maintenance || s == world.Unattached
	})
	if len(busy) > 0 && !c.Query.Bool("force", false) {
		return world.Bad("Cannot edit Storage Connection. The data domains %s should be in maintenance or unattached.",
			joined(busy))
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if kind == "iscsi" {
		return nil
	}
	for _, sd := range users {
		for _, name := range connectionMembers[kind] {
			if v := change.Get(name); v != nil {
				st.w.Set(sd, "storage."+name, v)
			}
		}
	}
	return nil
}

// joined joins the names of storage domains as the messages about connections do.
func joined(domains []*store.Entity) string {
	return strings.ReplaceAll(world.Names(domains), ", ", ",")
}

// removeConnection removes a connection that no storage domain uses. The host that is to disconnect
// from it may be named.
func (st *Storage) removeConnection(c *world.Call) error {
	if host := c.Query.Text(names.Host); host != "" && !store.IsUUID(host) && st.w.ByName("/hosts", host) == nil {
		return &world.Fault{
			Status: http.StatusNotFound, Reason: world.ReasonFailed, Detail: "Entity not found: " + host,
		}
	}
	if users := st.domainsWith(c.Entity()); len(users) > 0 {
		return world.Conflict("Cannot remove Storage Connection. Storage connection parameters are used by the "+
			"following storage domains : %s.", joined(users))
	}
	st.w.Drop(c.Entity())
	return nil
}

// mountPoint is what a path of NFS may look like, with its server.
var mountPoint = regexp.MustCompile(`^(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?` +
	`(\.[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?)*):/[!-~]*$`)

// managedOptions are the options of mounts that engines set themselves, by the kind of storage.
var managedOptions = map[string][]string{
	"nfs": {
		"timeo", "retrans", "vfs_type", "protocol_version", "nfsvers", "vers", "minorversion", "addr", "clientaddr",
	},
	"posixfs": {"vfs_type", "addr", "clientaddr"},
}

// connectionRefused returns why no connection can be like that: ConnectStorageToVdsCommand.
func connectionRefused(o *store.Object, withHost bool, verb string) error {
	kind := o.Text(names.Type)
	target := o.Text(names.Address)
	if kind != "iscsi" {
		target = o.Text(names.Path)
	}
	switch {
	case kind == "nfs" && !mountPoint.MatchString(o.Text(names.Address)+":"+o.Text(names.Path)):
		return world.Bad("Mount path is illegal, please use [IP:/path or FQDN:/path] convention.")
	case kind == "posixfs" && o.Text(names.VfsType) == "":
		return world.Bad("VFS type cannot be empty.")
	}
	if err := mountOptionsRefused(o, verb); err != nil {
		return err
	}
	switch {
	case kind == "iscsi" && o.Text(names.Target) == "":
		return world.Bad("Target details cannot be empty.")
	case kind == "iscsi" && o.Int(names.Port) <= 0:
		return world.Bad("Invalid value for port, should be an integer greater than 0.")
	case kind == "glusterfs" && !withHost:
		// The engine asks a host about the volume, and trips over there being none.
		return world.Broken("[General command validation failure.]")
	case target != "":
		return nil
	case kind == "iscsi":
		return world.Bad("address field cannot be empty.")
	case kind == "glance" || slices.Contains(fileTypes, kind):
		return world.Bad("path field cannot be empty.")
	}
	return world.Bad("connection field cannot be empty.")
}

// mountOptionsRefused refuses options that the engine sets itself.
func mountOptionsRefused(o *store.Object, verb string) error {
	var managed []string
	for option := range strings.SplitSeq(o.Text(names.MountOptions), ",") {
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(option)), "=")
		if slices.Contains(managedOptions[o.Text(names.Type)], name) {
			managed = append(managed, name)
		}
	}
	if managed == nil {
		return nil
	}
	return world.Bad("Cannot %s Storage Connection. Custom mount options contain the following duplicate managed "+
		"options: %s.", verb, strings.Join(managed, ", "))
}

// connectionExists refuses a second connection to the same place.
func (st *Storage) connectionExists(o *store.Object, self *store.Entity, verb string) error {
	kind := o.Text(names.Type)
	if kind == "localfs" {
		return nil // Each host has places of its own.
	}
	for _, other := range st.w.All("/storageconnections") {
		p := other.Object()
		same := p.Text(names.Path) == o.Text(names.Path) && slices.Contains(fileTypes, p.Text(names.Type))
		if kind == "iscsi" {
			same = p.Text(names.Type) == kind && p.Int(names.Port) == o.Int(names.Port) &&
				p.Text(names.Target) == o.Text(names.Target)
		}
		if other == self || !same || p.Text(names.Address) != o.Text(names.Address) {
			continue
		}
		domain := ""
		if users := st.domainsWith(other); len(users) > 0 {
			domain = users[0].Object().Name()
		}
		return world.Conflict("Cannot %s Storage Connection. Storage connection %s already exists for %s.", verb,
			other.ID(), domain)
	}
	return nil
}
