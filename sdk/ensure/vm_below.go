package ensure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// below ensures what is below a VM.
type below struct {
	engine   sdk.Engine
	op       string
	o        *options
	vm       *types.Vm
	given    *types.Vm       // given is the VM as the caller knows it, or nil
	template *types.Template // template is that which is wanted
	result   *Result[types.Vm]
	profiles []*types.VnicProfile // profiles are all of the engine, once they were read
}

func (b *below) service() *services.VmService {
	return b.engine.SystemService().VmsService().VmService(idOf(b.vm))
}

// bring ensures the NICs and the disks, and puts them into the VM of the result.
func (b *below) bring(ctx context.Context, wanted *types.Vm) error {
	if wanted.Nics == nil && wanted.DiskAttachments == nil {
		return nil
	}
	b.result.Object = new(*b.result.Object)
	if wanted.Nics != nil {
		if err := b.nics(ctx, wanted.Nics); err != nil {
			return err
		}
	}
	if wanted.DiskAttachments != nil {
		return b.disks(ctx, wanted.DiskAttachments)
	}
	return nil
}

// nics ensures the NICs.
func (b *below) nics(ctx context.Context, wanted []*types.Nic) error {
	present, err := b.presentNics(ctx)
	if err != nil {
		return err
	}
	all := b.service().NicsService()
	for _, w := range wanted {
		name := nameOf(w)
		at := -1
		for i, nic := range present {
			if nameOf(nic) == name {
				at = i
			}
		}
		k := &kind[types.Nic]{
			engine: b.engine, op: "nics[" + name + "]", options: b.o,
			prepare: func(ctx context.Context, _, wanted *types.Nic) (*types.Nic, error) { return b.withProfile(ctx, wanted) },
			find: func(ctx context.Context, _ sdk.Engine) (*types.Nic, error) {
				return find.One(where(all.All(ctx, nil, b.o.call...), func(v *types.Nic) (bool, error) {
					return nameOf(v) == name, nil
				}))
			},
			add: func(ctx context.Context, v *types.Nic) (*types.Nic, error) { return all.Add(ctx, v, nil, b.o.call...) },
			update: func(ctx context.Context, id string, change, _ *types.Nic) (*types.Nic, error) {
				return all.NicService(id).Update(ctx, change, nil, b.o.call...)
			},
			rules: rules{same: map[string]func(old, wanted any) bool{"Mac.Address": sameFold}},
		}
		if err := k.refuse(w); err != nil {
			return err
		}
		var old *types.Nic
		if at >= 0 {
			old = present[at]
		}
		r, err := k.bring(ctx, old, w)
		b.result.note(k.op, r.Changes...)
		if err != nil {
			return b.withNetworkHint(ctx, w, err)
		}
		if at >= 0 {
			present[at] = r.Object
		} else {
			present = append(present, r.Object)
		}
	}
	if b.o.exclusive {
		if present, err = b.otherNicsAbsent(ctx, present, wanted); err != nil {
			return err
		}
	}
	b.result.Object.Nics = present
	return nil
}

// presentNics returns the NICs that the VM has. A VM that a plan makes has those of its template.
func (b *below) presentNics(ctx context.Context) ([]*types.Nic, error) {
	if b.given != nil && b.given.Nics != nil {
		return slices.Clone(b.given.Nics), nil
	}
	list, err := b.service().NicsService().List(ctx, nil, b.o.call...)
	if err != nil {
		return nil, err
	}
	template, err := b.planned(ctx)
	if template == "" || err != nil {
		return list, err
	}
	more, err := b.engine.SystemService().TemplatesService().TemplateService(template).NicsService().List(ctx, nil, b.o.call...)
	return append(list, more...), err
}

// planned returns the id of the template of a VM that a plan makes; it is empty otherwise.
func (b *below) planned(ctx context.Context) (string, error) {
	p, ok := b.engine.(*Plan)
	if !ok || !p.makes("/vms/"+idOf(b.vm)) || b.template == nil {
		return "", nil
	}
	if id := idOf(b.template); id != "" {
		return id, nil
	}
	t, err := lookup(ctx, b.engine, func(ctx context.Context, engine sdk.Engine) (*types.Template, error) {
		return findTemplate(ctx, engine, b.template, b.o)
	})
	return idOf(t), err
}

// otherNicsAbsent removes the NICs that aren't wanted. One that is plugged into a running VM is unplugged first.
func (b *below) otherNicsAbsent(ctx context.Context, present, wanted []*types.Nic) ([]*types.Nic, error) {
	var stay []*types.Nic
	for _, nic := range present {
		if slices.ContainsFunc(wanted, func(w *types.Nic) bool { return nameOf(w) == nameOf(nic) }) {
			stay = append(stay, nic)
			continue
		}
		s := b.service().NicsService().NicService(idOf(nic))
		if sdk.Value(nic.Plugged) && b.vm.Status == types.VmStatusUp {
			if err := s.Deactivate(ctx, nil, b.o.call...); err != nil {
				return nil, err
			}
		}
		if err := s.Remove(ctx, nil, b.o.call...); err != nil {
			return nil, err
		}
		b.result.note("nics["+nameOf(nic)+"]", changes(nic, nil)...)
	}
	return stay, nil
}

