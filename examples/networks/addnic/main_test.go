//go:build exampletest

package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
)

func TestNICIsAdded(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-web-1", "nic7", "ovirtmgmt"); err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`^nic7: virtio, ([0-9a-f]{2}:){5}[0-9a-f]{2}, on ovirtmgmt\n$`)
	if !want.MatchString(out.String()) {
		t.Errorf("output is %q", out.String())
	}

	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-1")
	if err != nil {
		t.Fatal(err)
	}
	nics, err := sdk.FollowAll(t.Context(), conn, vm, rel.VmNics)
	if err != nil {
		t.Fatal(err)
	}
	if len(nics) != 1 || sdk.Value(nics[0].Name) != "nic7" || nics[0].VnicProfile == nil {
		t.Fatalf("the VM has %d NICs, not nic7 with a profile", len(nics))
	}
	if !strings.Contains(out.String(), sdk.Value(nics[0].Mac.Address)) {
		t.Errorf("the NIC has the address %s, but the output is %q", sdk.Value(nics[0].Mac.Address), out.String())
	}
}

func TestUnknownProfileIsAnError(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "example-web-1", "nic7", "nowhere")
	if err == nil || err.Error() != `cluster Default has 0 networks with a vNIC profile "nowhere", not one` {
		t.Errorf("error is %v", err)
	}
}
