package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// devices are the members of VMs, templates and instance types that the engine shows with
// all_content alone, and then always, save a random number generator that there isn't: doPopulate
// of their resources. The values are those that a machine has of which nobody said anything, as
// recorded.
var devices = []struct {
	name  string
	shown string
	value bool
}{
	{"console", "console.enabled", false},
	{"virtio_scsi", "virtio_scsi.enabled", true},
	{"soundcard_enabled", "soundcard_enabled", true},
	{"tpm_enabled", "tpm_enabled", false},
	{"rng_device", "", false},
}

// stars stand for a password that is kept: InitializationMapper.
const stars = "******"

// hiddenDevices are their names.
var hiddenDevices = func() map[string]bool {
	names := make(map[string]bool)
	for _, d := range devices {
		names[d.name] = true
	}
	return names
}()

// machineShown shows a VM, template or instance type: its devices with all_content alone, and no
// password.
func machineShown(v *document.View, q world.Query) {
	v.Object = initializationShown(v.Object)
	if !q.Bool("all_content", false) {
		v.Hidden = hiddenDevices
		return
	}
	v.Object = v.Object.Clone()
	for _, d := range devices {
		if d.shown != "" {
			v.Object.Default(d.shown, d.value)
		}
	}
}

// HideDevices leaves out the devices of a machine where no resource of its own shows it.
func HideDevices(v *document.View) {
	switch v.Object.Type.Name {
	case names.Vm, names.Template, names.InstanceType, names.Snapshot:
		v.Hidden = hiddenDevices
	}
}

// initializationShown returns a machine whose initialization is complete, as InitializationMapper
// shows it, and hides the password.
func initializationShown(o *store.Object) *store.Object {
	init := o.Part(names.Initialization)
	if init == nil || onlyConfiguration(init) {
		return o
	}
	init = init.Clone()
	if init.Has(names.RootPassword) {
		init.Set(names.RootPassword, stars)
	}
	init.Default(names.RegenerateSshKeys, false)
	nics := []*store.Object{}
	for _, nic := range init.List(names.NicConfigurations) {
		nic = nic.Clone()
		nic.Default(names.Ipv6BootProtocol, "none")
		for _, name := range [...]string{names.Ip, names.Ipv6} {
			if m := nic.Type.Member(name); m != nil && !nic.Has(name) {
				nic.Put(m, store.New(m.Type))
			}
		}
		nics = append(nics, nic)
	}
	init.Set(names.NicConfigurations, nics)
	o = o.Clone()
	o.Set(names.Initialization, init)
	return o
}

// onlyConfiguration reports whether an initialization has nothing but the configuration of the VM.
func onlyConfiguration(init *store.Object) bool {
	rest := init.Clone()
	rest.Set(names.Configuration, nil)
	return rest.Empty()
}

// showTemplate shows a template. Blank has no sound card, and alone the engine shows a sound card
// the wrong way round: BackendTemplateResource.doPopulate, and recorded.
func showTemplate(_ *store.Place, v *document.View, q world.Query) {
	has := v.Object.True(names.SoundcardEnabled) || !v.Object.Has(names.SoundcardEnabled) &&
		v.Object.ID() != world.BlankID
	machineShown(v, q)
	if q.Bool("all_content", false) {
		v.Object.Set(names.SoundcardEnabled, has == q.Bool(world.Listed, false))
	}
}

// showPool shows a pool with the first of its VMs: without what that belongs to, and without the
// addresses of what it refers to.
func (ms *Machines) showPool(_ *store.Place, v *document.View, q world.Query) {
	world.Hide(v, names.Vm)
	vms := ms.w.Referring(names.Vm, names.VmPool, v.Object.ID())
	if len(vms) == 0 {
		return
	}
	first := vms[0].Object()
	o := ms.plain(first).Clone()
	for _, member := range [...]string{"large_icon", names.OriginalTemplate, names.Template} {
		o.Set(member, nil)
		if ref := first.Part(member); ref.ID() != "" && (member != names.Template || q.Bool("all_content", false)) {
			o.Set(member, store.NewRef(ref.Type, "", ref.ID()))
		}
	}
	for _, member := range [...]string{
		names.Cluster, names.CpuProfile, "small_icon", names.VmPool, names.Host, names.Quota, names.InstanceType,
	} {
		o.Set(member, nil)
	}
	if !q.Bool("all_content", false) {
		o.Set(names.RngDevice, nil)
	}
	o.Path = vms[0].Path
	o.Set(names.ID, first.ID())
	vm := document.View{Object: o}
	machineShown(&vm, q)
	vm.Object.Path = o.Path
	v.Object.Set(names.Vm, vm.Object)
}
