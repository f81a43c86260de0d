package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Vm creates or updates a VM, which is found by its name, with its NICs and disks, so that it
// matches wanted, and waits until the engine is done with it and its disks:
//
//	r, err := ensure.Vm(ctx, conn, &types.Vm{
//		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")},
//		Template: &types.Template{Name: new("el9")}, Memory: new(int64(4 << 30)),
//		Nics: []*types.Nic{
//			{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}},
//		},
//		DiskAttachments: []*types.DiskAttachment{
//			{Interface: types.DiskInterfaceVirtioScsi, Disk: &types.Disk{Alias: new("data"), ... }},
//		},
//		Status: types.VmStatusUp,
//	})
//
// It manages Name, Description, Comment, AutoPinningPolicy, Bios, Cluster, Console, Cpu,
// CpuPinningPolicy, CpuProfile, CpuShares, CustomCompatibilityVersion, CustomCpuModel,
// CustomEmulatedMachine, CustomProperties, DeleteProtected, DiskAttachments, Display,
// ExternalHostProvider, HighAvailability, Initialization, InstanceType, Io, LargeIcon, Lease,
// Memory, MemoryPolicy, Migration, MigrationDowntime, MultiQueuesEnabled, Nics, NumaTuneMode,
// OriginalTemplate, Os, Payloads, PlacementPolicy, Quota, RngDevice, SerialNumber, SmallIcon,
// Snapshots, SoundcardEnabled, Sso, StartPaused, Stateless, Status, StorageDomain,
// StorageErrorResumeBehaviour, Template, TimeZone, TpmEnabled, TunnelMigration, Type, Usb,
// UseLatestTemplateVersion, VirtioScsi, VirtioScsiMultiQueues and VirtioScsiMultiQueuesEnabled.
// Another field that is set is an error that says what to use instead.
//
// Each of Nics is ensured by its name, and each of DiskAttachments by the ID or, within the VM, the
// alias of its disk; others stay, unless [Exclusive] is given. A disk with an ID is attached, one
// with an alias alone is created if the VM has none such. vNIC profiles may be given by name:
// within the network that is wanted, or else the data center of the VM's cluster. The network must
// be attached to that cluster, which [Network] does. With a Status the VM is brought into that
// last, as by [VmState].
//
// A VM that runs may take changes only with its next start. They count as changed when they are
// asked for, and not again: what is wanted is compared with the configuration of the next run,
// which costs a request if there is one. The object then is the VM as it runs, and its
// NextRunConfigurationExists is true. Console, RngDevice, SoundcardEnabled, TpmEnabled and
// VirtioScsi cost a request too: engines show them with all_content only.
//
// Memory is sent as it is wanted: the engine refuses more than the present MemoryPolicy.Max, and
// less than MemoryPolicy.Guaranteed, if they aren't wanted along with it. An empty Initialization,
// Lease, RngDevice or InstanceType removes what the VM has, an empty PlacementPolicy unpins it, and
// an empty Quota leaves the choice to the engine, which always makes one. A new VM without a random
// number generator takes a second request: engines copy the one of the template.
//
// Initialization is sent whole if anything of it differs. Its root password can't be compared:
// engines show that there is one, not which. Password, stored configuration, payloads and icons
// count when a VM is created, and the password along with other changes of Initialization.
// Snapshots, StorageDomain and UseLatestTemplateVersion count when a VM is created, too. The
// template can't be changed, and is as wanted too if the VM was cloned from it.
func Vm(
	ctx context.Context, engine sdk.Engine, wanted *types.Vm, opts ...Option,
) (Result[types.Vm], error) {
	const op = "ensure.Vm"
	o := apply(opts)
	if err := checkVm(op, wanted); err != nil {
		return Result[types.Vm]{}, err
	}
	r, err := present(ctx, vms(engine, op, nameOf(wanted), o), wanted)
	if err != nil {
		return r, err
	}
	c := &vmChildren{base: base{engine, op, o}, vm: r.Object, template: wanted.Template, result: &r}
	if given, ok := o.current.(*types.Vm); ok && given != nil {
		c.given = given
	}
	if err := c.apply(ctx, wanted); err != nil || wanted.Status == "" {
		return r, wrap(op, err)
	}
	s, err := vmState(ctx, engine, r.Object, wanted.Status, o)
	now := new(*s.Object) // A poller may have given it to others too.
	now.Nics, now.DiskAttachments = r.Object.Nics, r.Object.DiskAttachments
	r.Object = now
	r.note("", s.Changes...)
	r.Changed = r.Changed || s.Changed
	return r, wrap(op, err)
}

// VmAbsent removes the VM of that name. One that runs is stopped first, without asking its guest.
// Its disks are removed too, unless [KeepDisks] is given; the engine may be at work on them for a
// moment after the VM is gone. It refuses to remove a VM with delete protection.
func VmAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Vm], error) {
	return absent(ctx, vms(engine, "ensure.VmAbsent", name, apply(opts)))
}

// vmKind is the kind of VMs, which are found by name.
type vmKind struct {
	defaults[types.Vm]
	name string
}

func vms(engine sdk.Engine, op, name string, o *options) vmKind {
	on := base{engine, op, o}
	return vmKind{defaults: defaults[types.Vm]{on}, name: name}
}

func (vmKind) fields() *fields { return &vmFields }

func (k vmKind) service() *services.VmsService {
	return k.engine.SystemService().VmsService()
}

func (k vmKind) find(ctx context.Context, engine sdk.Engine) (*types.Vm, error) {
	return find.ByName(ctx, engine.SystemService().VmsService().All, k.name, k.call...)
}

