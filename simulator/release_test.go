package simulator_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

// TestOtherReleasesAreSimulated starts an engine of a model that lacks all that came with 4.2 and later.
func TestOtherReleasesAreSimulated(t *testing.T) {
	t.Parallel()
	old := reduced(t)
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

// reduced gives the embedded model without what says that it came with 4.2 or later.
func reduced(t *testing.T) *model.Model {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	later := func(a model.Age) bool { return a.Since >= "4.2" }
	for _, s := range m.Structs {
		s.Members = slices.DeleteFunc(s.Members, func(m *model.Member) bool { return later(m.Age) })
	}
	for _, s := range m.Services {
		s.Locators = slices.DeleteFunc(s.Locators, func(l *model.Locator) bool {
			return later(l.Age) || l.Service == "vm_checkpoints" || l.Service == "vm_backups"
		})
		s.Methods = slices.DeleteFunc(s.Methods, func(m *model.Method) bool { return later(m.Age) })
		for _, method := range s.Methods {
			main := method.Main()
			method.Params = slices.DeleteFunc(method.Params, func(p *model.Param) bool { return p != main && later(p.Age) })
			method.Input = slices.DeleteFunc(method.Input, func(c *model.Constraint) bool {
				return slices.ContainsFunc(c.Paths, func(path string) bool {
					_, err := m.Target(method, path)
					return err != nil
				})
			})
		}
	}
	old, err := model.New("4.1.0", m.Enums, m.Structs, m.Services)
	if err != nil {
		t.Fatal(err)
	}
	return old
}
