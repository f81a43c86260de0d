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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestTemplateIsMadeWithCopiesOfTheDisks(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-db-1", "golden"); err != nil {
		t.Fatal(err)
	}
	want := "Blank, version 0: Blank template\nexample-template, version 1: with a disk and a NIC\ngolden, version 1: made from example-db-1\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}

	templates, err := conn.SystemService().TemplatesService().List(t.Context(), &services.TemplatesListParams{
		Search: new("name=golden"),
		Follow: rel.Follow(rel.TemplateDiskAttachments),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(templates) != 1 || len(templates[0].DiskAttachments) != 1 || sdk.Value(templates[0].Memory) != 4<<30 {
		t.Fatalf("there are %d templates of that name, or not with the VM's memory and disk", len(templates))
	}
	vms, err := sdk.FollowAll(t.Context(), conn, &types.Template{Href: templates[0].Href}, rel.TemplateDiskAttachments)
	if err != nil || len(vms) != 1 {
		t.Errorf("the template's disks: %d, %v", len(vms), err)
	}
}

func TestRunningVMIsRefused(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SystemService().VmsService().VmService(*vm.ID).Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), conn, new(strings.Builder), "example-web-1", "golden")
	if !errors.Is(err, sdk.ErrConflict) {
		t.Errorf("error is %v, not a conflict", err)
	}
}
