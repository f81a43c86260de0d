//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
)

func TestDiskIsMadeAndAttached(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-web-1", "data", "data-001", 7); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("example-web-1-disk: 20 GiB, ok, by virtio_scsi\ndata: 7 GiB, ok, by virtio_scsi\n", out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}

	vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-1")
	if err != nil {
		t.Fatal(err)
	}
	attachments, err := sdk.FollowAll(t.Context(), conn, vm, rel.VmDiskAttachments)
	if err != nil {
		t.Fatal(err)
	}
	if len(attachments) != 2 {
		t.Fatalf("the VM has %d disks, not two", len(attachments))
	}
	added := attachments[1]
	disk, err := conn.SystemService().DisksService().DiskService(*added.ID).Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if sdk.Value(disk.Name) != "data" || sdk.Value(disk.ProvisionedSize) != 7<<30 || disk.Format != "cow" {
		t.Errorf("the disk is %s of %d bytes, %s", sdk.Value(disk.Name), sdk.Value(disk.ProvisionedSize), disk.Format)
	}
	if !sdk.Value(added.Active) || sdk.Value(added.Bootable) {
		t.Errorf("the attachment is active %t, bootable %t", sdk.Value(added.Active), sdk.Value(added.Bootable))
	}
}

func TestUnknownNamesAreErrors(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	for _, tt := range []struct{ name, vm, storage, want string }{
		{"no such VM", "nobody", "data-001", `find.ByName: no VM named "nobody"`},
		{"quotes in the name", `no"body`, "data-001", `find.ByName: no VM named "no\"body"`},
		{"no such storage domain", "example-web-1", "nowhere", `find.ByName: no storage domain named "nowhere"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), conn, new(strings.Builder), tt.vm, "data", tt.storage, 1)
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, not %s", err, tt.want)
			}
		})
	}
}
