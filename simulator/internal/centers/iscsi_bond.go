package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerISCSIBonds sets the behavior of the groups of networks by which hosts reach iSCSI
// targets.
func (cs *Centers) registerISCSIBonds() {
	cs.w.Hook("iscsi_bonds").Add = func(c *world.Call) (*store.Entity, error) {
		for _, ref := range c.Body.List(names.Networks) {
			if cs.required(cs.w.Resolve(ref), c.Owner()) {
				return nil, world.Bad("Cannot add iSCSI Bond. Required network cannot be a part of an iSCSI bond.")
			}
		}
		c.Body.Set(names.DataCenter, world.Ref(c.Owner()))
		return c.Insert(c.Body)
	}
	cs.w.Bonding = func(c *world.Call) error {
		bond := c.Owner()
		if bond == nil || c.Body.Type.Name != names.Network {
			return nil
		}
		if cs.required(cs.w.Resolve(c.Body), cs.w.Target(bond, names.DataCenter)) {
			return world.Bad("Cannot edit iSCSI Bond. Required network cannot be a part of an iSCSI bond.")
		}
		return nil
	}
	// Bonds show what is part of them, even if that is nothing.
	cs.w.Hook("iscsi_bond").Show = func(p *store.Place, v *document.View, _ world.Query) {
		if p.Entity == nil {
			return
		}
		v.Object = v.Object.Clone()
		for member, segment := range map[string]string{
			names.Networks: "networks", "storage_connections": "storageserverconnections",
		} {
			refs := []*store.Object{}
			for _, e := range cs.w.Of(p.Entity, segment) {
				refs = append(refs, world.Ref(e))
			}
			v.Object.Set(member, refs)
		}
	}
}

// required reports whether hosts of a cluster of a data center can't do without a network.
func (cs *Centers) required(network, dc *store.Entity) bool {
	if network == nil || dc == nil {
		return false
	}
	for _, cluster := range cs.w.Referring(names.Cluster, names.DataCenter, dc.ID()) {
		own := cs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && own.True(names.Required) {
			return true
		}
	}
	return false
}
