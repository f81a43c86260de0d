package info_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/sdk/info"
)

// TestResourcesOfOldBindingsAreTypes looks up what the bindings for version 2 of the API listed, by the names that it has in version 4.
func TestResourcesOfOldBindingsAreTypes(t *testing.T) {
	t.Parallel()
	for name, goName := range map[string]string{
		"api": "Api", "datacenters": "DataCenter", "clusters": "Cluster", "storagedomains": "StorageDomain", "networks": "Network",
		"hosts": "Host", "host_nics": "HostNic", "host_storages": "HostStorage", "vms": "Vm", "nics": "Nic", "disks": "Disk", "cdroms": "Cdrom",
		"floppies": "Floppy", "snapshots": "Snapshot", "files": "File", "statistics": "Statistic", "templates": "Template", "vmpools": "VmPool",
		"users": "User", "roles": "Role", "events": "Event", "tags": "Tag", "action": "Action",
		"clusterlevels": "ClusterLevel", // what became of the capabilities
	} {
		if got, ok := info.TypeByName(name); !ok || got.Go != goName {
			t.Errorf("TypeByName(%q) is %q, %v, want %s", name, got.Go, ok, goName)
		}
	}
}
