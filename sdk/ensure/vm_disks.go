package ensure

import (
	"context"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

var diskAttachmentFields = fields{
	managed: []string{
		"ID", "Active", "Bootable", "Disk", "Interface", "PassDiscard", "ReadOnly",
		"UsesScsiReservation",
	},
	managedElsewhere: map[string]string{
		"Comment":     "use the Description of the disk",
		"Description": "use the Description of the disk",
		"LogicalName": "the guest reports it",
		"Name":        "use the Alias of the disk",
		"Vm":          "it is the VM to which the attachment belongs",
	},
}

// applyDisks creates and updates the disk attachments, and waits until all their disks are ok.
func (c *vmChildren) applyDisks(ctx context.Context, wanted []*types.DiskAttachment) error {
	present, err := c.presentDisks(ctx)
	if err != nil {
		return err
	}
	var locked []string
	for _, w := range wanted {
		at := slices.IndexFunc(present, func(a *types.DiskAttachment) bool { return sameDisk(a, w) })
		if at < 0 {
			added, err := c.addDisk(ctx, w)
			if err != nil {
				return err
			}
			if present = append(present, added); w.Disk.ID == nil {
				locked = append(locked, diskID(added))
			}
			continue
		}
		now, changed, err := c.changeDisk(ctx, present[at], w)
		if err != nil {
			return err
		}
		if present[at] = now; changed {
			locked = append(locked, diskID(now))
		}
	}
	for _, id := range locked {
		if planned(c.engine) {
			break
		}
		disk, err := wait.DiskOk(ctx, c.engine, id, c.wait...)
		if err != nil {
			return err
		}
		for i, a := range present {
			if diskID(a) == id {
				present[i] = new(*a)
				present[i].Disk = disk
			}
		}
	}
	if c.exclusive {
		if present, err = c.otherDisksDetached(ctx, present, wanted); err != nil {
			return err
		}
	}
	c.result.Object.DiskAttachments = present
	return nil
}

// presentDisks returns the disk attachments that the VM has, with their disks. A VM that a plan
// makes has those of its template.
func (c *vmChildren) presentDisks(ctx context.Context) ([]*types.DiskAttachment, error) {
	if c.given != nil && c.given.DiskAttachments != nil {
		unknown := func(a *types.DiskAttachment) bool { return a == nil || aliasOf(a.Disk) == "" }
		if !slices.ContainsFunc(c.given.DiskAttachments, unknown) {
			return slices.Clone(c.given.DiskAttachments), nil
		}
	}
	follow := rel.Follow(rel.DiskAttachmentDisk)
	params := &services.DiskAttachmentsListParams{Follow: follow}
	list, err := c.service().DiskAttachmentsService().List(ctx, params, c.call...)
	if err != nil {
		return nil, err
	}
	template, err := c.plannedTemplate(ctx)
	if template == "" || err != nil {
		return list, err
	}
	more, err := c.engine.SystemService().TemplatesService().TemplateService(template).
		DiskAttachmentsService().
		List(ctx, &services.TemplateDiskAttachmentsListParams{Follow: follow}, c.call...)
	return append(list, more...), err
}

func sameDisk(a, wanted *types.DiskAttachment) bool {
	if id := diskID(wanted); id != "" {
		return diskID(a) == id
	}
	return aliasOf(a.Disk) == aliasOf(wanted.Disk)
}

// addDisk attaches a disk, or makes one.
func (c *vmChildren) addDisk(
	ctx context.Context, wanted *types.DiskAttachment,
) (*types.DiskAttachment, error) {
	sent := new(*wanted)
	sent.Disk = &types.Disk{ID: new(diskID(wanted))}
	if diskID(wanted) == "" {
		sent.Disk = withAlias(wanted.Disk)
	}
	added, err := c.service().DiskAttachmentsService().Add(ctx, sent, nil, c.call...)
	if err != nil {
		return nil, fmt.Errorf("disk_attachments[%s]: %w", diskKey(wanted), err)
	}
	c.result.note("disk_attachments["+diskKey(wanted)+"]", changes(nil, sent)...)
	if planned(c.engine) {
		return sent, nil
	}
	return added, nil
}

// changeDisk changes an attachment and its disk, and reports whether it did: then the disk is locked
// until the change is seen, even if it is one of the attachment alone.
func (c *vmChildren) changeDisk(
	ctx context.Context, old, wanted *types.DiskAttachment,
) (now *types.DiskAttachment, changed bool, err error) {
	on := base{c.engine, "disk_attachments[" + diskKey(wanted) + "]", c.options}
	disk, err := c.unlockedDisk(ctx, old.Disk)
	if err != nil {
		return nil, false, wrap(on.op, err)
	}
	old = new(*old)
	old.Disk = disk
	rest := without(wanted, []string{"ID", "Disk"})
	change, err := smallestUpdate(ctx, on, &diskAttachmentFields, old, rest)
	if err != nil {
		return nil, false, err
	}
	diskChange, err := c.diskChange(ctx, on.op, old.Disk, wanted.Disk)
	if err != nil {
		return nil, false, wrap(on.op, err)
	}
	if change == nil && diskChange == nil {
		return old, false, nil
	}
	if change == nil {
		change = new(types.DiskAttachment)
	}
	change.Disk = diskChange
	now, err = c.service().DiskAttachmentsService().AttachmentService(diskID(old)).
		Update(ctx, change, nil, c.call...)
	if err != nil {
		return nil, false, wrap(on.op, err)
	}
	c.result.note(on.op, changes(old, change)...)
	if aliasOf(now.Disk) == "" || planned(c.engine) {
		now = new(*now)
		now.ID, now.Disk = old.ID, old.Disk
		object.Merge(now, change)
		now.Disk = new(*old.Disk)
		object.Merge(now.Disk, diskChange)
	}
	return now, true, nil
}

// unlockedDisk waits for a disk that is locked.
func (c *vmChildren) unlockedDisk(ctx context.Context, disk *types.Disk) (*types.Disk, error) {
	return newApplier(disks(c.engine, c.op, "", c.options)).idle(ctx, disk)
}

// diskChange returns the smallest update of the disk of an attachment.
func (c *vmChildren) diskChange(
	ctx context.Context, op string, old, wanted *types.Disk,
) (*types.Disk, error) {
	if wanted == nil || old == nil {
		return nil, nil
	}
	k := disks(c.engine, op, "", c.options)
	if err := checkManaged(op, wanted, k.fields()); err != nil {
		return nil, err
	}
	wanted, err := k.prepare(ctx, old, wanted)
	if err != nil {
		return nil, err
	}
	return smallestUpdate(ctx, k.base, k.fields(), old, wanted)
}

// otherDisksDetached detaches the disks that aren't wanted. One that is active in a running VM is
// deactivated first.
func (c *vmChildren) otherDisksDetached(
	ctx context.Context, present, wanted []*types.DiskAttachment,
) ([]*types.DiskAttachment, error) {
	var stay []*types.DiskAttachment
	for _, a := range present {
		if slices.ContainsFunc(wanted, func(w *types.DiskAttachment) bool { return sameDisk(a, w) }) {
			stay = append(stay, a)
			continue
		}
		if _, err := c.unlockedDisk(ctx, a.Disk); err != nil {
			return nil, err
		}
		s := c.service().DiskAttachmentsService().AttachmentService(diskID(a))
		if sdk.Value(a.Active) && c.vm.Status == types.VmStatusUp {
			inactive := &types.DiskAttachment{Active: new(false)}
			if _, err := s.Update(ctx, inactive, nil, c.call...); err != nil {
				return nil, err
			}
			if !planned(c.engine) {
				if _, err := wait.DiskOk(ctx, c.engine, diskID(a), c.wait...); err != nil {
					return nil, err
				}
			}
		}
		params := &services.DiskAttachmentRemoveParams{DetachOnly: new(true)}
		if err := s.Remove(ctx, params, c.call...); err != nil {
			return nil, err
		}
		c.result.note("disk_attachments["+diskKey(a)+"]", changes(a, nil)...)
	}
	return stay, nil
}
