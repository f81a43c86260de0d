package machines

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// ovf adds the configuration of a VM as a text.
func (ms *Machines) ovf(o *store.Object) {
	if o.Has(names.InitializationConfiguration) || o.Type.Member(names.Initialization) == nil {
		return
	}
	o.Set(names.InitializationConfigurationType, "ovf")
	o.Set(names.InitializationConfigurationData, ms.envelope(o))
}

// envelope returns a VM in the form in which engines keep it and backup programs read it: OvfVmWriter.
func (ms *Machines) envelope(o *store.Object) string {
	w := &ovfWriter{ms: ms, vm: o, entity: ms.w.At("/vms/" + o.ID())}
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` +
		`<ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1/"` +
		` xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"` +
		` xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ovf:version="4.4.0.0">`)
	w.files()
	w.networks()
	w.diskSection()
	w.raw(`<Content ovf:id="out" xsi:type="ovf:VirtualSystem_Type">`)
	w.general()
	w.raw(`<Section ovf:id="` + o.ID() + `" ovf:required="false" xsi:type="ovf:OperatingSystemSection_Type">`)
	w.text("Info", "Guest Operating System")
	w.text("Description", o.Text(names.OsType))
	w.raw("</Section>")
	w.hardware()
	w.snapshots()
	w.raw("</Content></ovf:Envelope>")
	return w.String()
}

// ovfWriter writes the envelope of one VM.
type ovfWriter struct {
	strings.Builder
	ms     *Machines
	vm     *store.Object
	entity *store.Entity // entity is the VM itself, or nil for one of a snapshot that has gone.
}

func (w *ovfWriter) raw(text string) { w.WriteString(text) }

// text writes an element with a text.
func (w *ovfWriter) text(name, text string) {
	w.raw("<" + name + ">" + escape(text) + "</" + name + ">")
}

// value writes an element with whatever a value prints as.
func (w *ovfWriter) value(name string, v any) { w.text(name, fmt.Sprint(v)) }

// some writes an element unless its text is empty.
func (w *ovfWriter) some(name, text string) {
	if text != "" {
		w.text(name, text)
	}
}

// truth writes whether a member of the VM is true.
func (w *ovfWriter) truth(name, member string) { w.value(name, w.vm.True(member)) }

// date writes a date as engines do in a configuration.
func (w *ovfWriter) date(name string, v any) {
	if t, ok := v.(time.Time); ok {
		w.text(name, t.Format("2006/01/02 15:04:05"))
	}
}

// below returns what the VM has in a collection.
func (w *ovfWriter) below(segment string) []*store.Entity {
	if w.entity == nil {
		return nil
	}
	return w.ms.w.Of(w.entity, segment)
}

// deviceID returns the ID of a device that the API doesn't show, the same each time.
func (w *ovfWriter) deviceID(device string) string {
	sum := sha256.Sum256([]byte(w.vm.ID() + " " + device))
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}

