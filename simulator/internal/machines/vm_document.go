package machines

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// unread are the members of a VM that engines show and don't read, or don't know any more: VmMapper.
var unread = []string{
	"cpu.architecture", "display.address", "display.port", "display.proxy", "display.secure_port",
	"display.single_qxl_pci", "usb.type", "floppies", names.Fqdn, names.HasIllegalImages,
	names.NextRunConfigurationExists,
	names.NumaTuneMode, names.RunOnce, names.StartTime, names.StopTime,
	names.StatusDetail,
}

// origins are where VMs can be from: OriginType.
var origins = []string{
	"rhev", "vmware", "xen", "ovirt", "hosted_engine", "managed_hosted_engine", "kvm",
	"physical_xen", "hyperv", "external", "kubevirt",
}

// disconnectActions are what happens when a console closes: DisplayDisconnectAction.
var disconnectActions = []string{"NONE", "LOCK_SCREEN", "LOGOUT", "REBOOT", "SHUTDOWN"}

// vmDocument returns what engines read of a document about a VM, in the form in which they keep it:
// VmMapper, VmBaseMapper. What they can't read there is as if it were absent, or takes a value of
// its own.
func (ms *Machines) vmDocument(body *store.Object) *store.Object {
	o := body.Clone()
	for _, name := range unread {
		if o.Has(name) {
			o.Set(name, nil)
		}
	}
	if o.Has(names.OsType) {
		o.Set(names.OsType, ms.systemName(o.Text(names.OsType)))
	}
	if origin := o.Text(names.Origin); o.Has(names.Origin) && !slices.Contains(origins, strings.ToLower(origin)) {
		o.Set(names.Origin, nil)
	}
	const disconnect = "display.disconnect_action"
	if action := o.Text(disconnect); o.Has(disconnect) {
		if action = strings.ToUpper(action); !slices.Contains(disconnectActions, action) {
			action = "LOCK_SCREEN"
		}
		o.Set(disconnect, action)
	}
	if devices, ok := o.Get(names.OsBootDevices).([]string); ok {
		o.Set(names.OsBootDevices, onceEach(devices))
	}
	multiQueues(o)
	pinningPolicy(o)
	videoOf(o)
	return o
}

// systemName returns the operating system that an engine takes for a name: the one of that name, or
// other.
func (ms *Machines) systemName(name string) string {
	if ms.w.ByName("/operatingsystems", name) == nil {
		return "other"
	}
	return name
}

// onceEach returns a list without what was there before.
func onceEach(list []string) []string {
	out := []string{}
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// multiQueues reads a number of queues, which turns them on.
func multiQueues(o *store.Object) {
	const number, enabled = "virtio_scsi_multi_queues", "virtio_scsi_multi_queues_enabled"
	if o.Has(number) {
		o.Set(enabled, o.Int(number) != 0)
		if o.Int(number) <= 0 {
			o.Set(number, nil)
		}
	}
}

// pinningPolicy reads the older of two members for one policy, and sets both: VmBaseMapper.
func pinningPolicy(o *store.Object) {
	const older, newer = "auto_pinning_policy", "cpu_pinning_policy"
	if o.Has(older) && !o.Has(newer) {
		switch o.Text(older) {
		case "adjust":
			o.Set(newer, "resize_and_pin_numa")
		default:
			o.Set(newer, "none")
		}
	}
	if !o.Has(newer) {
		return
	}
	o.Set(older, "disabled")
	if o.Text(newer) == "resize_and_pin_numa" {
		o.Set(older, "adjust")
	}
}

// videoOf sets the card that goes with a protocol: DisplayHelper.
func videoOf(o *store.Object) {
	const kind = "display.video_type"
	if o.Has(kind) {
		return
	}
	switch o.Text(names.DisplayType) {
	case "spice":
		o.Set(kind, "qxl")
	case "vnc":
		o.Set(kind, "vga")
	}
}

// keptForm brings a machine into the form in which it is kept and shown: empty texts and lists are
// none, and some members follow from others.
func keptForm(o *store.Object) {
	for _, name := range [...]string{
		"custom_cpu_model", "custom_emulated_machine", "os.kernel", "os.initrd", "os.cmdline",
		"display.keyboard_layout", "serial_number.value",
	} {
		if o.Has(name) && o.Text(name) == "" {
			o.Set(name, nil)
		}
	}
	for _, name := range [...]string{"custom_properties", "payloads", "floppies"} {
		if list, ok := o.Get(name).([]*store.Object); ok && len(list) == 0 {
			o.Set(name, nil)
		}
	}
	if o.Has("usb.enabled") {
		o.Set("usb.type", nil)
		if o.True("usb.enabled") {
			o.Set("usb.type", "native")
		}
	}
	// An engine says so of stateless VMs alone.
	if o.True(names.Stateless) {
		o.Default(names.UseLatestTemplateVersion, false)
	} else {
		o.Set(names.UseLatestTemplateVersion, nil)
	}
}

// ownBios sets the firmware of a machine that has that of its cluster.
func (ms *Machines) ownBios(o *store.Object) {
	if o.Text("bios.type") != "cluster_default" {
		return
	}
	if cluster := ms.w.Resolve(o.Part(names.Cluster)); cluster != nil && cluster.Object().Has(names.BiosType) {
		o.Set("bios.type", cluster.Object().Text(names.BiosType))
	}
}

// retune sets the mode of a VM to that which all its NUMA nodes have, if there is one.
func (ms *Machines) retune(vm *store.Entity) {
	var mode any
	for i, node := range ms.w.Of(vm, "numanodes") {
		one := node.Object().Get(names.NumaTuneMode)
		if i > 0 && mode != one {
			mode = nil
			break
		}
		mode = one
	}
	ms.w.Set(vm, names.NumaTuneMode, mode)
}

// readable refuses a document about a VM that the resource can't read: the first things that it
// looks at.
func (ms *Machines) readable(o *store.Object) error {
	if err := legalIcon(o); err != nil {
		return err
	}
	if err := legalVersion(o); err != nil {
		return err
	}
	if o.Has("virtio_scsi_multi_queues") && o.Has("virtio_scsi_multi_queues_enabled") &&
		!o.True("virtio_scsi_multi_queues_enabled") {
		return &world.Fault{
			Status: http.StatusBadRequest, Reason: "Invalid Virtio-SCSI Multi-Queue values",
			Detail: "Cannot set the number of queues for VirtIO-SCSI controller when Virtio-SCSI multi-queue is disabled.",
		}
	}
	return nil
}

// owner returns the user who owns what a call adds: one who sees only what is his, and no
// administrator.
func owner(c *world.Call) *store.Entity {
	if c.Query.Bool("filter", false) {
		return c.User
	}
	return nil
}
