package storage

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostStorage sets how hosts find storage: iSCSI targets, their logical units, and domains that the engine doesn't know.
func (st *Storage) registerHostStorage() {
	h := st.w.Hook("host")
	h.Actions["iscsidiscover"] = func(c *world.Call) error {
		if err := st.onHostUp(c, "discover iSCSI targets"); err != nil {
			return err
		}
		c.Body.Set("iscsi_targets", targets(c.Body.Text("iscsi.address")))
		return nil
	}
	h.Actions["discoveriscsi"] = func(c *world.Call) error {
		if err := st.onHostUp(c, "discover iSCSI targets"); err != nil {
			return err
		}
		address := c.Body.Text("iscsi.address")
		var list []*store.Object
		for _, target := range targets(address) {
			o := st.w.NewObject("iscsi_details")
			o.Set("address", address)
			o.Set("port", 3260)
			o.Set("portal", address+":3260,1")
			o.Set("target", target)
			list = append(list, o)
		}
		c.Body.Set("discovered_targets", list)
		return nil
	}
	h.Actions["iscsilogin"] = st.loginTarget
	h.Actions["unregisteredstoragedomainsdiscover"] = st.discoverDomains
}

// onHostUp refuses what only a host that is up can do.
func (st *Storage) onHostUp(c *world.Call, what string) error {
	if c.Object().Text("status") != world.Up {
		return world.Conflict("Cannot %s. Operation can be performed only when Host status is Up.", what)
	}
	return nil
}

// targets are what an iSCSI portal offers, whatever its address.
func targets(address string) []string {
	return []string{"iqn.2026-01.com.example:" + address + ":a", "iqn.2026-01.com.example:" + address + ":b"}
}

// loginTarget shows the logical units of a target below the host's storage.
func (st *Storage) loginTarget(c *world.Call) error {
	if err := st.onHostUp(c, "login to iSCSI target"); err != nil {
		return err
	}
	host, address := c.Entity(), c.Body.Text("iscsi.address")
	for n := range 2 {
		unit := st.logicalUnit(c.Body.Text("iscsi.target"), address, n)
		if st.w.At(host.Path+"/storage/"+unit.Text("id")) != nil {
			continue
		}
		if sd := st.userOf(unit.Text("id")); sd != nil {
			unit.Set("status", "used")
			unit.Set("storage_domain_id", sd.ID())
		}
		st.w.AddChild(host, "storage", func(o *store.Object) {
			o.Set("id", unit.Text("id"))
			o.Set("type", "iscsi")
			o.Set("logical_units", []*store.Object{unit})
			o.Set("host", world.Ref(host))
		})
	}
	return nil
}

// userOf returns the storage domain that a logical unit is a part of, or nil.
func (st *Storage) userOf(lun string) *store.Entity {
	for _, sd := range st.w.All("/storagedomains") {
		if slices.ContainsFunc(unitsOf(sd.Object()), func(o *store.Object) bool { return o.Text("id") == lun }) {
			return sd
		}
	}
	return nil
}

// unitsOf returns the logical units of a storage domain. Requests have them directly, answers within the volume group.
func unitsOf(domain *store.Object) []*store.Object {
	if list := domain.List("storage.volume_group.logical_units"); list != nil {
		return list
	}
	return domain.List("storage.logical_units")
}

// discoverDomains answers with the domains on the storage that the engine doesn't know: those of the iSCSI target that is asked for, or
// of Fibre Channel without one.
func (st *Storage) discoverDomains(c *world.Call) error {
	if err := st.onHostUp(c, "discover unregistered Storage Domains"); err != nil {
		return err
	}
	kind := "fcp"
	if c.Body.Has("iscsi") {
		kind = "iscsi"
	}
	var list []*store.Object
	for _, r := range st.outside {
		if r.domain.Text("storage.type") != kind {
			continue
		}
		units := unitsOf(r.domain)
		target := c.Body.Text("iscsi.target")
		if target != "" && !slices.ContainsFunc(units, func(o *store.Object) bool { return o.Text("target") == target }) {
			continue
		}
		o := r.domain.Clone()
		o.Path = ""
		o.Set("status", nil)
		list = append(list, o)
	}
	if list == nil {
		list = []*store.Object{}
	}
	c.Body.Set("storage_domains", list)
	return nil
}

// logicalUnit returns a logical unit of an iSCSI target.
func (st *Storage) logicalUnit(target, portal string, n int) *store.Object {
	o := st.w.NewObject("logical_unit")
	o.Set("id", fmt.Sprintf("3600%s%d", hex.EncodeToString([]byte(store.NameUUID(target)[:14])), n))
	for name, v := range map[string]any{
		"lun_mapping": n, "paths": 1, "active_paths": 1, "product_id": "VIRTUAL-DISK", "vendor_id": "IET", "status": "free",
		"serial": fmt.Sprintf("SIET_VIRTUAL-DISK_%d", n), "size": int64(100 * world.GiB), "target": target, "address": portal, "port": 3260,
		"portal": portal + ":3260,1",
	} {
		o.Set(name, v)
	}
	return o
}
