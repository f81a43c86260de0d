package model

import "strings"

// renames are the names that the wire spells differently, as whole names of types and of members alike, singular and plural.
// Upstream's schema has them for the sake of older clients; none can be derived.
var renames = map[string]string{
	"gluster_brick":                "brick",
	"gluster_bricks":               "bricks",
	"gluster_brick_memory_info":    "brick_memoryinfo",
	"gluster_memory_pool":          "memory_pool",
	"gluster_memory_pools":         "memory_pools",
	"gluster_server_hook":          "server_hook",
	"gluster_server_hooks":         "server_hooks",
	"migration_options":            "migration",
	"numa_node":                    "host_numa_node",
	"numa_nodes":                   "host_numa_nodes",
	"virtual_numa_node":            "vm_numa_node",
	"virtual_numa_nodes":           "vm_numa_nodes",
	"open_stack_image":             "openstack_image",
	"open_stack_images":            "openstack_images",
	"open_stack_network":           "openstack_network",
	"open_stack_networks":          "openstack_networks",
	"open_stack_subnet":            "openstack_subnet",
	"open_stack_subnets":           "openstack_subnets",
	"open_stack_volume":            "openstack_volume",
	"open_stack_volumes":           "openstack_volumes",
	"open_stack_image_provider":    "openstack_image_provider",
	"open_stack_image_providers":   "openstack_image_providers",
	"open_stack_network_provider":  "openstack_network_provider",
	"open_stack_network_providers": "openstack_network_providers",
	"open_stack_volume_provider":   "openstack_volume_provider",
	"open_stack_volume_providers":  "openstack_volume_providers",
	"operating_system":             "os",
	"operating_systems":            "oss",
	"operating_system_info":        "operating_system",
	"operating_system_infos":       "operation_systems", // Sic: the schema's own slip, which engines answer with.
	"transparent_huge_pages":       "transparent_hugepages",
}

// WireName returns the spelling of a type's or member's name in XML and JSON.
func WireName(name string) string {
	if wire, ok := renames[name]; ok {
		return wire
	}
	return name
}

// Tag returns the element name of an object of the type.
func (s *Struct) Tag() string { return WireName(s.Name) }

// ListTag returns the element name of a document that holds a list of the type.
func (s *Struct) ListTag() string { return WireName(Plural(s.Name)) }

// Wire returns the name of the member's element, XML attribute or JSON key.
func (m *Member) Wire() string { return WireName(m.Name) }

// Wire returns the name of the parameter in a query, or of its element within an action.
func (p *Param) Wire() string { return WireName(p.Name) }

// XMLAttribute reports whether the member is an attribute of its element in XML; all others are elements.
func (m *Member) XMLAttribute() bool { return m.Name == "id" || m.Name == "href" || m.Name == "rel" }

// ItemTag returns the element name of the items of a list called name: the tag of the type for structs, the singular of the list's
// own name for scalars and enums.
func (m *Model) ItemTag(name string, t Type) string {
	if s := m.structs[t.Name]; s != nil {
		return s.Tag()
	}
	return Singular(WireName(name))
}

// Rel returns the name under which the member appears in the rel of a link: its words joined.
func (m *Member) Rel() string { return join(m.Name) }

// Plural returns the plural of a name, by its last word.
func Plural(name string) string {
	head, last := "", name
	if i := strings.LastIndexByte(name, '_'); i >= 0 {
		head, last = name[:i+1], name[i+1:]
	}
	switch {
	case last == "erratum":
		return head + "errata"
	case last == "display" || last == "key":
		return name + "s"
	case strings.HasSuffix(last, "y"):
		return head + strings.TrimSuffix(last, "y") + "ies"
	}
	return name + "s"
}

// Singular returns the singular of a name, by its last word.
func Singular(name string) string {
	switch {
	case name == "errata" || strings.HasSuffix(name, "_errata"):
		return strings.TrimSuffix(name, "errata") + "erratum"
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	}
	return strings.TrimSuffix(name, "s")
}

// join returns the words of a name without a separator, as paths and rels spell them.
func join(name string) string { return strings.ReplaceAll(name, "_", "") }