// general writes what the VM has beside its devices, in the order of the engine.
func (w *ovfWriter) general() {
	vm := w.vm
	w.text("Name", vm.Name())
	w.text("Description", vm.Text(names.Description))
	w.text("Comment", vm.Text(names.Comment))
	w.date("CreationDate", vm.Get(names.CreationTime))
	w.date("ExportDate", w.ms.w.Time())
	w.truth("DeleteProtected", names.DeleteProtected)
	method := "none"
	if methods := vm.List("sso.methods"); len(methods) > 0 {
		method = methods[0].ID()
	}
	w.text("SsoMethod", method)
	w.truth("IsSmartcardEnabled", "display.smartcard_enabled")
	w.value("NumOfIoThreads", vm.Int(names.IoThreads))
	w.some("TimeZone", vm.Text(names.TimeZoneName))
	w.value("default_boot_sequence", w.bootSequence())
	w.some("initrd_url", vm.Text("os.initrd"))
	w.some("kernel_url", vm.Text("os.kernel"))
	w.some("kernel_params", vm.Text("os.cmdline"))
	w.value("Generation", 1)
	w.some("CustomCompatibilityVersion", versionText(vm.Part("custom_compatibility_version")))
	cluster := w.ms.w.Resolve(vm.Part(names.Cluster))
	if cluster != nil {
		w.some("ClusterCompatibilityVersion", versionText(cluster.Object().Part("version")))
	}
	w.value("VmType", index(vm.Text(names.Type), "desktop", "server", "high_performance"))
	w.text("ResumeBehavior", strings.ToUpper(vm.Text("storage_error_resume_behaviour")))
	w.some("VncKeyboardLayout", vm.Text("display.keyboard_layout"))
	w.value("MinAllocatedMem", vm.Int(names.MemoryPolicyGuaranteed)/world.MiB)
	w.truth("IsStateless", names.Stateless)
	w.truth("IsRunAndPause", names.StartPaused)
	w.truth("AutoStartup", names.HighAvailabilityEnabled)
	w.value("Priority", vm.Int("high_availability.priority"))
	w.text("CreatedByUserId", w.creator())
	if n := vm.Int(names.MigrationDowntime); n > 0 {
		w.value("MigrationDowntime", n)
	}
	w.value("MigrationSupport", index(vm.Text(names.PlacementPolicyAffinity), "migratable", "user_migratable", "pinned"))
	for _, host := range vm.List(names.PlacementPolicyHosts) {
		w.text("DedicatedVmForVds", host.ID())
	}
	if policy := vm.Text("serial_number.policy"); policy != "" {
		w.value("SerialNumberPolicy", index(policy, "host", "vm", "custom"))
		w.some("CustomSerialNumber", vm.Text("serial_number.value"))
	}
	w.truth("IsBootMenuEnabled", "bios.boot_menu.enabled")
	w.truth("IsSpiceFileTransferEnabled", "display.file_transfer_enabled")
	w.truth("IsSpiceCopyPasteEnabled", "display.copy_paste_enabled")
	w.truth("AllowConsoleReconnect", "display.allow_override")
	w.text("ConsoleDisconnectAction", vm.Text("display.disconnect_action"))
	w.value("ConsoleDisconnectActionDelay", vm.Int("display.disconnect_action_delay"))
	w.migration()
	w.text("CustomEmulatedMachine", vm.Text("custom_emulated_machine"))
	w.value("BiosType", index(vm.Text("bios.type"), "i440fx_sea_bios", "q35_sea_bios", "q35_ovmf", "q35_secure_boot"))
	w.text("CustomCpuName", vm.Text("custom_cpu_model"))
	w.text("PredefinedProperties", w.properties())
	w.text("UserDefinedProperties", "")
	w.value("MaxMemorySizeMb", vm.Int(names.MemoryPolicyMax)/world.MiB)
	w.some("LeaseDomainId", vm.Text("lease.storage_domain.id"))
	w.truth("MultiQueuesEnabled", "multi_queues_enabled")
	w.truth("VirtioScsiMultiQueuesEnabled", "virtio_scsi_multi_queues_enabled")
	w.value("UseHostCpu", vm.Text("cpu.mode") == "host_passthrough")
	w.truth("BalloonEnabled", "memory_policy.ballooning")
	w.value("CpuPinningPolicy", index(vm.Text("cpu_pinning_policy"), "none", "manual", "resize_and_pin_numa", "dedicated", "isolate_threads"))
	if cluster != nil {
		w.text("ClusterName", cluster.Object().Name())
	}
	w.template("Template", names.Template)
	w.some("InstanceTypeId", vm.Text(names.InstanceTypeID))
	w.value("IsInitilized", w.entity != nil && vm.Has(names.StartTime))
	w.value("Origin", max(slices.Index(origins, vm.Text(names.Origin)), 0))
	w.text("quota_id", vm.Text(names.Quota+".id"))
	w.value("DefaultDisplayType", map[string]int{"qxl": 1, "vga": 2, "cirrus": 0, "none": 3, "bochs": 4}[vm.Text("display.video_type")])
	w.value("TrustedService", false)
	w.template("OriginalTemplate", names.OriginalTemplate)
	w.truth("UseLatestVersion", names.UseLatestTemplateVersion)
	w.date("StopTime", vm.Get(names.StopTime))
	if vm.Has(names.StartTime) {
		w.date("BootTime", vm.Get(names.StartTime))
		w.value("Downtime", 0)
	}
}

// index returns the number that engines keep for a value: its place in a list.
func index(value string, values ...string) int { return max(slices.Index(values, value), 0) }

// bootSequence returns the number that engines keep for the devices to boot from: BootSequence.
func (w *ovfWriter) bootSequence() int {
	devices, _ := w.vm.Get(names.OsBootDevices).([]string)
	return index(strings.Join(devices, " "), "hd", "", "hd cdrom", "hd network", "cdrom hd", "network", "network cdrom",
		"cdrom network hd", "network hd cdrom", "network cdrom hd", "cdrom", "hd cdrom network", "hd network cdrom",
		"network hd", "cdrom network", "cdrom hd network")
}

func (w *ovfWriter) migration() {
	vm := w.vm
	for _, one := range [...]struct{ element, member string }{
		{"IsAutoConverge", "migration.auto_converge"},
		{"IsMigrateCompressed", "migration.compressed"},
		{"IsMigrateEncrypted", "migration.encrypted"},
	} {
		if v := vm.Text(one.member); v == "true" || v == "false" {
			w.text(one.element, v)
		}
	}
	if n := vm.Int("migration.custom_parallel_migrations"); n > 0 {
		w.value("ParallelMigrations", n)
	}
	w.some("MigrationPolicyId", vm.Text("migration.policy.id"))
}

func (w *ovfWriter) properties() string {
	var list []string
	for _, p := range w.vm.List("custom_properties") {
		list = append(list, p.Name()+"="+p.Text(names.Value))
	}
	return strings.Join(list, ";")
}

func (w *ovfWriter) template(element, member string) {
	if template := w.ms.w.Resolve(w.vm.Part(member)); template != nil {
		w.text(element+"Id", template.ID())
		w.text(element+"Name", template.Object().Name())
	}
}

// creator returns the ID of the user whom engines take for the one who made the VM.
func (w *ovfWriter) creator() string {
	if users := w.ms.w.All("/users"); len(users) > 0 {
		return users[0].ID()
	}
	return world.BlankID
}

func (w *ovfWriter) snapshots() {
	w.raw(`<Section xsi:type="ovf:SnapshotsSection_Type">`)
	for _, s := range w.below("snapshots") {
		w.raw(`<Snapshot ovf:id="` + s.ID() + `">`)
		w.text("Type", strings.ToUpper(s.Object().Text(names.SnapshotType)))
		w.text("Description", s.Object().Text(names.Description))
		w.date("CreationDate", s.Object().Get(names.Date))
		w.raw("</Snapshot>")
	}
	w.raw("</Section>")
}
