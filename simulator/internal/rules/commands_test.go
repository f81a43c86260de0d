package rules_test

import (
	"slices"
	"strings"
	"testing"
)

// TestJobsAreDescribedAsRecorded states what an engine of model 4.6.1 listed.
func TestJobsAreDescribedAsRecorded(t *testing.T) {
	t.Parallel()
	called := map[string]string{
		"self": "a", "vm": "v", "template": "tpl", "cluster": "Default", "vm.name": "b", "storage_domain": "data2",
		"storage_domains": "data1", "host": "h1", "snapshot": "s", "disk": "d", "vms": "v", "disk.name": "n",
	}
	for _, tt := range []struct{ service, method, has, want string }{
		{"vms", "add", "", "Creating VM a in Cluster Default"},
		{"vms", "add", "clone", "Creating VM a from Template tpl in Cluster Default"},
		{"vms", "add", "snapshots", "Creating VM a from Snapshot s in Cluster Default"},
		{"vm", "start", "", "Launching VM a"},
		{"vm", "start", "vm", "Launching VM a in run-once mode"},
		{"vm", "clone", "", "Creating VM b as a clone of VM a"},
		{"vm", "migrate", "host", "Migrating VM a to Host h1"},
		{"disk", "move", "", "Moving Disk a from data1 to data2"},
		{"disk_attachments", "add", "", "Adding Disk n"},
		{"disk_attachments", "add", "disk.id", ""},
		{"disk_attachment", "update", "", "Updating Disk d properties for VMs: v"},
		{"storage_domain", "remove", "destroy", "Removing Storage Domain a (Force Remove) from Data Center <UNKNOWN>"},
		{"vm_nics", "add", "", ""},
		{"clusters", "add", "", ""},
	} {
		t.Run(strings.Join([]string{tt.service, tt.method, tt.has}, " "), func(t *testing.T) {
			t.Parallel()
			has := func(member string) bool { return member == tt.has }
			name := func(what string) string { return called[what] }
			if got := table(t).Command(tt.service, tt.method).Job(has, name); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestEventsAreWordedAsRecorded states what an engine of model 4.6.1 logged.
func TestEventsAreWordedAsRecorded(t *testing.T) {
	t.Parallel()
	called := map[string]string{"vm": "v", "host": "h1", "user": "admin@internal", "disk": "d", "snapshot": "s"}
	for _, tt := range []struct {
		code                  int64
		severity, about, want string
	}{
		{33, "normal", "data_center cluster host vm template", "VM v powered off by admin@internal (Host: h1)."},
		{54, "error", "data_center cluster host vm template", "Failed to run VM v (User: admin@internal)."},
		{45, "normal", "data_center cluster host vm template", "Snapshot 's' creation for VM 'v' was initiated by admin@internal."},
		{113, "normal", "data_center cluster vm template", "VM v was successfully removed by admin@internal."},
		{2021, "normal", "data_center storage_domain", "The disk 'd' was successfully added."},
		{952, "normal", "data_center", "Data Center <UNKNOWN> was updated by admin@internal"},
		{16, "normal", "cluster host", "Activation of host h1 initiated by admin@internal."},
		{304, "normal", "", "VM Pool <UNKNOWN> was removed by admin@internal."},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			e := table(t).Event(tt.code)
			if e == nil {
				t.Fatalf("no row for %d", tt.code)
			}
			got := e.Text(func(what string) string { return called[what] })
			if got != tt.want || e.Severity != tt.severity || strings.Join(e.About, " ") != tt.about {
				t.Errorf("got %s %q about %v", e.Severity, got, e.About)
			}
		})
	}
}

// TestRefusalsByAnotherCommandAreKnown states which refusals of an engine left no event.
func TestRefusalsByAnotherCommandAreKnown(t *testing.T) {
	t.Parallel()
	for detail, want := range map[string]bool{
		"[Cannot run VM. VM v is being migrated.]":                                    true,
		"[Cannot run VM. Snapshot is currently being created for VM v.]":              true,
		"[Cannot run VM. VM is hibernating.]":                                         true,
		"[Cannot run VM. Template is being created from this VM.]":                    true,
		"[Cannot remove Template. Template ${TemplateName} is being created.]":        true,
		"[Cannot run VM because the VM is in Up status.]":                             false,
		"[Cannot run VM: The following disks are locked: d. Please try again later.]": false,
	} {
		if got := table(t).Locked(detail); got != want {
			t.Errorf("%s: got %v", detail, got)
		}
	}
}

// TestEventsFollowFromCommands checks which rows of a command count.
func TestEventsFollowFromCommands(t *testing.T) {
	t.Parallel()
	has := func(members ...string) func(string) bool {
		return func(member string) bool { return slices.Contains(members, member) }
	}
	c := table(t).Command("host", "deactivate")
	if got := c.Events(has("reason")); !slices.Equal(got, []int64{600}) {
		t.Errorf("with a reason: %v", got)
	}
	if got := c.Events(has()); !slices.Equal(got, []int64{620}) {
		t.Errorf("without a reason: %v", got)
	}
	for _, tt := range []struct {
		service, method, has string
		want                 int64
	}{
		{"qoss", "add", "type=network", 10100},
		{"qoss", "add", "type=storage", 10110},
		{"network_labels", "add", "in:network", 1132},
		{"network_labels", "add", "in:host_nic", 1136},
		{"storage_domain", "remove", "destroy", 981},
		{"storage_domain", "remove", "", 960},
	} {
		got := table(t).Command(tt.service, tt.method).Events(has(tt.has))
		if !slices.Equal(got, []int64{tt.want}) {
			t.Errorf("%s %s if %q: %v, want %d", tt.service, tt.method, tt.has, got, tt.want)
		}
	}
	if c := table(t).Command("vm", "nosuch"); c != nil || c.Job(has(), nil) != "" {
		t.Errorf("an unknown method has %v", c)
	}
}
