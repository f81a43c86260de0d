package storage

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (st *Storage) registerDomains() {
	st.w.Hook("storage_domains").Add = st.addDomain
	h := st.w.Hook("storage_domain")
	h.Update = st.updateDomain
	h.Remove = st.removeDomain
	h.Show = st.showDomain
	st.registerDomainActions()
	st.registerDomainContent()
	st.registerAttachedDomains()
	st.registerConnections()
	st.registerHostStorage()
	st.watchDiskSizes()

	st.w.SetComputed("storage_domain_vms", st.contained("vms", st.stored("/vms")))
	st.w.SetComputed("storage_domain_templates", st.contained("templates", st.stored("/templates")))
	// Releases before 4.1 have one service for the disks of the entry point and for those of a
	// domain, which has no place for more.
	st.w.SetComputed("storage_domain_disks", st.contained("disks", st.w.Kept))
	st.w.SetComputed("attached_storage_domain_disks", st.contained("disks", st.w.Kept))
}

// showDomain shows a domain as the entry point does: only a domain without data center has a status
// there.
func (st *Storage) showDomain(_ *store.Place, v *document.View, _ world.Query) {
	o := v.Object.Clone()
	if o.Text(names.Status) != world.Unattached {
		o.Set(names.Status, nil)
	}
	o.Set(names.DataCenter, nil)
	st.countCommitted(o)
	wholeGiB(o)
	v.Object = o
	switch o.Text(names.Type) {
	case "iso":
		v.Rels = keep(
			v.Rels,
			"diskprofiles",
			"disksnapshots",
			"files",
			"permissions",
			"storageconnections",
		)
	case "image":
		v.Rels = keep(
			v.Rels,
			"diskprofiles",
			"disksnapshots",
			"images",
			"permissions",
			"storageconnections",
		)
	default:
		v.Rels = world.Without(world.Without(v.Rels, "files"), "images")
	}
}

// countCommitted counts what the disks of a domain may grow to.
func (st *Storage) countCommitted(domain *store.Object) {
	if domain.Text(names.Type) != "data" {
		return
	}
	total := int64(0)
	for _, disk := range st.w.All("/disks") {
		for _, ref := range disk.Object().List(names.StorageDomains) {
			if ref.ID() == domain.ID() {
				total += disk.Object().Int(names.ProvisionedSize)
			}
		}
	}
	domain.Set(names.Committed, total)
}

// stored computes the VMs or templates that have a disk in a storage domain.
func (st *Storage) stored(path string) store.Compute {
	return func(p *store.Place) []*store.Entity {
		out := slices.Clone(st.w.Kept(p))
		if p.Owner() == nil {
			return out
		}
		for _, e := range st.w.All(path) {
			if st.diskOn(e, p.Owner()) {
				out = append(out, e)
			}
		}
		return out
	}
}

// diskOn reports whether a VM or template has a disk in a storage domain.
func (st *Storage) diskOn(e, sd *store.Entity) bool {
	for _, a := range st.w.Of(e, "diskattachments") {
		if disk := st.w.Target(a, names.Disk); disk != nil && InDomain(disk, sd) {
			return true
		}
	}
	return false
}

// InDomain reports whether a disk is in a storage domain.
func InDomain(disk, sd *store.Entity) bool {
	return slices.ContainsFunc(
		disk.Object().List(names.StorageDomains),
		func(ref *store.Object) bool {
			return ref.ID() == sd.ID()
		},
	)
}

// keep returns those of the list that are among the names.
func keep(list []string, kept ...string) []string {
	var out []string
	for _, s := range list {
		if slices.Contains(kept, s) {
			out = append(out, s)
		}
	}
	return out
}

func (st *Storage) addDomain(c *world.Call) (*store.Entity, error) {
	o := c.Body
	if o.ID() != "" && o.Name() == "" {
		if r := st.outsideByID(o.ID()); r != nil {
			o.Set(names.Name, r.domain.Name()) // an import by the id that discovery told
		}
	}
	host := st.w.Resolve(o.Part(names.Host))
	switch {
	case o.Has(names.Host) && host == nil:
		return nil, world.NotFound(o.Part(names.Host).Type, o.Part(names.Host))
	case o.Name() == "":
		return nil, world.Incomplete("StorageDomain [name] required for add")
	case host != nil && host.Object().Text(names.Status) != world.Up:
		return nil, world.Conflict(
			"Cannot add storage server connection when Host status is not up",
		)
	}
	for _, unit := range unitsOf(o) {
		if sd := st.userOf(unit.Text(names.ID)); sd != nil {
			return nil, world.Conflict(
				"Cannot add Storage. The following LUNs are already part of existing storage "+
					"domains: %s.",
				unit.Text(names.ID),
			)
		}
	}
	if sd := st.domainAt(o); sd != nil {
		return nil, world.Conflict(
			"Cannot add Storage Connection. Storage connection already exists for %s.",
			sd.Object().Name(),
		)
	}
	imported := st.imported(o)
	o.Set(names.Host, nil)
	if imported != nil {
		full := imported.domain.Clone()
		full.Merge(o)
		full.Set(names.ID, nil)
		o = full
	}
	o.Default(names.Type, "data")
	st.SetDomainDefaults(o)
	st.group(o)
	o.Set(names.Status, world.Unattached)
	o.Set(names.DataCenter, nil)
	o.Set(names.DataCenters, nil)
	o.Set(names.Master, false)
	sd, err := st.insertAs(c, o, imported)
	if err != nil {
		return nil, err
	}
	st.AddDomainParts(sd)
	st.ConnectDomain(sd)
	if imported != nil {
		st.restore(sd, imported)
	}
	return sd, nil
}

