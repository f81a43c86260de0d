package machines

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// diskOf returns the disk of an attachment, or nil.
func (w *ovfWriter) diskOf(a *store.Entity) *store.Object {
	if disk := w.ms.w.Target(a, names.Disk); disk != nil {
		return disk.Object()
	}
	return nil
}

// imageOf returns the image of a disk, and where it is.
func imageOf(disk *store.Object) (image, path string) {
	image = disk.Text(names.ImageID)
	return image, disk.ID() + "/" + image
}

func (w *ovfWriter) files() {
	w.raw("<References>")
	for _, a := range w.below("diskattachments") {
		disk := w.diskOf(a)
		switch {
		case disk == nil:
		case disk.Text(names.StorageType) == "lun":
			w.raw(fmt.Sprintf(`<File ovf:id="%s" ovf:href="%s" ovf:disk_storage_type="LUN"></File>`, disk.ID(), disk.ID()))
		default:
			image, path := imageOf(disk)
			w.raw(fmt.Sprintf(`<File ovf:href="%s" ovf:id="%s" ovf:size="%d" ovf:description="Active VM"`+
				` ovf:disk_storage_type="IMAGE" ovf:cinder_volume_type=""></File>`,
				path, image, disk.Int(names.ActualSize)))
		}
	}
	w.raw("</References>")
}

func (w *ovfWriter) networks() {
	w.raw("<NetworkSection>")
	w.text("Info", "List of networks")
	seen := map[string]bool{}
	for _, nic := range w.below("nics") {
		if name := w.networkOf(nic); name != "" && !seen[name] {
			seen[name] = true
			w.raw(`<Network ovf:name="` + escape(name) + `"></Network>`)
		}
	}
	w.raw("</NetworkSection>")
}

// networkOf returns the name of the network of a NIC, or "".
func (w *ovfWriter) networkOf(nic *store.Entity) string {
	profile := w.ms.w.Target(nic, names.VnicProfile)
	if profile == nil {
		return ""
	}
	if network := w.ms.w.Target(profile, names.Network); network != nil {
		return network.Object().Name()
	}
	return ""
}

func (w *ovfWriter) diskSection() {
	w.raw(`<Section xsi:type="ovf:DiskSection_Type">`)
	w.text("Info", "List of Virtual Disks")
	active := w.activeSnapshotID()
	for _, a := range w.below("diskattachments") {
		disk := w.diskOf(a)
		if disk == nil {
			continue
		}
		o := a.Object()
		kind := interfaces[o.Text(names.Interface)]
		if disk.Text(names.StorageType) == "lun" {
			w.raw(fmt.Sprintf(`<Disk ovf:diskId="%s" ovf:disk-alias="%s" ovf:disk-description="%s" ovf:wipe-after-delete="%t"`+
				` ovf:disk-interface="%s" ovf:read-only="%t" ovf:boot="%t" ovf:pass-discard="%t"></Disk>`,
				disk.ID(), escape(disk.Text(names.Alias)), escape(disk.Text(names.Description)), disk.True(names.WipeAfterDelete),
				kind, o.True(names.ReadOnly), o.True(names.Bootable), o.True(names.PassDiscard)))
			continue
		}
		image, path := imageOf(disk)
		format, volume := "http://www.vmware.com/specifications/vmdk.html#sparse", "Preallocated"
		if disk.Text(names.Format) == "cow" {
			format = "http://www.gnome.org/~markmc/qcow-image-format.html"
		}
		if disk.True(names.Sparse) {
			volume = "Sparse"
		}
		w.raw(fmt.Sprintf(`<Disk ovf:diskId="%s" ovf:size="%d" ovf:actual_size="%d" ovf:vm_snapshot_id="%s" ovf:parentRef=""`+
			` ovf:fileRef="%s" ovf:format="%s" ovf:volume-format="%s" ovf:volume-type="%s" ovf:disk-interface="%s"`+
			` ovf:read-only="%t" ovf:shareable="%t" ovf:boot="%t" ovf:pass-discard="%t" ovf:incremental-backup="%t"`+
			` ovf:disk-alias="%s" ovf:disk-description="%s" ovf:wipe-after-delete="%t"></Disk>`,
			image, gibibytes(disk.Int(names.ProvisionedSize)), gibibytes(disk.Int(names.ActualSize)), active, path, format,
			strings.ToUpper(disk.Text(names.Format)), volume, kind, o.True(names.ReadOnly), disk.True(names.Shareable),
			o.True(names.Bootable), o.True(names.PassDiscard), disk.Text(names.Backup) == "incremental",
			escape(disk.Text(names.Alias)), escape(disk.Text(names.Description)), disk.True(names.WipeAfterDelete)))
	}
	w.raw("</Section>")
}

