package writers_test

import (
	"reflect"
	"strings"
)

// What elements and keys are called, from the Go names by the rules of the API and its list of exceptions. It is a second opinion:
// the readers and writers have their names from the model.

// tagNames are the exceptions among the names of types, and of members.
var tagNames = map[string]string{
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
	"operating_system_infos":       "operation_systems",
	"transparent_huge_pages":       "transparent_hugepages",
}

// wireName returns the name on the wire of a Go type or field.
func wireName(goName string) string { return tagName(snake(goName)) }

func tagName(name string) string {
	if other, ok := tagNames[name]; ok {
		return other
	}
	return name
}

// snake returns the words of a Go name, in which each word begins with a capital, and id is ID.
func snake(goName string) string {
	var b strings.Builder
	for i, c := range []byte(strings.ReplaceAll(goName, "ID", "Id")) {
		if c >= 'A' && c <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// plural returns the name of a list of types.
func plural(name string) string {
	switch {
	case strings.HasSuffix(name, "display"), strings.HasSuffix(name, "key"):
		return name + "s"
	case strings.HasSuffix(name, "erratum"):
		return strings.TrimSuffix(name, "um") + "a"
	case strings.HasSuffix(name, "y"):
		return strings.TrimSuffix(name, "y") + "ies"
	}
	return name + "s"
}

// singular returns the name of the items of a list of texts.
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "errata"):
		return strings.TrimSuffix(name, "a") + "um"
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	}
	return strings.TrimSuffix(name, "s")
}

// itemName returns the name of the items of a field that is a list.
func itemName(field reflect.StructField) string {
	if item := field.Type.Elem(); item.Kind() == reflect.Pointer {
		return wireName(item.Elem().Name())
	}
	return singular(wireName(field.Name))
}

// isAttribute says whether XML has the field as an attribute.
func isAttribute(field reflect.StructField) bool {
	return field.Name == "ID" || field.Name == "Href" || field.Name == "Rel"
}