// sameFold compares texts without regard to capitals.
func sameFold(old, wanted any) bool { return strings.EqualFold(*old.(*string), *wanted.(*string)) }

// withProfile returns a NIC whose vNIC profile is given by id, for engines pass over names.
func (b *below) withProfile(ctx context.Context, nic *types.Nic) (*types.Nic, error) {
	if nic.VnicProfile == nil || idOf(nic.VnicProfile) != "" || nameOf(nic.VnicProfile) == "" {
		return nic, nil
	}
	id, err := b.profile(ctx, nic.VnicProfile)
	if err != nil {
		return nil, err
	}
	out := new(*nic)
	out.VnicProfile = &types.VnicProfile{ID: &id}
	return out, nil
}

// profile finds a vNIC profile by name: of the network that is said, or the only one, or the only one in the VM's data center.
func (b *below) profile(ctx context.Context, ref *types.VnicProfile) (string, error) {
	if b.profiles == nil {
		list, err := b.engine.SystemService().VnicProfilesService().List(ctx, nil, b.o.call...)
		if err != nil {
			return "", err
		}
		if p, ok := b.engine.(*Plan); ok {
			more, err := made{p}.SystemService().VnicProfilesService().List(ctx, nil)
			if err != nil {
				return "", err
			}
			list = append(list, more...)
		}
		b.profiles = list
	}
	var found []*types.VnicProfile
	for _, p := range b.profiles {
		if nameOf(p) == nameOf(ref) {
			found = append(found, p)
		}
	}
	if len(found) > 0 && ref.Network != nil {
		network, err := referNetwork(ctx, b.engine, ref.Network, b.o)
		if err != nil {
			return "", err
		}
		found = slices.DeleteFunc(found, func(p *types.VnicProfile) bool { return idOf(p.Network) != idOf(network) })
	}
	if len(found) > 1 && b.vm.Cluster != nil {
		networks, err := b.networks(ctx)
		if err != nil {
			return "", err
		}
		found = slices.DeleteFunc(found, func(p *types.VnicProfile) bool { return !slices.Contains(networks, idOf(p.Network)) })
	}
	v, err := one("vnic_profile", nameOf(ref), func(yield func(*types.VnicProfile, error) bool) {
		for _, p := range found {
			if !yield(p, nil) {
				return
			}
		}
	})
	return idOf(v), err
}

// networks returns the ids of the networks of the VM's data center.
func (b *below) networks(ctx context.Context) ([]string, error) {
	cluster, err := referCluster(ctx, b.engine, b.vm.Cluster, b.o)
	if err != nil {
		return nil, err
	}
	if cluster.DataCenter == nil {
		if cluster, err = b.engine.SystemService().ClustersService().ClusterService(idOf(cluster)).Get(ctx, nil, b.o.call...); err != nil {
			return nil, err
		}
	}
	if cluster.DataCenter == nil {
		return nil, nil
	}
	list, err := b.engine.SystemService().DataCentersService().DataCenterService(idOf(cluster.DataCenter)).NetworksService().List(ctx, nil, b.o.call...)
	var ids []string
	for _, n := range list {
		ids = append(ids, idOf(n))
	}
	return ids, err
}

