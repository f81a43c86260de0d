package ensure

import (
	"reflect"

	"github.com/ovirt-go/ovirt/sdk/call"
)

// allContent are the fields that engines show with all_content alone, by the type that has them:
// the classes of the engine fill them in doPopulate.
var allContent = map[string][]string{
	"Cluster":      {"ManagementNetwork"},
	"Disk":         {"Vms"},
	"Host":         {"HostedEngine", "NetworkOperationInProgress", "Os"},
	"InstanceType": {"Console", "RngDevice", "SoundcardEnabled", "TpmEnabled", "VirtioScsi"},
	"Template":     {"Console", "RngDevice", "SoundcardEnabled", "TpmEnabled", "VirtioScsi"},
	"Vm":           {"Console", "RngDevice", "SoundcardEnabled", "TpmEnabled", "VirtioScsi"},
	"VmPool":       {"Vm"},
}

// withAllContent has an engine show all of an object.
func withAllContent(opts []call.Option) []call.Option {
	return append(opts[:len(opts):len(opts)], call.Query("all_content", "true"))
}

// needsAllContent reports whether something is wanted that engines show with all_content alone, and
// the object was read without. With it they show all such fields, save that of a missing device.
func needsAllContent[T any](now, wanted *T) bool {
	from, to := reflect.ValueOf(now).Elem(), reflect.ValueOf(wanted).Elem()
	needs := false
	for _, name := range allContent[to.Type().Name()] {
		if !from.FieldByName(name).IsZero() && name != "Os" {
			return false
		}
		needs = needs || !to.FieldByName(name).IsZero()
	}
	return needs
}
