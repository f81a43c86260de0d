package storage

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerDomainActions sets what can be done to a storage domain at the entry point.
func (st *Storage) registerDomainActions() {
	h := st.w.Hook("storage_domain")
	h.Actions["isattached"] = func(c *world.Call) error {
		c.Body.Set(names.IsAttached, c.Object().Has(names.DataCenter))
		return nil
	}
	h.Actions["reduceluns"] = st.reduceUnits
	h.Actions["refreshluns"] = st.refreshUnits
	h.Actions["updateovfstore"] = st.updateOVF
}

// reduceUnits takes logical units out of a domain in maintenance.
func (st *Storage) reduceUnits(c *world.Call) error {
	sd, units := c.Entity(), unitsOf(c.Object())
	if status := c.Object().Text(names.Status); status != world.Maintenance {
		return world.Conflict(
			"Cannot reduce Storage. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	gone, freed := map[string]bool{}, int64(0)
	for _, unit := range c.Body.List(names.LogicalUnits) {
		gone[unit.Text(names.ID)] = true
	}
	left := slices.DeleteFunc(slices.Clone(units), func(o *store.Object) bool {
		if gone[o.Text(names.ID)] {
			freed += o.Int(names.Size)
		}
		return gone[o.Text(names.ID)]
	})
	if len(units)-len(left) != len(gone) {
		return world.Conflict(
			"Cannot reduce Storage. The following LUNs are not a part of the Storage Domain %s.",
			c.Object().Name(),
		)
	}
	if len(left) == 0 || gone[units[0].Text(names.ID)] {
		return world.Conflict(
			"Cannot reduce Storage. The metadata device of the Storage Domain can't be removed.",
		)
	}
	if freed > c.Object().Int(names.Available) {
		return world.Conflict(
			"Cannot reduce Storage. Low disk space on Storage Domain %s.",
			c.Object().Name(),
		)
	}
	st.w.Set(
		sd,
		names.StorageVolumeGroupLogicalUnits, left,
		names.Available, c.Object().Int(names.Available)-freed,
	)
	return nil
}

// refreshUnits takes the sizes over that hosts see, so that a domain grows with its logical units.
func (st *Storage) refreshUnits(c *world.Call) error {
	sd := c.Entity()
	asked := map[string]bool{}
	for _, unit := range c.Body.List(names.LogicalUnits) {
		asked[unit.Text(names.ID)] = true
	}
	extra := int64(0)
	units := slices.Clone(unitsOf(c.Object()))
	for i, unit := range units {
		id := unit.Text(names.ID)
		if len(asked) > 0 && !asked[id] {
			continue
		}
		for _, host := range st.w.All("/hosts") {
			seen := st.w.At(host.Path + "/storage/" + id)
			if seen == nil || len(seen.Object().List(names.LogicalUnits)) == 0 {
				continue
			}
			size := seen.Object().List(names.LogicalUnits)[0].Int(names.Size)
			if size > units[i].Int(names.Size) {
				extra += size - units[i].Int(names.Size)
				units[i] = units[i].Clone()
				units[i].Set(names.Size, size)
			}
		}
	}
	if extra > 0 {
		st.w.Set(
			sd,
			names.StorageVolumeGroupLogicalUnits, units,
			names.Available, c.Object().Int(names.Available)+extra,
		)
	}
	return nil
}

// updateOVF writes the descriptions of the VMs to the domain, for which it has two disks of its
// own.
func (st *Storage) updateOVF(c *world.Call) error {
	sd := c.Entity()
	if status := c.Object().Text(names.Status); status != world.Active ||
		c.Object().Text(names.Type) != "data" {
		return world.Conflict(
			"Cannot update OVFs for Storage. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	text := fmt.Sprintf(
		`{"Updated":true,"Size":20480,"Last Updated":"%s","Storage Domains":[{"uuid":"%s"}],"Disk Description":"OVF_STORE"}`,
		st.w.Time().Format("Mon Jan 02 15:04:05 MST 2006"),
		sd.ID(),
	)
	have := 0
	for _, disk := range st.w.All("/disks") {
		if disk.Object().Text(names.ContentType) == "ovf_store" && InDomain(disk, sd) {
			st.w.Set(disk, names.Description, text)
			have++
		}
	}
	for ; have < 2; have++ {
		o := st.w.NewObject(names.Disk)
		o.Set(names.Alias, "OVF_STORE")
		o.Set(names.Description, text)
		o.Set(names.ContentType, "ovf_store")
		o.Set(names.Format, "raw")
		o.Set(names.ProvisionedSize, int64(128<<20))
		o.Set(names.StorageDomains, []*store.Object{world.Ref(sd)})
		st.SetDiskDefaults(o)
		if err := st.PlaceDisk(o); err != nil {
			return err
		}
		o.Set(names.Status, world.OK)
		st.w.Add(nil, st.w.Tree.Root.Fixed["disks"], o)
	}
	return nil
}

// domainsWith returns the storage domains that use a connection.
func (st *Storage) domainsWith(connection *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, sd := range st.w.All("/storagedomains") {
		if slices.Contains(st.w.Of(sd, "storageconnections"), connection) {
			out = append(out, sd)
		}
	}
	return out
}

// ConnectDomain adds the connections to its storage to a storage domain.
func (st *Storage) ConnectDomain(sd *store.Entity) {
	root := st.w.Tree.Root.Fixed["storageconnections"]
	storage := sd.Object().Part(names.Storage)
	if root == nil || storage == nil || sd.Node.Fixed["storageconnections"] == nil {
		return
	}
	if known := st.w.At("/storageconnections/" + storage.ID()); known != nil {
		st.w.Link(sd.Path+"/storageconnections", known)
		return
	}
	var list []*store.Object
	if kind := storage.Text(names.Type); slices.Contains(fileTypes, kind) &&
		storage.Has(names.Path) {
		o := st.w.NewObject(names.StorageConnection)
		for _, name := range [...]string{
			names.Type, names.Address, names.Path, names.MountOptions, names.VfsType,
			names.NfsVersion, names.NfsTimeo, names.NfsRetrans,
		} {
			o.Set(name, storage.Get(name))
		}
		list = append(list, o)
	}
	seen := map[string]bool{}
	for _, unit := range unitsOf(sd.Object()) {
		if target := unit.Text(names.Target); storage.Text(names.Type) == "iscsi" && target != "" &&
			!seen[target] {
			seen[target] = true
			o := st.w.NewObject(names.StorageConnection)
			for _, name := range [...]string{
				names.Address, names.Port, names.Portal, names.Target,
			} {
				o.Set(name, unit.Get(name))
			}
			o.Set(names.Type, "iscsi")
			list = append(list, o)
		}
	}
	for _, o := range list {
		st.w.Link(sd.Path+"/storageconnections", st.w.Add(nil, root, o))
	}
}
