package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// world is an engine within the test, with counted IDs and a time that jumps.
func world(t *testing.T, template bool) (*simulator.Engine, sdk.Config) {
	t.Helper()
	templates := 0
	if template {
		templates = 1
	}
	e, err := simulator.New(simulator.Options{
		Password: "secret", Step: time.Second, DeterministicIDs: true, Inventory: inventory(templates),
	})
	if err != nil {
		t.Fatal(err)
	}
	if template {
		protect(t, e)
	}
	return e, sdk.Config{
		URL: "https://engine/ovirt-engine/api", Username: "admin@internal", Password: "secret", Transport: e.Transport(),
	}
}

// protect provides the template with a NIC, whose name is the usual one, and protects it from
// removal, as new VMs will be then.
func protect(t *testing.T, e *simulator.Engine) {
	t.Helper()
	for _, id := range e.IDs("/templates") {
		path := "/templates/" + id
		if doc, err := e.Document(path); err != nil || !strings.Contains(doc, "<name>template-001<") {
			continue
		}
		if err := e.Put(path, "<template><delete_protected>true</delete_protected></template>"); err != nil {
			t.Fatal(err)
		}
		profile := e.IDs("/vnicprofiles")[0]
		nic := "<nic><name>nic1</name><interface>virtio</interface><vnic_profile id=\"" + profile + "\"/></nic>"
		if _, err := e.Seed(path+"/nics", nic); err != nil {
			t.Fatal(err)
		}
	}
}

// things lists what an engine has of the kinds that a quickstart may leave.
func things(e *simulator.Engine) []string {
	var out []string
	for _, path := range []string{"/vms", "/disks", "/templates", "/networks", "/vnicprofiles", "/storagedomains", "/tags", "/vmpools"} {
		for _, id := range e.IDs(path) {
			out = append(out, path+"/"+id)
		}
	}
	slices.Sort(out)
	return out
}

func TestTemplateBringsDiskNICAndProtection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e, cfg := world(t, true)
		before := things(e)
		var out strings.Builder
		if err := session(t.Context(), &out, cfg); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"Its disk comes from the template.", "Its NIC comes from the template.", "It is gone."} {
			if !strings.Contains(out.String(), line+"\n") {
				t.Errorf("%q isn't in\n%s", line, out.String())
			}
		}
		if after := things(e); !slices.Equal(before, after) {
			t.Errorf("before there was %v, and after %v", before, after)
		}
	})
}

// Each request fails once, in each of the ways in which requests fail.
func TestFaultAtAnyRequestLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
	}{
		{"conflict", simulator.Rule{Status: 409, Detail: "[Busy.]"}},
		{"server error after it was done", simulator.Rule{Status: 500, Page: "broken", After: true}},
		{"lost", simulator.Rule{Drop: true}},
		{"answer lost", simulator.Rule{Drop: true, After: true}},
	} {
		for _, template := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, template %t", tt.name, template), func(t *testing.T) {
				t.Parallel()
				for n, more := 1, true; more; n++ {
					synctest.Test(t, func(t *testing.T) {
						e, cfg := world(t, template)
						before := things(e)
						rule := tt.rule
						rule.Nth = n
						set := e.Fail(rule)
						err := session(t.Context(), io.Discard, cfg)
						more = set.Hits() > 0
						if after := things(e); !slices.Equal(before, after) {
							t.Errorf("request %d: before there was %v, and after %v; the error is %v", n, before, after, err)
						}
					})
				}
			})
		}
	}
}

func TestWhatCannotBeRemovedIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e, cfg := world(t, false)
		e.Fail(simulator.Rule{Op: "VmService.Remove", Status: 409, Detail: "[Never.]"})
		err := session(t.Context(), io.Discard, cfg)
		if !errors.Is(err, sdk.ErrConflict) || !strings.Contains(err.Error(), "the VM quickstart-") || !strings.Contains(err.Error(), "may be left behind") {
			t.Errorf("error is %v, which doesn't say that a VM is left", err)
		}
	})
}
