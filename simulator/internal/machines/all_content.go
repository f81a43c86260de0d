package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
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
	case "vm", "template", "instance_type", "snapshot":
		v.Hidden = hiddenDevices
	}
}

// initializationShown returns a machine whose initialization is complete, as InitializationMapper
// shows it, and hides the password.
func initializationShown(o *store.Object) *store.Object {
	init := o.Part("initialization")
	if init == nil || onlyConfiguration(init) {
		return o
	}
	init = init.Clone()
	if init.Has("root_password") {
		init.Set("root_password", stars)
	}
	init.Default("regenerate_ssh_keys", false)
	nics := []*store.Object{}
	for _, nic := range init.List("nic_configurations") {
		nic = nic.Clone()
		for _, name := range [...]string{"ip", "ipv6"} {
			if m := nic.Type.Member(name); m != nil && !nic.Has(name) {
				nic.Put(m, store.New(m.Type))
			}
		}
		nics = append(nics, nic)
	}
	init.Set("nic_configurations", nics)
	o = o.Clone()
	o.Set("initialization", init)
	return o
}

// onlyConfiguration reports whether an initialization has nothing but the configuration of the VM.
func onlyConfiguration(init *store.Object) bool {
	rest := init.Clone()
	rest.Set("configuration", nil)
	return rest.Empty()
}

// showTemplate shows a template. Blank has no sound card, and alone the engine shows a sound card
// the wrong way round: BackendTemplateResource.doPopulate, and recorded.
func showTemplate(_ *store.Place, v *document.View, q world.Query) {
	has := v.Object.True("soundcard_enabled") || !v.Object.Has("soundcard_enabled") && v.Object.ID() != world.BlankID
	machineShown(v, q)
	if q.Bool("all_content", false) {
		v.Object.Set("soundcard_enabled", has == q.Bool(world.Listed, false))
	}
}

// showPool shows a pool, with what its VMs are like with all_content alone.
func (ms *Machines) showPool(_ *store.Place, v *document.View, q world.Query) {
	world.Hide(v, "vm")
	vms := ms.w.Referring("vm", "vm_pool", v.Object.ID())
	if !q.Bool("all_content", false) || len(vms) == 0 {
		return
	}
	vm := document.View{Object: ms.plain(vms[0].Object())}
	machineShown(&vm, q)
	v.Object.Set("vm", vm.Object)
}
