package simulator_test

import (
	"strings"
	"testing"
)

// TestAllContentAloneShowsDevices: doPopulate of the resources of the engine; recorded for VMs,
// templates and instance types, alone and in lists, and for the answers to POST and PUT.
func TestAllContentAloneShowsDevices(t *testing.T) {
	t.Parallel()
	e := start(t)
	created := e.want(201, "POST", "/vms", "<vm><name>myvm</name><cluster><name>Default</name></cluster>"+
		"<template><name>Blank</name></template></vm>").body
	vm := "/vms/" + e.Engine.IDs("/vms")[0]
	devices := []string{"console", "virtio_scsi", "soundcard_enabled", "tpm_enabled", "rng_device"}
	for _, name := range devices {
		if !strings.Contains(created, "<"+name+">") {
			t.Errorf("the answer to a POST has no %s", name)
		}
		if doc := e.want(200, "PUT", vm, "<vm/>").body; !strings.Contains(doc, "<"+name+">") {
			t.Errorf("the answer to a PUT has no %s", name)
		}
	}
	blank := "/templates/00000000-0000-0000-0000-000000000000"
	kind := "/instancetypes/" + e.Engine.IDs("/instancetypes")[0]
	for _, path := range []string{vm, "/vms", blank, "/templates", kind, "/instancetypes"} {
		plain, full := e.get(path), e.get(path+"?all_content=true")
		for _, name := range devices {
			if strings.Contains(plain, "<"+name+">") {
				t.Errorf("GET %s shows %s", path, name)
			}
			if !strings.Contains(full, "<"+name+">") && (name != "rng_device" || !strings.Contains(path, "instance")) {
				t.Errorf("GET %s with all_content has no %s", path, name)
			}
		}
	}
	// The engine shows the sound card of a single template the wrong way round.
	if alone, listed := e.get(blank+"?all_content=true"), e.get("/templates?all_content=true"); !strings.Contains(alone, "<soundcard_enabled>true<") ||
		!strings.Contains(listed, "<soundcard_enabled>false<") {
		t.Error("the sound card of Blank is true in the list, or false alone")
	}
}

func TestStoredRootPasswordIsStars(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, "<vm><initialization><root_password>secret</root_password></initialization></vm>")
	e.shows(vm, "<root_password>******<", "<regenerate_ssh_keys>false<", "<nic_configurations/>")
	e.want(200, "PUT", vm, "<vm><initialization><host_name>a</host_name></initialization></vm>")
	e.shows(vm, "<root_password>******<", "<host_name>a<")
	e.want(200, "PUT", vm, "<vm><initialization/></vm>")
	e.lacks(vm, "<initialization")
}