// interfaces are the names that engines have for the interfaces of disks: DiskInterface.
var interfaces = map[string]string{
	"ide": "IDE", "sata": "SATA", "spapr_vscsi": "SPAPR_VSCSI", "virtio": "VirtIO", "virtio_scsi": "VirtIO_SCSI",
}

// gibibytes returns a size in whole GiB, rounded up.
func gibibytes(size int64) int64 { return (size + world.GiB - 1) / world.GiB }

func (w *ovfWriter) activeSnapshotID() string {
	for _, s := range w.below("snapshots") {
		if s.Object().Text(names.SnapshotType) == "active" {
			return s.ID()
		}
	}
	return ""
}

// hardware writes processors, memory and devices.
func (w *ovfWriter) hardware() {
	vm := w.vm
	cpus, memory := CPUs(vm), vm.Int(names.Memory)/world.MiB
	sockets, cores, threads := topology(vm)
	w.raw(`<Section xsi:type="ovf:VirtualHardwareSection_Type">`)
	w.text("Info", fmt.Sprintf("%d CPU, %d Memory", cpus, memory))
	w.raw("<System><vssd:VirtualSystemType>ENGINE 4.4.0.0</vssd:VirtualSystemType></System>")
	w.item(fmt.Sprintf("%d virtual cpu", cpus), "Number of virtual CPU", "1", "3",
		"rasd:num_of_sockets", sockets, "rasd:cpu_per_socket", cores, "rasd:threads_per_cpu", threads,
		"rasd:max_num_of_vcpus", 16*cores*threads, "rasd:VirtualQuantity", cpus)
	w.item(fmt.Sprintf("%d MB of memory", memory), "Memory Size", "2", "4",
		"rasd:AllocationUnits", "MegaBytes", "rasd:VirtualQuantity", memory)
	for _, a := range w.below("diskattachments") {
		w.disk(a)
	}
	for _, nic := range w.below("nics") {
		w.nic(nic)
	}
	usb := "DISABLED"
	if vm.True("usb.enabled") {
		usb = "ENABLED_NATIVE"
	}
	w.item("USB Controller", "", "3", "23", "rasd:UsbPolicy", usb)
	w.devices()
	w.raw("</Section>")
}

// item writes an item of the hardware: its captions, and then names and values in turn.
func (w *ovfWriter) item(caption, description, id, resource string, pairs ...any) {
	w.raw("<Item>")
	w.text("rasd:Caption", caption)
	w.some("rasd:Description", description)
	w.text("rasd:InstanceId", id)
	w.text("rasd:ResourceType", resource)
	w.pairs(pairs...)
	w.raw("</Item>")
}

func (w *ovfWriter) pairs(pairs ...any) {
	for i := 0; i+1 < len(pairs); i += 2 {
		w.value(pairs[i].(string), pairs[i+1])
	}
}

// device writes what each device has, and the parameters of some, which are names and values in turn.
func (w *ovfWriter) device(kind, device string, boot int, plugged, readOnly bool, params ...any) {
	w.pairs("Type", kind, "Device", device, "rasd:Address", "", "BootOrder", boot, "IsPlugged", plugged,
		"IsReadOnly", readOnly, "Alias", "")
	if len(params) > 0 {
		w.raw("<SpecParams>")
		w.pairs(params...)
		w.raw("</SpecParams>")
	}
}

func (w *ovfWriter) disk(a *store.Entity) {
	disk := w.diskOf(a)
	if disk == nil {
		return
	}
	image, path := imageOf(disk)
	if disk.Text(names.StorageType) == "lun" {
		image, path = disk.ID(), disk.ID()
	}
	w.raw("<Item>")
	w.pairs("rasd:Caption", disk.Text(names.Alias), "rasd:InstanceId", image, "rasd:ResourceType", 17,
		"rasd:HostResource", path, "rasd:Parent", world.BlankID, "rasd:Template", world.BlankID, "rasd:ApplicationList", "")
	if domains := disk.List(names.StorageDomains); len(domains) > 0 {
		w.text("rasd:StorageId", domains[0].ID())
	}
	if cluster := w.ms.w.Resolve(w.vm.Part(names.Cluster)); cluster != nil {
		w.text("rasd:StoragePoolId", cluster.Object().Text(names.DataCenterID))
	}
	created := w.vm.Get(names.CreationTime)
	w.date("rasd:CreationDate", created)
	w.date("rasd:LastModified", created)
	w.date("rasd:last_modified_date", w.ms.w.Time())
	boot := 0
	if a.Object().True(names.Bootable) {
		boot = 1
	}
	w.device("disk", "disk", boot, a.Object().True(names.Active), a.Object().True(names.ReadOnly))
	w.raw("</Item>")
}

