package simulator_test

import (
	"fmt"
	"testing"
)

// TestUnknownElementsAreRefusedTenTimes states what engines do with elements of XML that a type lacks:
// their parser refuses the first ten after a start, and ignores the others.
func TestUnknownElementsAreRefusedTenTimes(t *testing.T) {
	t.Parallel()
	e := start(t)
	for i := range 12 {
		status := 400
		if i >= 10 {
			status = 201
		}
		e.want(status, "POST", "/tags", fmt.Sprintf("<tag><name>t%d</name><moon/></tag>", i))
	}
	// The rest is read as strictly as before.
	e.want(400, "POST", "/vnicprofiles", "<vnic_profile><moon/><name>x</name><port_mirroring>perhaps</port_mirroring></vnic_profile>")
}

// TestUnknownMembersOfJSONAreRefused states what engines answer to them, always.
func TestUnknownMembersOfJSONAreRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	for range 11 {
		a := e.want(400, "POST", "/tags", `{"name":"a","moon":1}`, "Content-Type", "application/json")
		expect(t, "type", a.header.Get("Content-Type"), "text/html;charset=UTF-8")
		expect(t, "text", a.body,
			"Unrecognized field &quot;moon&quot; (class org.ovirt.engine.api.model.Tag), not marked as ignorable")
	}
	a := e.want(400, "POST", "/vms", `{"bios":{"moon":1}}`, "Content-Type", "application/json")
	expect(t, "text", a.body,
		"Unrecognized field &quot;moon&quot; (class org.ovirt.engine.api.model.Bios), not marked as ignorable")
}
