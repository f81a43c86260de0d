package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// newDisk adds a disk in the first data domain, waits until it is ready, and has it removed later.
func (s *session) newDisk(ctx context.Context, disk *types.Disk) (string, error) {
	disks := s.conn.SystemService().DisksService()
	disk.StorageDomains = []*types.StorageDomain{object.Ref(s.site.domains[0])}
	made, err := disks.Add(ctx, disk, nil)
	if err != nil {
		return "", err
	}
	s.later("disk "+sdk.Value(disk.Name), s.removeDisk(*made.ID))
	_, err = wait.DiskOk(ctx, s.conn, *made.ID)
	return *made.ID, err
}

func (s *session) removeDisk(id string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.conn.SystemService().DisksService().DiskService(id).Remove(ctx, nil); err != nil {
			return err
		}
		return wait.DiskGone(ctx, s.conn, id)
	}
}

// disksArea is about disks on storage domains.
var disksArea = area{name: "disks", lacks: noStorage, checks: func(s *session) []check {
	root := s.conn.SystemService()
	vms := vmLife(s, "disks")
	var vm, disk, copied string
	disks := root.DisksService()
	attachments := func() *services.DiskAttachmentsService { return vms.at(vm).DiskAttachmentsService() }
	get := func(ctx context.Context) (*types.Disk, error) { return disks.DiskService(disk).Get(ctx, nil) }
	return slices.Concat([]check{
		{"a disk is added and becomes ready", func(ctx context.Context) (err error) {
			disk, err = s.newDisk(ctx, &types.Disk{
				Name: new(s.name("disk")), ProvisionedSize: new(sdk.GiB), Format: types.DiskFormatCow, Sparse: new(true),
			})
			return err
		}, true},
		{"it has its size and format", func(ctx context.Context) error {
			got, err := get(ctx)
			if err != nil {
				return err
			}
			return errors.Join(equal("size", sdk.Value(got.ProvisionedSize), sdk.GiB),
				equal("format", got.Format, types.DiskFormatCow))
		}, false},
		{"it is found by its alias", func(ctx context.Context) error {
			list, err := disks.List(ctx, &services.DisksListParams{Search: new("alias=" + s.name("disk"))})
			return count(list, err, 1)
		}, false},
		{"it is on its storage domain", func(ctx context.Context) error {
			domain := root.StorageDomainsService().StorageDomainService(*s.site.domains[0].ID)
			return among(domain.DisksService().All(ctx, nil), disk)
		}, false},
		{"a disk without a storage domain is refused", func(ctx context.Context) error {
			_, err := disks.Add(ctx, &types.Disk{
				Name: new(s.name("nowhere")), ProvisionedSize: new(sdk.GiB), Format: types.DiskFormatCow,
			}, nil)
			return rejected(err)
		}, false},
		{"a disk without a size is refused", func(ctx context.Context) error {
			_, err := disks.Add(ctx, &types.Disk{
				Name: new(s.name("sizeless")), Format: types.DiskFormatCow,
				StorageDomains: []*types.StorageDomain{object.Ref(s.site.domains[0])},
			}, nil)
			return rejected(err)
		}, false},
		{"a VM is prepared", vms.added(s, &vm).run, true},
		{"a disk is attached", func(ctx context.Context) error {
			if _, err := wait.VmDown(ctx, s.conn, vm); err != nil {
				return err
			}
			_, err := attachments().Add(ctx, &types.DiskAttachment{
				Disk: &types.Disk{ID: &disk}, Interface: types.DiskInterfaceVirtio,
				Active: new(true), Bootable: new(true),
			}, nil)
			return err
		}, true},
		{"it can't be attached twice", func(ctx context.Context) error {
			_, err := attachments().Add(ctx, &types.DiskAttachment{
				Disk: &types.Disk{ID: &disk}, Interface: types.DiskInterfaceVirtio, Active: new(true), Bootable: new(false),
			}, nil)
			return rejected(err)
		}, false},
		{"an attachment is changed", func(ctx context.Context) error {
			at := attachments().AttachmentService(disk)
			if _, err := at.Update(ctx, &types.DiskAttachment{Interface: types.DiskInterfaceVirtioScsi}, nil); err != nil {
				return err
			}
			got, err := at.Get(ctx, nil)
			if err != nil {
				return err
			}
			return errors.Join(equal("interface", got.Interface, types.DiskInterfaceVirtioScsi),
				equal("bootable", sdk.Value(got.Bootable), true))
		}, false},
		{"an attached disk grows", func(ctx context.Context) error {
			_, err := attachments().AttachmentService(disk).Update(ctx,
				&types.DiskAttachment{Disk: &types.Disk{ProvisionedSize: new(2 * sdk.GiB)}}, nil)
			if err != nil {
				return err
			}
			got, err := wait.DiskOk(ctx, s.conn, disk)
			if err != nil {
				return err
			}
			return equal("size", sdk.Value(got.ProvisionedSize), 2*sdk.GiB)
		}, false},
		{"a disk can't shrink", func(ctx context.Context) error {
			_, err := attachments().AttachmentService(disk).Update(ctx,
				&types.DiskAttachment{Disk: &types.Disk{ProvisionedSize: new(sdk.GiB)}}, nil)
			return rejected(err)
		}, false},
		{"a disk is renamed", func(ctx context.Context) error {
			if _, err := disks.DiskService(disk).Update(ctx, &types.Disk{Alias: new(s.name("renamed"))}, nil); err != nil {
				return err
			}
			got, err := wait.DiskOk(ctx, s.conn, disk)
			if err != nil {
				return err
			}
			return equal("alias", sdk.Value(got.Alias), s.name("renamed"))
		}, false},
		{"a disk is detached and kept", func(ctx context.Context) error {
			at := attachments().AttachmentService(disk)
			if err := at.Remove(ctx, &services.DiskAttachmentRemoveParams{DetachOnly: new(true)}); err != nil {
				return err
			}
			_, err := get(ctx)
			return err
		}, false},
		{"a disk is copied", func(ctx context.Context) error {
			name := s.name("copy")
			err := disks.DiskService(disk).Copy(ctx, &services.DiskCopyParams{
				Disk: &types.Disk{Name: &name}, StorageDomain: object.Ref(s.site.domains[0]),
			})
			if err != nil {
				return err
			}
			list, err := disks.List(ctx, &services.DisksListParams{Search: new("alias=" + name)})
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return equal("number of copies", len(list), 1)
			}
			copied = *list[0].ID
			s.later("disk "+name, s.removeDisk(copied))
			if _, err := wait.DiskOk(ctx, s.conn, copied); err != nil {
				return err
			}
			_, err = wait.DiskOk(ctx, s.conn, disk)
			return err
		}, false},
		{"a disk moves to another storage domain", func(ctx context.Context) error {
			if len(s.site.domains) < 2 {
				return skip{"there is only one data domain"}
			}
			to := s.site.domains[1]
			err := disks.DiskService(disk).Move(ctx, &services.DiskMoveParams{StorageDomain: object.Ref(to)})
			if err != nil {
				return err
			}
			got, err := wait.DiskOk(ctx, s.conn, disk)
			if err != nil {
				return err
			}
			return equal("storage domain", textOf(got.StorageDomains[0], "ID"), *to.ID)
		}, false},
		{"a disk is removed", func(ctx context.Context) error { return s.removeDisk(disk)(ctx) }, true},
		{"a disk that was removed is not found", func(ctx context.Context) error {
			_, err := get(ctx)
			return refused(err, sdk.ErrNotFound)
		}, false},
	}, vms.ends(&vm))
}}
