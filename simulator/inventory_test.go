package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestInventoriesBringWhatTheyNeed asks for one kind of object at a time: it is there, in the
// number asked for, and in working order.
func TestInventoriesBringWhatTheyNeed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    simulator.Inventory
		path  string
		count int // with what a fresh engine has
	}{
		{simulator.Inventory{VMs: 3}, "/vms", 3},
		{simulator.Inventory{VMs: 4, DisksPerVM: 2, NICsPerVM: 1}, "/vms", 4},
		{simulator.Inventory{Templates: 2}, "/templates", 3},
		{simulator.Inventory{Hosts: 2}, "/hosts", 2},
		{simulator.Inventory{Clusters: 3}, "/clusters", 3},
		{simulator.Inventory{StorageDomains: 2}, "/storagedomains", 2},
		{simulator.Inventory{Networks: 2}, "/networks", 3},
		{simulator.Inventory{DataCenters: 2}, "/datacenters", 2},
		{simulator.Inventory{Users: 5}, "/users", 6},
		{simulator.Inventory{}, "/datacenters", 0},
		{simulator.Inventory{DisksPerVM: 3}, "/disks", 0},
	} {
		e, err := simulator.New(simulator.Options{Inventory: &tt.in})
		if err != nil {
			t.Errorf("%+v: %v", tt.in, err)
			continue
		}
		if n := len(e.IDs(tt.path)); n != tt.count {
			t.Errorf("%+v: %d objects at %s, want %d", tt.in, n, tt.path, tt.count)
		}
		if err := e.Check(); err != nil {
			t.Errorf("%+v: %v", tt.in, err)
		}
	}
}

// TestVMsOfAnInventoryWork starts a VM of an inventory that names nothing else, and adds a disk to
// it.
func TestVMsOfAnInventoryWork(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{Step: -1, Inventory: &simulator.Inventory{VMs: 3, DisksPerVM: 1}})
	if err != nil {
		t.Fatal(err)
	}
	vm := "/vms/" + e.IDs("/vms")[1]
	for _, step := range [][2]string{
		{"/start", "<action/>"},
		{"/diskattachments", `<disk_attachment><interface>virtio</interface><disk><format>cow</format><provisioned_size>1048576</provisioned_size>` +
			`<storage_domains><storage_domain><name>data-001</name></storage_domain></storage_domains></disk></disk_attachment>`},
	} {
		if status, doc := ask(e, http.MethodPost, vm+step[0], step[1]); status >= 300 {
			t.Errorf("POST %s: %d %s", step[0], status, doc)
		}
	}
	if _, doc := ask(e, http.MethodGet, vm, ""); !strings.Contains(doc, "<status>up</status>") {
		t.Errorf("the VM isn't up:\n%s", doc)
	}
}

func TestNegativeNumbersAreRefused(t *testing.T) {
	t.Parallel()
	for _, in := range []simulator.Inventory{
		{DataCenters: -1}, {Clusters: -1}, {Hosts: -1}, {StorageDomains: -1}, {Networks: -1}, {Templates: -1}, {VMs: -1}, {DisksPerVM: -1},
		{NICsPerVM: -1}, {Users: -1},
	} {
		if _, err := simulator.New(simulator.Options{Inventory: &in}); err == nil || !strings.Contains(fmt.Sprint(err), "is -1; it can't be negative") {
			t.Errorf("%+v: error is %v", in, err)
		}
	}
}
