package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// unique are the types whose names may be used once only, at the entry point or below one owner.
var unique = []string{
	"affinity_group", "affinity_label", "bookmark", "cluster", "data_center", "host",
	"instance_type", "iscsi_bond", "mac_pool", "nic",
	"qos", "quota", "role", "scheduling_policy", "storage_domain", "tag", "vm", "vm_pool",
	"external_host_provider", "open_stack_image_provider", "open_stack_network_provider",
	"open_stack_volume_provider",
}

// perOwner are the types whose names may be used once for each object that the member refers to.
var perOwner = map[string]string{
	"vnic_profile": "network", "network": "data_center", "cpu_profile": "cluster",
	"disk_profile": "storage_domain",
}

// CheckName refuses a name that another object of the collection has.
func (c *Call) CheckName(
	home *route.Node,
	owner *store.Entity,
	o *store.Object,
	self *store.Entity,
	verb string,
) error {
	t, name := o.Type, o.Name()
	member := perOwner[t.Name]
	if name == "" || member == "" && !slices.Contains(unique, t.Name) {
		return nil
	}
	path := home.Pattern
	if owner != nil {
		path = owner.Path + "/" + home.Segment
	}
	for _, e := range c.All(path) {
		if e == self || e.Object().Name() != name {
			continue
		}
		if member == "" || o.Part(member) != nil &&
			e.Object().Text(member+".id") == o.Text(member+".id") {
			what := Noun(t)
			return Conflict(
				"Cannot %s %s. The %s name is already in use, please choose a unique name and "+
					"try again.",
				verb,
				what,
				what,
			)
		}
	}
	return nil
}
