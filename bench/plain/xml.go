package plain

import (
	"encoding/xml"
	"time"
)

// XMLVm is a virtual machine.
type XMLVm struct {
	XMLName                     xml.Name                 `xml:"vm"`
	Href                        *string                  `xml:"href,attr,omitempty"`
	ID                          *string                  `xml:"id,attr,omitempty"`
	Name                        *string                  `xml:"name,omitempty"`
	Description                 *string                  `xml:"description,omitempty"`
	Comment                     *string                  `xml:"comment,omitempty"`
	Bios                        *XMLBios                 `xml:"bios,omitempty"`
	Console                     *XMLEnabled              `xml:"console,omitempty"`
	Cpu                         *XMLCpu                  `xml:"cpu,omitempty"`
	CpuShares                   *int64                   `xml:"cpu_shares,omitempty"`
	CreationTime                *time.Time               `xml:"creation_time,omitempty"`
	CustomCompatibilityVersion  *XMLVersion              `xml:"custom_compatibility_version,omitempty"`
	CustomProperties            *XMLCustomProperties     `xml:"custom_properties,omitempty"`
	DeleteProtected             *bool                    `xml:"delete_protected,omitempty"`
	HighAvailability            *XMLHighAvailability     `xml:"high_availability,omitempty"`
	Initialization              *XMLInitialization       `xml:"initialization,omitempty"`
	Io                          *XMLIo                   `xml:"io,omitempty"`
	LargeIcon                   *XMLReference            `xml:"large_icon,omitempty"`
	Memory                      *int64                   `xml:"memory,omitempty"`
	MemoryPolicy                *XMLMemoryPolicy         `xml:"memory_policy,omitempty"`
	Migration                   *XMLMigration            `xml:"migration,omitempty"`
	MigrationDowntime           *int64                   `xml:"migration_downtime,omitempty"`
	MultiQueuesEnabled          *bool                    `xml:"multi_queues_enabled,omitempty"`
	Origin                      *string                  `xml:"origin,omitempty"`
	Os                          *XMLOperatingSystem      `xml:"os,omitempty"`
	PlacementPolicy             *XMLPlacementPolicy      `xml:"placement_policy,omitempty"`
	RngDevice                   *XMLRngDevice            `xml:"rng_device,omitempty"`
	SmallIcon                   *XMLReference            `xml:"small_icon,omitempty"`
	SoundcardEnabled            *bool                    `xml:"soundcard_enabled,omitempty"`
	Sso                         *XMLSso                  `xml:"sso,omitempty"`
	StartPaused                 *bool                    `xml:"start_paused,omitempty"`
	Stateless                   *bool                    `xml:"stateless,omitempty"`
	StorageErrorResumeBehaviour *string                  `xml:"storage_error_resume_behaviour,omitempty"`
	TimeZone                    *XMLTimeZone             `xml:"time_zone,omitempty"`
	Type                        *string                  `xml:"type,omitempty"`
	Usb                         *XMLEnabled              `xml:"usb,omitempty"`
	VirtioScsi                  *XMLEnabled              `xml:"virtio_scsi,omitempty"`
	Cluster                     *XMLReference            `xml:"cluster,omitempty"`
	CpuProfile                  *XMLReference            `xml:"cpu_profile,omitempty"`
	Quota                       *XMLReference            `xml:"quota,omitempty"`
	Display                     *XMLDisplay              `xml:"display,omitempty"`
	Fqdn                        *string                  `xml:"fqdn,omitempty"`
	GuestOperatingSystem        *XMLGuestOperatingSystem `xml:"guest_operating_system,omitempty"`
	GuestTimeZone               *XMLTimeZone             `xml:"guest_time_zone,omitempty"`
	NextRunConfigurationExists  *bool                    `xml:"next_run_configuration_exists,omitempty"`
	NumaTuneMode                *string                  `xml:"numa_tune_mode,omitempty"`
	RunOnce                     *bool                    `xml:"run_once,omitempty"`
	StartTime                   *time.Time               `xml:"start_time,omitempty"`
	Status                      *string                  `xml:"status,omitempty"`
	StopReason                  *string                  `xml:"stop_reason,omitempty"`
	StopTime                    *time.Time               `xml:"stop_time,omitempty"`
	Host                        *XMLReference            `xml:"host,omitempty"`
	OriginalTemplate            *XMLReference            `xml:"original_template,omitempty"`
	Template                    *XMLReference            `xml:"template,omitempty"`
}

