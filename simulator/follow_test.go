package simulator_test

import (
	"strings"
	"testing"
)

// TestFollowedListsKeepTheirLinks follows several levels and looks at how the parts lie in each other.
func TestFollowedListsKeepTheirLinks(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	vm := "/vms/" + e.Engine.IDs("/vms")[0]
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"two levels", vm + "?follow=disk_attachments.disk", []string{
			`    <link href="/ovirt-engine/api` + vm + `/diskattachments" rel="diskattachments"/>`,
			"\n    <disk_attachments>\n        <disk_attachment href=", "\n            <disk href=", "\n                <alias>vm-00001_Disk1</alias>",
		}},
		{"three levels", vm + "?follow=disk_attachments.disk.statistics", []string{
			"\n                <statistics>\n                    <statistic href=", `/statistics" rel="statistics"/>`,
		}},
		{"the name of a link, in any case", vm + "?follow=DiskAttachments.DISK", []string{"\n                <alias>vm-00001_Disk1</alias>"}},
		{"a reference, and what it refers to", vm + "?follow=cluster.data_center", []string{
			"\n    <cluster href=", "\n        <data_center href=", "\n            <name>Default</name>",
		}},
		{"empty parts", vm + "?follow=nics,,cluster.,", []string{"\n    <nics>\n        <nic href=", "\n        <name>Default</name>"}},
		{"the same twice", vm + "?follow=nics,nics.vnic_profile,nics", []string{"\n            <vnic_profile href=", "\n                <name>ovirtmgmt</name>"}},
		{"in a list", "/vms?max=1&follow=cluster,nics.vnic_profile.network", []string{
			"\n        <cluster href=", "\n            <nic href=", "\n                    <network href=", "\n                        <name>ovirtmgmt</name>",
		}},
		{"as a matrix parameter", "/vms;max=1;follow=nics", []string{"\n        <nics>\n            <nic href="}},
		{"with all content", vm + "?all_content=true&follow=nics", []string{"<configuration>", "\n    <nics>\n"}},
		{"a collection that is empty", vm + "?follow=watchdogs", []string{"\n    <watchdogs/>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			doc := e.get(tt.path)
			for _, want := range tt.want {
				if !strings.Contains(doc, want) {
					t.Errorf("%q isn't in\n%s", want, doc)
				}
			}
		})
	}
	for _, follow := range []string{"bios", "os", "cluster.moon", "disk_attachments.moon", "disk_attachments.disk.openstack_volume_type", "nics.mac"} {
		a := e.want(500, "GET", vm+"?follow="+follow, "")
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("follow=%s: %s", follow, a.header.Get("Content-Type"))
		}
	}
	// The parameter belongs to GET.
	e.want(200, "PUT", vm+"?follow=moon", "<vm/>")
	if n := strings.Count(e.get("/vms?follow=nics&max=3"), "<nic "); n != 3 {
		t.Errorf("%d NICs of three VMs with one each", n)
	}
	if n := strings.Count(e.get(vm+"?follow=statistics&max=1"), "<statistic "); n < 2 {
		t.Errorf("%d statistics: a maximum isn't for what is followed", n)
	}
}
