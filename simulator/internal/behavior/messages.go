package behavior

import (
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// MalformedID refuses what stands where the id of an object is due and is no UUID.
func MalformedID(text string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: "Operation failed", Detail: "Invalid UUID string: " + text}
}

// nouns are what messages call objects, where it isn't the words of the type.
var nouns = map[string]string{
	"vm": "VM", "nic": "Network Interface", "vm_pool": "VM-Pool", "data_center": "Data Center", "storage_domain": "Storage Domain",
	"vnic_profile": "VM network interface profile", "mac_pool": "MAC Pool", "qos": "QoS", "disk": "Virtual Disk",
	"external_host_provider": "provider", "open_stack_image_provider": "provider", "open_stack_network_provider": "provider",
	"open_stack_volume_provider": "provider",
}

func noun(t *schema.Type) string {
	if n, ok := nouns[t.Name]; ok {
		return n
	}
	return t.Java()
}

// names joins the names of objects for a message.
func names(list []*store.Entity) string {
	var out []string
	for _, e := range list {
		out = append(out, e.Object().Name())
	}
	return strings.Join(out, ", ")
}

// spoken returns a status as messages spell it.
func spoken(status string) string {
	words := strings.Split(status, "_")
	for i, word := range words {
		if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, " ")
}

const busyText = "Related operation is currently in progress. Please try again later."
