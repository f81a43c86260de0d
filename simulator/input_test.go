package simulator_test

import (
	"strings"
	"testing"
)

// TestValuesThatDontFit sends values that the engine's schema has no room for.
func TestValuesThatDontFit(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	for _, tt := range []struct {
		name, body, media string
		detail            string
	}{
		{"more than 32 bits", "<vm><cpu_shares>4294967296</cpu_shares></vm>", "", "Value 4294967296 is greater than maximum integer 2147483647"},
		{"more than 32 bits in JSON", `{"cpu_shares":"-4294967296"}`, "application/json", "Value -4294967296 is less than minimum integer -2147483648"},
		{"more than 64 bits", "<vm><memory>9223372036854775808</memory></vm>", "", ""},
		{"decimal", "<vm><cpu_shares>1.5</cpu_shares></vm>", "", ""},
		{"date", "<vm><creation_time>moon</creation_time></vm>", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			media := tt.media
			if media == "" {
				media = "application/xml"
			}
			a := e.want(400, "PUT", vm, tt.body, "Content-Type", media)
			if tt.detail == "" {
				// What isn't a number at all is a damaged document.
				expect(t, "reason", between(t, a.body, "<reason>", "<"), "Request syntactically incorrect.")
				return
			}
			expect(t, "reason", between(t, a.body, "<reason>", "<"), "Invalid value")
			expect(t, "detail", between(t, a.body, "<detail>", "<"), tt.detail)
		})
	}
	// An integer without digits is zero, and one of 64 bits has room.
	doc := e.want(200, "PUT", vm, "<vm><cpu_shares></cpu_shares><memory_policy><max>1099511627776</max></memory_policy></vm>").body
	expect(t, "shares", between(t, doc, "<cpu_shares>", "<"), "0")
	expect(t, "maximum", between(t, doc, "<max>", "<"), "1099511627776")
}

// TestReferencesThatLeadNowhere sends references by id and by name.
func TestReferencesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	const id = "00000000-0000-4000-9000-00000000000f"
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		reason, detail           string
	}{
		{"by id", "PUT", vm, `<vm><cluster id="` + id + `"/></vm>`, 500, "Operation Failed", "[General command validation failure.]"},
		{"by name", "PUT", vm, `<vm><cluster><name>moon</name></cluster></vm>`, 404, "Operation Failed", "Entity not found: Cluster: name=moon"},
		{"by an id that is none", "PUT", vm, `<vm><cluster id="moon"/></vm>`, 400, "Operation failed", "Invalid UUID string: moon"},
		{"within a part", "POST", vm + "/nics", `<nic><name>a</name><vnic_profile id="` + id + `"/></nic>`, 400, "Operation Failed",
			"[Cannot add Interface. The specified VM network interface profile doesn't exist.]"},
		{"in a list", "POST", "/disks", `<disk><provisioned_size>1</provisioned_size><format>raw</format><storage_domains><storage_domain><name>moon</name></storage_domain></storage_domains></disk>`, 404, "Operation Failed", "Entity not found: moon"},
		{"another id", "PUT", vm, `<vm id="` + id + `"/>`, 409, "Broken immutability constraint", "Attempt to set immutable field: id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.want(tt.status, tt.method, tt.path, tt.body)
			expect(t, "reason", between(t, a.body, "<reason>", "<"), tt.reason)
			expect(t, "detail", between(t, a.body, "<detail>", "<"), tt.detail)
		})
	}
}

// TestWhatWasReadMayBeSentBack puts whole documents of the engine, as clients do that change one member of what they got.
func TestWhatWasReadMayBeSentBack(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	for _, collection := range []string{"/vms", "/clusters", "/networks", "/templates", "/hosts", "/datacenters"} {
		path := collection + "/" + e.Engine.IDs(collection)[0]
		for _, media := range []string{"application/xml", "application/json"} {
			doc := e.want(200, "GET", path, "", "Accept", media).body
			e.want(200, "PUT", path, doc, "Content-Type", media)
		}
	}
}

// TestAbsentAndEmptyDiffer: what a change doesn't name stays, and what it names without content goes.
func TestAbsentAndEmptyDiffer(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><custom_properties><custom_property><name>hugepages</name><value>1</value></custom_property></custom_properties><description>x</description></vm>`)
	doc := e.want(200, "PUT", vm, "<vm><comment>c</comment></vm>").body
	for _, want := range []string{"<value>1</value>", "<description>x</description>", "<comment>c</comment>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	doc = e.want(200, "PUT", vm, "<vm><custom_properties/><description></description></vm>").body
	for _, want := range []string{"<description></description>", "<comment>c</comment>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in\n%s", want, doc)
		}
	}
	if strings.Contains(doc, "<value>1</value>") {
		t.Errorf("the emptied list is still there:\n%s", doc)
	}
}

// TestVariantsOfAddAreToldApart adds VMs and image transfers by what their documents hold.
func TestVariantsOfAddAreToldApart(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	vm := "/vms/" + e.Engine.IDs("/vms")[1]
	a := e.want(202, "POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>")
	snapshot := idOf(t, a.body)
	e.clock.Advance(60e9)
	e.want(202, "POST", "/vms", `<vm><name>copy</name><cluster><name>Default</name></cluster><snapshots><snapshot id="`+snapshot+`"/></snapshots></vm>`)
	a = e.want(400, "POST", "/vms", `<vm><name>none</name><cluster><name>Default</name></cluster></vm>`)
	expect(t, "reason", between(t, a.body, "<reason>", "<"), "Incomplete parameters")
	disk := e.Engine.IDs("/disks")[0]
	e.want(201, "POST", "/imagetransfers", `<image_transfer><image id="`+disk+`"/><direction>download</direction></image_transfer>`)
}
