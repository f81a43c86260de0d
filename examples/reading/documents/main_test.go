//go:build exampletest

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/readers"
)

func TestVMIsKeptInBothFormats(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	dir := t.TempDir()
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-db-1", dir); err != nil {
		t.Fatal(err)
	}
	want := "example-db-1 read from XML, example-db-1 read from JSON, equal: true\nvm.xml holds a *types.Vm\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}

	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-db-1")
	if err != nil {
		t.Fatal(err)
	}
	for name, format := range map[string]readers.Format{"vm.xml": readers.XML, "vm.json": readers.JSON} {
		doc, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := readers.ReadBytes(doc, format, readers.Vm)
		if err != nil {
			t.Fatal(err)
		}
		// JSON knows dates as instants, without a zone.
		if diff := cmp.Diff(vm, kept, cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("%s differs from the engine's VM (-engine +file):\n%s", name, diff)
		}
	}
}
