package world

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// nouns are what messages call objects, where it isn't the words of the type.
var nouns = map[string]string{
	"vm": "VM", "nic": "Network Interface", "vm_pool": "VM-Pool", "data_center": "Data Center",
	"storage_domain": "Storage Domain",
	"vnic_profile":   "VM network interface profile", "mac_pool": "MAC Pool", "qos": "QoS",
	"disk":                   "Virtual Disk",
	"external_host_provider": "provider", "open_stack_image_provider": "provider",
	"open_stack_network_provider": "provider",
	"open_stack_volume_provider":  "provider",
}

// Noun returns what messages call objects of a type.
func Noun(t *schema.Type) string {
	if n, ok := nouns[t.Name]; ok {
		return n
	}
	return t.Java()
}

// Names joins the names of objects for a message.
func Names(list []*store.Entity) string {
	var out []string
	for _, e := range list {
		out = append(out, e.Object().Name())
	}
	return strings.Join(out, ", ")
}

// StatusText returns a status as messages spell it.
func StatusText(status string) string {
	words := strings.Split(status, "_")
	for i, word := range words {
		if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, " ")
}

// BusyText is the reason of refusals while something else goes on with an object.
const BusyText = "Related operation is currently in progress. Please try again later."
