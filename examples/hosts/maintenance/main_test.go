//go:build exampletest

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
)

func TestHostGoesIntoMaintenanceAndBack(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-host", "new memory"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("example-host: maintenance\nexample-host: up\n", out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
	host, err := find.ByName(t.Context(), conn.SystemService().HostsService().All, "example-host")
	if err != nil {
		t.Fatal(err)
	}
	if host.Status != "up" {
		t.Errorf("the host is %s", host.Status)
	}
}

func TestHostThatIsInMaintenanceIsAConflict(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	host, err := find.ByName(t.Context(), conn.SystemService().HostsService().All, "example-host")
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SystemService().HostsService().HostService(*host.ID).Deactivate(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), conn, new(strings.Builder), "example-host", "")
	if !errors.Is(err, sdk.ErrConflict) {
		t.Errorf("error is %v, not a conflict", err)
	}
}

func TestUnknownHostIsAnError(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), exampletest.Connect(t), new(strings.Builder), "nobody", "")
	if err == nil || err.Error() != `find.ByName: no host named "nobody"` {
		t.Errorf("error is %v", err)
	}
}