func (k vmKind) prepare(ctx context.Context, old, wanted *types.Vm) (*types.Vm, error) {
	if old == nil || wanted.Template == nil {
		return wanted, nil
	}
	is, err := sameTemplate(ctx, k.engine, old, wanted.Template, k.options)
	if is {
		wanted = without(wanted, []string{"Template"})
	}
	return wanted, err
}

// forComparison reads the configuration of the next run, if there is one.
func (k vmKind) forComparison(
	ctx context.Context, now *types.Vm, allContent bool,
) (*types.Vm, error) {
	nextRun := sdk.Value(now.NextRunConfigurationExists)
	if !nextRun && !allContent {
		return now, nil
	}
	params, opts := new(services.VmGetParams), k.call
	if nextRun {
		params.NextRun = new(true)
	}
	if allContent {
		opts = withAllContent(opts)
	}
	return k.service().VmService(idOf(now)).Get(ctx, params, opts...)
}

func (vmKind) addKeeps(wanted *types.Vm) bool { return isNoGenerator(wanted.RngDevice) }

func (vmKind) complete(change, wanted *types.Vm) {
	change.Initialization = wholeInitialization(change.Initialization, wanted.Initialization)
}

func (k vmKind) add(ctx context.Context, v *types.Vm) (*types.Vm, error) {
	var params *services.VmsAddParams
	if k.clone {
		params = &services.VmsAddParams{Clone: new(true)}
	}
	return k.service().Add(ctx, v, params, k.call...)
}

func (k vmKind) update(ctx context.Context, id string, change, _ *types.Vm) (*types.Vm, error) {
	return k.service().VmService(id).Update(ctx, change, nil, k.call...)
}

func (k vmKind) remove(ctx context.Context, old *types.Vm) error {
	force := new(*k.options)
	force.force = true
	if _, err := vmState(ctx, k.engine, old, types.VmStatusDown, force); err != nil {
		return err
	}
	var params *services.VmRemoveParams
	if k.keepDisks {
		params = &services.VmRemoveParams{DetachOnly: new(true)}
	}
	return k.service().VmService(idOf(old)).Remove(ctx, params, k.call...)
}

func (vmKind) busy(v *types.Vm) bool { return v.Status == types.VmStatusImageLocked }

func (k vmKind) waitIdle(ctx context.Context, id string) (*types.Vm, error) {
	return wait.VmUnlocked(ctx, k.engine, id, k.wait...)
}

func (k vmKind) waitGone(ctx context.Context, id string) error {
	return wait.VmGone(ctx, k.engine, id, k.wait...)
}

// wholeInitialization returns all that is wanted of an initialization if anything of it changes, so
// that a password goes with it.
func wholeInitialization(change, wanted *types.Initialization) *types.Initialization {
	if change == nil {
		return nil
	}
	return wanted
}

// sameMiB compares amounts of memory, which engines cut to whole MiB.
func sameMiB(old, wanted any) bool { return *old.(*int64)>>20 == *wanted.(*int64)>>20 }

// sameTemplate reports whether a VM is of a template, or was cloned from it.
func sameTemplate(
	ctx context.Context, engine sdk.Engine, vm *types.Vm, wanted *types.Template, o *options,
) (bool, error) {
	for _, t := range []*types.Template{vm.Template, vm.OriginalTemplate} {
		switch {
		case t == nil:
		case idOf(wanted) != "":
			if idOf(t) == idOf(wanted) {
				return true, nil
			}
		default:
			name := nameOf(t)
			if name == "" {
				var err error
				if name, err = nameByID(ctx, engine, t, idOf(t), o.call); err != nil {
					return false, err
				}
			}
			if name == nameOf(wanted) {
				return true, nil
			}
			if idOf(vm.OriginalTemplate) == idOf(t) {
				return false, nil
			}
		}
	}
	return false, nil
}

// checkVm finds what can't be told apart below a wanted VM.
func checkVm(op string, wanted *types.Vm) error {
	if wanted == nil {
		return mistake(op, "what is wanted is nil")
	}
	names := make(map[string]bool)
	for i, nic := range wanted.Nics {
		switch name := nameOf(nic); {
		case name == "":
			return mistake(op, "nics[%d] has no name", i)
		case names[name]:
			return mistake(op, "nics[%d]: the name %s is wanted twice", i, name)
		default:
			names[name] = true
		}
		if list := nicFields.unmanagedIn(nic, "nics["+nameOf(nic)+"]."); list != "" {
			return mistake(op, "%s", list)
		}
	}
	keys := make(map[string]bool)
	for i, a := range wanted.DiskAttachments {
		switch key := diskKey(a); {
		case key == "":
			return mistake(op, "disk_attachments[%d] has no disk with an id or an alias", i)
		case keys[key]:
			return mistake(op, "disk_attachments[%d]: the disk %s is wanted twice", i, key)
		default:
			keys[key] = true
		}
		path := "disk_attachments[" + diskKey(a) + "]."
		list := diskAttachmentFields.unmanagedIn(a, path)
		if list == "" && a.Disk != nil {
			list = diskFields.unmanagedIn(a.Disk, path+"disk.")
		}
		if list != "" {
			return mistake(op, "%s", list)
		}
	}
	return nil
}

// diskKey tells the disk of an attachment apart: by its id, or else by its alias.
func diskKey(a *types.DiskAttachment) string {
	if id := diskID(a); id != "" {
		return id
	}
	if a == nil {
		return ""
	}
	return aliasOf(a.Disk)
}

// diskID returns the id of the disk of an attachment, which is that of the attachment too.
func diskID(a *types.DiskAttachment) string {
	switch {
	case a == nil:
		return ""
	case idOf(a.Disk) != "":
		return idOf(a.Disk)
	}
	return idOf(a)
}
