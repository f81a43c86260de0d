package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

// TestOtherReleasesAreSimulated starts an engine of a model that lacks all that came with 4.2 and later.
func TestOtherReleasesAreSimulated(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	old, err := m.At("4.1")
	if err != nil {
		t.Fatal(err)
	}
	e := start(t, func(o *simulator.Options) {
		o.Model = old
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 2, DisksPerVM: 1, NICsPerVM: 1}
	})
	if !strings.Contains(e.get(""), "<full_version>4.1.0-1.el9</full_version>") {
		t.Error("the entry point doesn't tell the release")
	}
	e.want(404, "GET", "/vms/"+e.Engine.IDs("/vms")[0]+"/checkpoints", "")
	a := e.want(400, "POST", "/vms", "<vm><tpm_enabled>true</tpm_enabled></vm>")
	expect(t, "reason", between(t, a.body, "<reason>", "<"), "Request syntactically incorrect.")
	vm := e.addVM("myvm")
	e.want(200, "POST", vm+"/start", "<action/>")
	e.clock.Advance(time.Minute)
	e.steps(vm, "up")
	for _, n := range []string{"/vms?follow=nics,disk_attachments.disk", "/hosts", "/storagedomains", "/clusters", "/events", "/disks"} {
		if doc := e.get(n); strings.Contains(doc, "multi_queues_enabled") {
			t.Errorf("%s shows a member of a later release", n)
		}
	}
}
