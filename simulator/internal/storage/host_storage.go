package storage

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostStorage sets how hosts find storage: iSCSI targets, their logical units, and domains
// that the engine doesn't know.
func (st *Storage) registerHostStorage() {
	h := st.w.Hook("host")
	h.Actions["iscsidiscover"] = func(c *world.Call) error {
		if err := st.onHostUp(c, "discover iSCSI targets"); err != nil {
			return err
		}
		c.Body.Set(names.IscsiTargets, targets(c.Body.Text(names.IscsiAddress)))
		return nil
	}
	h.Actions["discoveriscsi"] = func(c *world.Call) error {
		if err := st.onHostUp(c, "discover iSCSI targets"); err != nil {
			return err
		}
		address := c.Body.Text(names.IscsiAddress)
		var list []*store.Object
		for _, target := range targets(address) {
			o := st.w.NewObject(names.IscsiDetails)
			o.Set(names.Address, address)
			o.Set(names.Port, 3260)
			o.Set(names.Portal, address+":3260,1")
			o.Set(names.Target, target)
			list = append(list, o)
		}
		c.Body.Set(names.DiscoveredTargets, list)
		return nil
	}
	h.Actions["iscsilogin"] = st.loginTarget
	h.Actions["unregisteredstoragedomainsdiscover"] = st.discoverDomains
}

// onHostUp refuses what only a host that is up can do.
func (st *Storage) onHostUp(c *world.Call, what string) error {
	if c.Object().Text(names.Status) != world.Up {
		return world.Conflict(
			"Cannot %s. Operation can be performed only when Host status is Up.",
			what,
		)
	}
	return nil
}

// targets are what an iSCSI portal offers, whatever its address.
func targets(address string) []string {
	return []string{
		"iqn.2026-01.com.example:" + address + ":a",
		"iqn.2026-01.com.example:" + address + ":b",
	}
}

// loginTarget shows the logical units of a target below the host's storage.
func (st *Storage) loginTarget(c *world.Call) error {
	if err := st.onHostUp(c, "login to iSCSI target"); err != nil {
		return err
	}
	host, address := c.Entity(), c.Body.Text(names.IscsiAddress)
	for n := range 2 {
		unit := st.logicalUnit(c.Body.Text(names.IscsiTarget), address, n)
		if st.w.At(host.Path+"/storage/"+unit.Text(names.ID)) != nil {
			continue
		}
		if sd := st.userOf(unit.Text(names.ID)); sd != nil {
			unit.Set(names.Status, "used")
			unit.Set(names.StorageDomainID, sd.ID())
		}
		st.w.AddChild(host, "storage", func(o *store.Object) {
			o.Set(names.ID, unit.Text(names.ID))
			o.Set(names.Type, "iscsi")
			o.Set(names.LogicalUnits, []*store.Object{unit})
			o.Set(names.Host, world.Ref(host))
		})
	}
	return nil
}

// userOf returns the storage domain that a logical unit is a part of, or nil.
func (st *Storage) userOf(lun string) *store.Entity {
	for _, sd := range st.w.All("/storagedomains") {
		if slices.ContainsFunc(unitsOf(sd.Object()), func(o *store.Object) bool {
			return o.Text(names.ID) == lun
		}) {
			return sd
		}
	}
	return nil
}

// unitsOf returns the logical units of a storage domain. Requests have them directly, answers
// within the volume group.
func unitsOf(domain *store.Object) []*store.Object {
	if list := domain.List(names.StorageVolumeGroupLogicalUnits); list != nil {
		return list
	}
	return domain.List(names.StorageLogicalUnits)
}

// discoverDomains answers with the domains on the storage that the engine doesn't know: those of
// the iSCSI target that is asked for, or of Fibre Channel without one.
func (st *Storage) discoverDomains(c *world.Call) error {
	if err := st.onHostUp(c, "discover unregistered Storage Domains"); err != nil {
		return err
	}
	kind := "fcp"
	if c.Body.Has(names.Iscsi) {
		kind = "iscsi"
	}
	var list []*store.Object
	for _, r := range st.outside {
		if r.domain.Text(names.TypeOfStorage) != kind {
			continue
		}
		units := unitsOf(r.domain)
		target := c.Body.Text(names.IscsiTarget)
		if target != "" && !slices.ContainsFunc(units, func(o *store.Object) bool {
			return o.Text(names.Target) == target
		}) {
			continue
		}
		o := r.domain.Clone()
		o.Path = ""
		o.Set(names.Status, nil)
		list = append(list, o)
	}
	if list == nil {
		list = []*store.Object{}
	}
	c.Body.Set(names.StorageDomains, list)
	return nil
}

// logicalUnit returns a logical unit of an iSCSI target.
func (st *Storage) logicalUnit(target, portal string, n int) *store.Object {
	o := st.w.NewObject(names.LogicalUnit)
	o.Set(
		names.ID,
		fmt.Sprintf("3600%s%d", hex.EncodeToString([]byte(store.NameUUID(target)[:14])), n),
	)
	for name, v := range map[string]any{
		names.LunMapping: n, names.Paths: 1, names.ActivePaths: 1, names.ProductID: "VIRTUAL-DISK",
		names.VendorID: "IET", names.Status: "free",
		names.Serial: fmt.Sprintf("SIET_VIRTUAL-DISK_%d", n), names.Size: int64(100 * world.GiB),
		names.Target: target, names.Address: portal, names.Port: 3260,
		names.Portal: portal + ":3260,1",
	} {
		o.Set(name, v)
	}
	return o
}