// insertAs inserts a domain, with the id that it has on the storage if it is imported.
func (st *Storage) insertAs(
	c *world.Call,
	o *store.Object,
	imported *remains,
) (*store.Entity, error) {
	if imported == nil {
		return c.Insert(o)
	}
	home, owner := c.Home()
	if err := c.CheckName(home, owner, o, nil); err != nil {
		return nil, err
	}
	o.Set(names.ID, imported.domain.ID())
	return c.Add(owner, home, c.Normalize(home.Item, o)), nil
}

// domainAt returns the domain that is at the place on the storage that a document names, or nil.
func (st *Storage) domainAt(o *store.Object) *store.Entity {
	for _, sd := range st.w.All("/storagedomains") {
		if samePlace(sd.Object(), o) {
			return sd
		}
	}
	return nil
}

// samePlace reports whether two domains are at one path of one server.
func samePlace(a, b *store.Object) bool {
	path := a.Text(names.StoragePath)
	return path != "" && path == b.Text(names.StoragePath) &&
		a.Text(names.StorageAddress) == b.Text(names.StorageAddress)
}

// group puts the logical units of a request into a volume group, as answers have them.
func (st *Storage) group(o *store.Object) {
	units := o.List(names.StorageLogicalUnits)
	if len(units) == 0 {
		return
	}
	full := make([]*store.Object, len(units))
	size := int64(0)
	for i, unit := range units {
		full[i] = st.logicalUnit(unit.Text(names.Target), unit.Text(names.Address), i)
		for _, host := range st.w.All("/hosts") {
			if known := st.w.At(host.Path + "/storage/" + unit.Text(names.ID)); known != nil {
				full[i] = known.Object().List(names.LogicalUnits)[0].Clone()
			}
		}
		full[i].Merge(unit)
		full[i].Set(names.Status, "used")
		size += full[i].Int(names.Size)
	}
	o.Set(names.StorageLogicalUnits, nil)
	o.Default(names.StorageVolumeGroupID, st.w.IDs.UUID())
	o.Set(names.StorageVolumeGroupLogicalUnits, full)
	o.Set(names.Available, size-4*world.GiB)
	o.Set(names.Used, 4*world.GiB)
	o.Set(names.SupportsDiscard, true)
}

// SetDomainDefaults sets what each storage domain has.
func (st *Storage) SetDomainDefaults(o *store.Object) {
	for name, v := range map[string]any{
		names.Backup: false, names.BlockSize: 512, names.Committed: 0,
		names.CriticalSpaceActionBlocker: 5, names.DiscardAfterDelete: false,
		names.ExternalStatus: world.OK, names.Master: false, names.StorageFormat: "v5",
		names.SupportsDiscard:           false,
		names.SupportsDiscardZeroesData: false, names.WarningLowSpaceIndicator: 10,
		names.WipeAfterDelete: false,
		names.Available:       900 * world.GiB, names.Used: 100 * world.GiB, names.Description: "",
		names.Comment: "",
	} {
		o.Default(name, v)
	}
	o.Set(names.Import, nil)
}

// AddDomainParts adds the first disk profile to a storage domain, and its files to an ISO domain.
func (st *Storage) AddDomainParts(sd *store.Entity) {
	switch sd.Object().Text(names.Type) {
	case "data":
		root := st.w.Tree.Root.Fixed["diskprofiles"]
		if root == nil {
			return
		}
		o := st.w.NewObject(names.DiskProfile)
		o.Set(names.Name, sd.Object().Name())
		o.Set(names.StorageDomain, world.Ref(sd))
		st.w.Add(nil, root, o)
	case "iso":
		for _, name := range [...]string{"rhel-9.4-x86_64-dvd.iso", "virtio-win-0.1.240.iso"} {
			st.w.AddChild(sd, "files", func(o *store.Object) {
				o.Set(names.ID, name)
				o.Set(names.Name, name)
				o.Set(names.Type, "iso")
				o.Set(names.StorageDomain, world.Ref(sd))
			})
		}
	}
}