// disks ensures the disk attachments, and waits until all their disks are ok.
func (b *below) disks(ctx context.Context, wanted []*types.DiskAttachment) error {
	present, err := b.presentDisks(ctx)
	if err != nil {
		return err
	}
	var locked []string
	for _, w := range wanted {
		at := slices.IndexFunc(present, func(a *types.DiskAttachment) bool { return sameDisk(a, w) })
		if at < 0 {
			added, err := b.addDisk(ctx, w)
			if err != nil {
				return err
			}
			if present = append(present, added); w.Disk.ID == nil {
				locked = append(locked, diskID(added))
			}
			continue
		}
		now, grown, err := b.changeDisk(ctx, present[at], w)
		if err != nil {
			return err
		}
		if present[at] = now; grown {
			locked = append(locked, diskID(now))
		}
	}
	for _, id := range locked {
		if planned(b.engine) {
			break
		}
		disk, err := wait.DiskOk(ctx, b.engine, id, b.o.wait...)
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
	if b.o.exclusive {
		if present, err = b.otherDisksDetached(ctx, present, wanted); err != nil {
			return err
		}
	}
	b.result.Object.DiskAttachments = present
	return nil
}

// presentDisks returns the disk attachments that the VM has, with their disks. A VM that a plan makes has those of its template.
func (b *below) presentDisks(ctx context.Context) ([]*types.DiskAttachment, error) {
	if b.given != nil && b.given.DiskAttachments != nil && !slices.ContainsFunc(b.given.DiskAttachments, func(a *types.DiskAttachment) bool {
		return a == nil || aliasOf(a.Disk) == ""
	}) {
		return slices.Clone(b.given.DiskAttachments), nil
	}
	follow := rel.Follow(rel.DiskAttachmentDisk)
	list, err := b.service().DiskAttachmentsService().List(ctx, &services.DiskAttachmentsListParams{Follow: follow}, b.o.call...)
	if err != nil {
		return nil, err
	}
	template, err := b.planned(ctx)
	if template == "" || err != nil {
		return list, err
	}
	more, err := b.engine.SystemService().TemplatesService().TemplateService(template).DiskAttachmentsService().
		List(ctx, &services.TemplateDiskAttachmentsListParams{Follow: follow}, b.o.call...)
	return append(list, more...), err
}

func sameDisk(a, wanted *types.DiskAttachment) bool {
	if id := diskID(wanted); id != "" {
		return diskID(a) == id
	}
	return aliasOf(a.Disk) == aliasOf(wanted.Disk)
}

// addDisk attaches a disk, or makes one.
func (b *below) addDisk(ctx context.Context, wanted *types.DiskAttachment) (*types.DiskAttachment, error) {
	sent := new(*wanted)
	sent.Disk = &types.Disk{ID: new(diskID(wanted))}
	if diskID(wanted) == "" {
		sent.Disk = withAlias(wanted.Disk)
	}
	added, err := b.service().DiskAttachmentsService().Add(ctx, sent, nil, b.o.call...)
	if err != nil {
		return nil, fmt.Errorf("disk_attachments[%s]: %w", diskKey(wanted), err)
	}
	b.result.note("disk_attachments["+diskKey(wanted)+"]", changes(nil, sent)...)
	if planned(b.engine) {
		return sent, nil
	}
	return added, nil
}

// changeDisk changes an attachment and its disk, and reports whether the disk has to be waited for.
func (b *below) changeDisk(ctx context.Context, old, wanted *types.DiskAttachment) (now *types.DiskAttachment, changed bool, err error) {
	k := &kind[types.DiskAttachment]{
		engine: b.engine, op: "disk_attachments[" + diskKey(wanted) + "]", options: b.o,
		update: func(ctx context.Context, id string, change, _ *types.DiskAttachment) (*types.DiskAttachment, error) {
			return b.service().DiskAttachmentsService().AttachmentService(id).Update(ctx, change, nil, b.o.call...)
		},
	}
	disk, err := b.settledDisk(ctx, old.Disk)
	if err != nil {
		return nil, false, wrap(k.op, err)
	}
	old = new(*old)
	old.Disk = disk
	change, err := k.change(ctx, old, without(wanted, []string{"ID", "Disk"}))
	if err != nil {
		return nil, false, err
	}
	diskChange, err := b.diskChange(ctx, k.op, old.Disk, wanted.Disk)
	if err != nil {
		return nil, false, wrap(k.op, err)
	}
	if change == nil && diskChange == nil {
		return old, false, nil
	}
	if change == nil {
		change = new(types.DiskAttachment)
	}
	change.Disk = diskChange
	now, err = k.update(ctx, diskID(old), change, nil)
	if err != nil {
		return nil, false, wrap(k.op, err)
	}
	b.result.note(k.op, changes(old, change)...)
	if aliasOf(now.Disk) == "" || planned(b.engine) {
		now = new(*now)
		now.ID, now.Disk = old.ID, old.Disk
		object.Merge(now, change)
		now.Disk = new(*old.Disk)
		object.Merge(now.Disk, diskChange)
	}
	return now, diskChange != nil, nil
}

// settledDisk waits for a disk that is locked.
func (b *below) settledDisk(ctx context.Context, disk *types.Disk) (*types.Disk, error) {
	k := disks(b.engine, b.op, "", b.o)
	return k.settled(ctx, disk)
}

// diskChange returns the smallest update of the disk of an attachment.
func (b *below) diskChange(ctx context.Context, op string, old, wanted *types.Disk) (*types.Disk, error) {
	if wanted == nil || old == nil {
		return nil, nil
	}
	k := disks(b.engine, op, "", b.o)
	if err := k.refuse(wanted); err != nil {
		return nil, err
	}
	wanted, err := k.prepare(ctx, old, wanted)
	if err != nil {
		return nil, err
	}
	return k.change(ctx, old, wanted)
}

// otherDisksDetached detaches the disks that aren't wanted. One that is active in a running VM is deactivated first.
func (b *below) otherDisksDetached(ctx context.Context, present, wanted []*types.DiskAttachment) ([]*types.DiskAttachment, error) {
	var stay []*types.DiskAttachment
	for _, a := range present {
		if slices.ContainsFunc(wanted, func(w *types.DiskAttachment) bool { return sameDisk(a, w) }) {
			stay = append(stay, a)
			continue
		}
		s := b.service().DiskAttachmentsService().AttachmentService(diskID(a))
		if sdk.Value(a.Active) && b.vm.Status == types.VmStatusUp {
			if _, err := s.Update(ctx, &types.DiskAttachment{Active: new(false)}, nil, b.o.call...); err != nil {
				return nil, err
			}
		}
		if err := s.Remove(ctx, &services.DiskAttachmentRemoveParams{DetachOnly: new(true)}, b.o.call...); err != nil {
			return nil, err
		}
		b.result.note("disk_attachments["+diskKey(a)+"]", changes(a, nil)...)
	}
	return stay, nil
}
