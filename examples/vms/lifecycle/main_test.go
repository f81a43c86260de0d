//go:build exampletest

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/find"
)

func TestVMGoesThroughItsStates(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-web-1", time.Minute); err != nil {
		t.Fatal(err)
	}
	want := `
example-web-1 is up
example-web-1 is suspended
example-web-1 is up
example-web-1 is down
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-1")
	if err != nil {
		t.Fatal(err)
	}
	if vm.Status != "down" || vm.Host != nil {
		t.Errorf("the VM is %s, on a host: %t", vm.Status, vm.Host != nil)
	}
}

func TestPowerIsCutWhenPatienceEnds(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-web-1", time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	want := `
example-web-1 is up
example-web-1 is suspended
example-web-1 is up
example-web-1 does not shut down, cutting the power
example-web-1 is down
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}

func TestRunningVMIsLeftAlone(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-2")
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SystemService().VmsService().VmService(*vm.ID).Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), conn, new(strings.Builder), "example-web-2", time.Minute)
	if err == nil || !strings.HasSuffix(err.Error(), ", not down") {
		t.Errorf("error is %v, not that the VM isn't down", err)
	}
}