// XMLReference stands for another object.
type XMLReference struct {
	Href *string `xml:"href,attr,omitempty"`
	ID   *string `xml:"id,attr,omitempty"`
}

// XMLEnabled is a device or a feature that is on or off.
type XMLEnabled struct {
	Enabled *bool `xml:"enabled,omitempty"`
}

// XMLBios is the firmware.
type XMLBios struct {
	BootMenu *XMLEnabled `xml:"boot_menu,omitempty"`
	Type     *string     `xml:"type,omitempty"`
}

// XMLCpu is the processor.
type XMLCpu struct {
	Architecture *string      `xml:"architecture,omitempty"`
	Topology     *XMLTopology `xml:"topology,omitempty"`
}

// XMLTopology says how many processors there are.
type XMLTopology struct {
	Cores   *int64 `xml:"cores,omitempty"`
	Sockets *int64 `xml:"sockets,omitempty"`
	Threads *int64 `xml:"threads,omitempty"`
}

// XMLVersion is a version by its parts.
type XMLVersion struct {
	Build       *int64  `xml:"build,omitempty"`
	FullVersion *string `xml:"full_version,omitempty"`
	Major       *int64  `xml:"major,omitempty"`
	Minor       *int64  `xml:"minor,omitempty"`
	Revision    *int64  `xml:"revision,omitempty"`
}

// XMLCustomProperties is a wrapper round properties.
type XMLCustomProperties struct {
	CustomProperty []XMLCustomProperty `xml:"custom_property,omitempty"`
}

// XMLCustomProperty is a property that hooks of the host read.
type XMLCustomProperty struct {
	Name  *string `xml:"name,omitempty"`
	Value *string `xml:"value,omitempty"`
}

// XMLHighAvailability says whether the engine restarts the machine.
type XMLHighAvailability struct {
	Enabled  *bool  `xml:"enabled,omitempty"`
	Priority *int64 `xml:"priority,omitempty"`
}

// XMLInitialization is what the guest is set up with.
type XMLInitialization struct {
	CustomScript      *string               `xml:"custom_script,omitempty"`
	HostName          *string               `xml:"host_name,omitempty"`
	NicConfigurations *XMLNicConfigurations `xml:"nic_configurations,omitempty"`
	RegenerateSshKeys *bool                 `xml:"regenerate_ssh_keys,omitempty"`
	UserName          *string               `xml:"user_name,omitempty"`
}

// XMLNicConfigurations is a wrapper round configurations.
type XMLNicConfigurations struct {
	NicConfiguration []XMLNicConfiguration `xml:"nic_configuration,omitempty"`
}

// XMLNicConfiguration is the address of a network card in the guest.
type XMLNicConfiguration struct {
	BootProtocol *string `xml:"boot_protocol,omitempty"`
	Ip           *XMLIp  `xml:"ip,omitempty"`
	Name         *string `xml:"name,omitempty"`
	OnBoot       *bool   `xml:"on_boot,omitempty"`
}

// XMLIp is an address with its network.
type XMLIp struct {
	Address *string `xml:"address,omitempty"`
	Gateway *string `xml:"gateway,omitempty"`
	Netmask *string `xml:"netmask,omitempty"`
	Version *string `xml:"version,omitempty"`
}

// XMLIo is about threads for disks.
type XMLIo struct {
	Threads *int64 `xml:"threads,omitempty"`
}

