package rules_test

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
)

// document is an object by its paths.
type document map[string]any

func (d document) Get(path string) any { return d[path] }

func table(t *testing.T) *rules.Table {
	t.Helper()
	table, err := rules.New()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestNamesAreBoundedAsRecorded states what an engine of model 4.6.1 answered.
func TestNamesAreBoundedAsRecorded(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, tt := range []struct {
		name, typ string
		doc       document
		put       bool
		want      string
	}{
		{"data center", "data_center", document{"name": "dc_1-a"}, false, ""},
		{"data center with a dot", "data_center", document{"name": "a.b"}, false,
			"[Data Center name may only contain letters, numbers, '-', or '_'., Attribute: privateStoragePool.name]"},
		{"data center of 40", "data_center", document{"name": long(40)}, false, ""},
		{"data center of 41", "data_center", document{"name": long(41)}, false,
			"[size must be between 1 and 40, Attribute: privateStoragePool.name]"},
		{"empty data center in a change", "data_center", document{"name": ""}, true,
			"[size must be between 1 and 40, Attribute: privateStoragePool.name, Data Center name may only contain letters, " +
				"numbers, '-', or '_'., Attribute: privateStoragePool.name]"},
		{"description beyond ASCII", "data_center", document{"description": "é中"}, false,
			"[Data Center description must be formed of ASCII charis only, Attribute: privateStoragePool.description]"},
		{"cluster of another script", "cluster", document{"name": "é中"}, false, ""},
		{"empty cluster in a change", "cluster", document{"name": ""}, true,
			"[Cluster name must not exceed 40 characters, Attribute: cluster.name]"},
		{"network of any characters", "network", document{"name": "a b/;%"}, false, ""},
		{"VLAN beyond its range", "network", document{"vlan.id": int64(4095)}, false,
			"[VLAN ID must be a number between 0 and 4094., Attribute: network.vlanId]"},
		{"affinity group in a change", "affinity_group", document{"name": "a/b c"}, true,
			"[Cannot edit Affinity Group. Name field is invalid., Attribute: affinityGroup.name]"},
		{"affinity group", "affinity_group", document{"name": "a/b c"}, false,
			"[Cannot add Affinity Group. Name field is invalid., Attribute: affinityGroup.name]"},
		{"QoS beyond its column", "qos", document{"name": long(51)}, false, "[Internal Engine Error]"},
		{"template has another bean in a change", "template", document{"name": ""}, true,
			"[VM Template name must not exceed 255 characters, Attribute: _vmTemplate.name]"},
		{"pool with a mask", "vm_pool", document{"name": "a-???-b"}, false, ""},
		{"SPM priority", "host", document{"spm.priority": int64(99)}, false,
			"[must be less than or equal to 10, Attribute: vdsStatic.vdsSpmPriority]"},
		{"what is absent", "host", document{}, false, ""},
		{"a type without rules", "event", document{"name": " "}, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check := table(t).Add
			if tt.put {
				check = table(t).Update
			}
			got := ""
			if r := check(tt.typ, tt.doc); r != nil {
				got = r.Detail
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestResourcesInsistAsRecorded states what an engine of model 4.6.1 answered.
func TestResourcesInsistAsRecorded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, service string
		doc           document
		want          string
	}{
		{"bookmark without a value", "bookmarks", document{"name": "a", "value": ""}, "Bookmark [value] required for add"},
		{"VM of nothing", "vms", document{}, "Vm [cluster.id|name] required for add"},
		{"VM without a name", "vms", document{"cluster.id": "1", "template.name": "Blank"}, "Vm [name] required for add"},
		{"host", "hosts", document{}, "Host [name, address] required for add"},
		{"network without a data center", "networks", document{"name": "a"}, "Network [dataCenter.name|id] required for add"},
		{"network by the center's name", "networks", document{"name": "a", "data_center.name": "Default"}, ""},
		{"permission for nobody", "system_permissions", document{"role.id": "1"}, "Permission [user|group.id] required for add"},
		{"permission for a group", "system_permissions", document{"role.id": "1", "group.id": "2"}, ""},
		{"connection of an unknown kind", "storage_server_connections", document{}, "StorageConnection [type] required for add"},
		{"NFS without a path", "storage_server_connections", document{"type": "nfs", "address": "h"},
			"StorageConnection [path] required for add"},
		{"disk", "disks", document{"format": "raw"}, "Disk [provisionedSize] required for add"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if r := table(t).Empty(tt.service, tt.doc); r != nil {
				got = r.Detail
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRulesNameWhatTheModelHas looks for rows that can never hold.
func TestRulesNameWhatTheModelHas(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range table(t).Check(m) {
		t.Error(problem)
	}
}

// TestReferencesThatLeadNowhere states what an engine of model 4.6.1 answered.
func TestReferencesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, service, typ, method, path, id, ref string
		want                                      *rules.Dangling
	}{
		{"by ID", "networks", "network", "add", "data_center", "1", "", &rules.Dangling{
			Late: true, Status: 400, Detail: "[Data Center doesn't exist.]",
		}},
		{"by name", "networks", "network", "add", "data_center", "", "d", &rules.Dangling{
			Status: 404, Detail: "Entity not found: Datacenter: name=d",
		}},
		{"by name in a change", "network", "network", "update", "data_center", "", "d", &rules.Dangling{Unread: true}},
		{"never looked for", "vnic_profiles", "vnic_profile", "add", "network_filter", "", "f", &rules.Dangling{Unread: true}},
		{"of a service", "assigned_vnic_profiles", "vnic_profile", "add", "network", "1", "", &rules.Dangling{Kept: true}},
		{"in the usual words", "vnic_profiles", "vnic_profile", "add", "network", "1", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := table(t).Reference(tt.service, tt.typ, tt.method, tt.path, tt.id, tt.ref)
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