func (w *ovfWriter) nic(nic *store.Entity) {
	o, network := nic.Object(), w.networkOf(nic)
	w.raw("<Item>")
	caption := "Ethernet adapter on " + network
	if network == "" {
		caption = "Ethernet adapter on [No Network]"
	}
	w.pairs("rasd:Caption", caption, "rasd:InstanceId", nic.ID(), "rasd:ResourceType", 10,
		"rasd:OtherResourceType", network,
		"rasd:ResourceSubType", index(o.Text(names.Interface), "rtl8139_virtio", "rtl8139", "e1000", "virtio", "spapr_vlan", "pci_passthrough", "e1000e"),
		"rasd:Connection", network, "rasd:Linked", o.True(names.Linked), "rasd:Name", o.Name(),
		"rasd:ElementName", o.Name(), "rasd:MACAddress", o.Text(names.MacAddress), "rasd:speed", 10000)
	w.device("interface", "bridge", 0, o.True(names.Plugged), false)
	w.raw("</Item>")
}

// devices writes the devices that the API shows as members of the VM, or not at all.
func (w *ovfWriter) devices() {
	vm, plain := w.vm, func(kind, device string, readOnly bool, params ...any) {
		w.raw("<Item>")
		w.pairs("rasd:ResourceType", 0, "rasd:InstanceId", w.deviceID(kind+" "+device))
		w.device(kind, device, 0, true, readOnly, params...)
		w.raw("</Item>")
	}
	if video := vm.Text("display.video_type"); video != "" {
		w.raw("<Item>")
		w.pairs("rasd:Caption", "Graphical Controller", "rasd:InstanceId", w.deviceID("video"), "rasd:ResourceType", 20,
			"rasd:VirtualQuantity", 1, "rasd:SinglePciQxl", false)
		params := []any{"vram", 16384}
		if video == "qxl" {
			params = []any{"vgamem", 16384, "heads", 1, "ram", 65536, "vram", 8192}
		}
		w.device("video", video, 0, true, false, params...)
		w.raw("</Item>")
	}
	for _, console := range w.below("graphicsconsoles") {
		protocol := console.Object().Text(names.Protocol)
		w.raw("<Item>")
		w.pairs("rasd:Caption", "Graphical Framebuffer", "rasd:InstanceId", w.deviceID(protocol), "rasd:ResourceType", 26)
		w.device("graphics", protocol, 0, true, false)
		w.raw("</Item>")
	}
	for _, cd := range w.below("cdroms") {
		w.raw("<Item>")
		w.pairs("rasd:Caption", "CDROM", "rasd:InstanceId", w.deviceID("cdrom"), "rasd:ResourceType", 15)
		w.device("disk", "cdrom", 0, true, true, "path", cd.Object().Text(names.File+".id"))
		w.raw("</Item>")
	}
	if vm.True(names.SoundcardEnabled) || !vm.Has(names.SoundcardEnabled) {
		plain("sound", "ich9", true)
	}
	plain("controller", "virtio-serial", false)
	if vm.True("memory_policy.ballooning") {
		plain("balloon", "memballoon", true, "model", "virtio")
	}
	for _, dog := range w.below("watchdogs") {
		plain("watchdog", dog.Object().Text("model"), false, "action", dog.Object().Text("action"),
			"model", dog.Object().Text("model"))
	}
	if vm.True("console.enabled") {
		plain("console", "console", false, "enableSocket", true, "consoleType", "serial")
	}
	if source := vm.Text(names.RngDeviceSource); source != "" {
		var params []any
		if vm.Has("rng_device.rate") {
			params = []any{"period", vm.Int("rng_device.rate.period"), "bytes", vm.Int("rng_device.rate.bytes")}
		}
		plain("rng", "virtio", false, append(params, "source", source)...)
	}
	plain("controller", "usb", false, "index", 0, "model", "qemu-xhci")
	if vm.True("virtio_scsi.enabled") || !vm.Has("virtio_scsi.enabled") {
		plain("controller", "virtio-scsi", false, "ioThreadId", "")
	}
}