// XMLMemoryPolicy bounds the memory.
type XMLMemoryPolicy struct {
	Ballooning *bool  `xml:"ballooning,omitempty"`
	Guaranteed *int64 `xml:"guaranteed,omitempty"`
	Max        *int64 `xml:"max,omitempty"`
}

// XMLMigration says how the machine moves to another host.
type XMLMigration struct {
	AutoConverge *string `xml:"auto_converge,omitempty"`
	Compressed   *string `xml:"compressed,omitempty"`
}

// XMLOperatingSystem is what the machine boots.
type XMLOperatingSystem struct {
	Boot *XMLBoot `xml:"boot,omitempty"`
	Type *string  `xml:"type,omitempty"`
}

// XMLBoot has the devices to boot from.
type XMLBoot struct {
	Devices *XMLBootDevices `xml:"devices,omitempty"`
}

// XMLBootDevices is a wrapper round devices.
type XMLBootDevices struct {
	Device []string `xml:"device,omitempty"`
}

// XMLPlacementPolicy says where the machine may run.
type XMLPlacementPolicy struct {
	Affinity *string `xml:"affinity,omitempty"`
}

// XMLRngDevice is a source of randomness.
type XMLRngDevice struct {
	Rate   *XMLRate `xml:"rate,omitempty"`
	Source *string  `xml:"source,omitempty"`
}

// XMLRate is an amount in a period.
type XMLRate struct {
	Bytes  *int64 `xml:"bytes,omitempty"`
	Period *int64 `xml:"period,omitempty"`
}

// XMLSso has the ways to log in to the guest.
type XMLSso struct {
	Methods *XMLMethods `xml:"methods,omitempty"`
}

// XMLMethods is a wrapper round methods.
type XMLMethods struct {
	Method []XMLReference `xml:"method,omitempty"`
}

// XMLTimeZone is a time zone.
type XMLTimeZone struct {
	Name      *string `xml:"name,omitempty"`
	UtcOffset *string `xml:"utc_offset,omitempty"`
}

// XMLDisplay is the console.
type XMLDisplay struct {
	Address             *string         `xml:"address,omitempty"`
	AllowOverride       *bool           `xml:"allow_override,omitempty"`
	Certificate         *XMLCertificate `xml:"certificate,omitempty"`
	CopyPasteEnabled    *bool           `xml:"copy_paste_enabled,omitempty"`
	DisconnectAction    *string         `xml:"disconnect_action,omitempty"`
	FileTransferEnabled *bool           `xml:"file_transfer_enabled,omitempty"`
	Monitors            *int64          `xml:"monitors,omitempty"`
	Port                *int64          `xml:"port,omitempty"`
	SecurePort          *int64          `xml:"secure_port,omitempty"`
	SingleQxlPci        *bool           `xml:"single_qxl_pci,omitempty"`
	SmartcardEnabled    *bool           `xml:"smartcard_enabled,omitempty"`
	Type                *string         `xml:"type,omitempty"`
}

// XMLCertificate is the certificate of the host that the console is on.
type XMLCertificate struct {
	Content      *string `xml:"content,omitempty"`
	Organization *string `xml:"organization,omitempty"`
	Subject      *string `xml:"subject,omitempty"`
}

// XMLGuestOperatingSystem is what the guest agent says about the guest.
type XMLGuestOperatingSystem struct {
	Architecture *string     `xml:"architecture,omitempty"`
	Codename     *string     `xml:"codename,omitempty"`
	Distribution *string     `xml:"distribution,omitempty"`
	Family       *string     `xml:"family,omitempty"`
	Kernel       *XMLKernel  `xml:"kernel,omitempty"`
	Version      *XMLVersion `xml:"version,omitempty"`
}

// XMLKernel is the kernel of the guest.
type XMLKernel struct {
	Version *XMLVersion `xml:"version,omitempty"`
}
