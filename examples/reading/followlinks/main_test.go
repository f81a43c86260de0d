//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
)

func TestAllWaysLeadToTheSame(t *testing.T) {
	t.Parallel()
	conn, engine := exampletest.Engine(t)
	before := engine.Stats().Requests
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-db-1"); err != nil {
		t.Fatal(err)
	}
	want := `
along the links, a request each:
  cluster Default
  nic nic1
  disk example-db-1-disk
all in one answer:
  cluster Default
  nic nic1
  disk example-db-1-disk
by the services:
  1 nics
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
	// One to find the VM, four along the links, one for all, one by the services.
	if n := engine.Stats().Requests - before; n != 7 {
		t.Errorf("%d requests, not 7", n)
	}
}
