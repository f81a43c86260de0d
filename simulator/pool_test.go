package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// withTemplate provides an engine with a template with a disk.
func withTemplate(o *simulator.Options) {
	o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1}
}

func TestPoolMakesAndAllocatesItsVMs(t *testing.T) {
	t.Parallel()
	e := start(t, withTemplate)
	a := e.want(202, "POST", "/vmpools", "<vm_pool><name>p</name><size>2</size><max_user_vms>2</max_user_vms><cluster><name>Default</name></cluster>"+
		"<template><name>template-001</name></template></vm_pool>")
	e.clock.Advance(time.Minute)
	pool := "/vmpools/" + idOf(t, a.body)
	expect(t, "VMs", names(e.get("/vms?search=pool%3Dp")), "p-1 p-2")
	for range 2 {
		a := e.want(200, "POST", pool+"/allocatevm", "<action/>")
		vm := "/vms/" + between(t, a.body, `<vm href="/ovirt-engine/api/vms/`, `"`)
		e.steps(vm, "image_locked", "wait_for_launch", "powering_up", "up")
	}
	a = e.want(409, "POST", pool+"/allocatevm", "<action/>")
	expect(t, "detail", between(t, a.body, "<detail>", "<"), "[User is already attached to maximum number of VMs from this VM-Pool.]")
	e.want(409, "DELETE", pool, "")
	for _, id := range e.Engine.IDs("/vms") {
		e.want(200, "POST", "/vms/"+id+"/stop", "<action/>")
	}
	first := "/vms/" + e.Engine.IDs("/vms")[0]
	e.want(200, "POST", first+"/detach", "<action/>")
	e.want(409, "POST", first+"/detach", "<action/>")
	e.clock.Advance(time.Second)
	e.want(200, "DELETE", pool, "")
	if doc := e.get("/vms"); strings.Count(doc, "<vm ") != 1 {
		t.Errorf("the detached VM must stay, the other go:\n%s", doc)
	}
}
