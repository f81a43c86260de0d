package plain

// JSONVms is a collection of virtual machines.
type JSONVms struct {
	Vm []*JSONVm `json:"vm,omitempty"`
}

// JSONVm is a virtual machine.
type JSONVm struct {
	Href                        string                    `json:"href,omitempty"`
	ID                          string                    `json:"id,omitempty"`
	Actions                     *JSONLinks                `json:"actions,omitempty"`
	Name                        string                    `json:"name,omitempty"`
	Description                 *string                   `json:"description,omitempty"`
	Comment                     *string                   `json:"comment,omitempty"`
	Link                        []JSONLink                `json:"link,omitempty"`
	Bios                        *JSONBios                 `json:"bios,omitempty"`
	Console                     *JSONEnabled              `json:"console,omitempty"`
	Cpu                         *JSONCpu                  `json:"cpu,omitempty"`
	CpuShares                   string                    `json:"cpu_shares,omitempty"`
	CreationTime                int64                     `json:"creation_time,omitempty"`
	CustomCompatibilityVersion  *JSONVersion              `json:"custom_compatibility_version,omitempty"`
	CustomProperties            *JSONCustomProperties     `json:"custom_properties,omitempty"`
	DeleteProtected             string                    `json:"delete_protected,omitempty"`
	HighAvailability            *JSONHighAvailability     `json:"high_availability,omitempty"`
	Initialization              *JSONInitialization       `json:"initialization,omitempty"`
	Io                          *JSONIo                   `json:"io,omitempty"`
	LargeIcon                   *JSONReference            `json:"large_icon,omitempty"`
	Memory                      string                    `json:"memory,omitempty"`
	MemoryPolicy                *JSONMemoryPolicy         `json:"memory_policy,omitempty"`
	Migration                   *JSONMigration            `json:"migration,omitempty"`
	MigrationDowntime           string                    `json:"migration_downtime,omitempty"`
	MultiQueuesEnabled          string                    `json:"multi_queues_enabled,omitempty"`
	Origin                      string                    `json:"origin,omitempty"`
	Os                          *JSONOperatingSystem      `json:"os,omitempty"`
	PlacementPolicy             *JSONPlacementPolicy      `json:"placement_policy,omitempty"`
	RngDevice                   *JSONRngDevice            `json:"rng_device,omitempty"`
	SmallIcon                   *JSONReference            `json:"small_icon,omitempty"`
	SoundcardEnabled            string                    `json:"soundcard_enabled,omitempty"`
	Sso                         *JSONSso                  `json:"sso,omitempty"`
	StartPaused                 string                    `json:"start_paused,omitempty"`
	Stateless                   string                    `json:"stateless,omitempty"`
	StorageErrorResumeBehaviour string                    `json:"storage_error_resume_behaviour,omitempty"`
	TimeZone                    *JSONTimeZone             `json:"time_zone,omitempty"`
	Type                        string                    `json:"type,omitempty"`
	Usb                         *JSONEnabled              `json:"usb,omitempty"`
	VirtioScsi                  *JSONEnabled              `json:"virtio_scsi,omitempty"`
	Cluster                     *JSONReference            `json:"cluster,omitempty"`
	CpuProfile                  *JSONReference            `json:"cpu_profile,omitempty"`
	Quota                       *JSONReference            `json:"quota,omitempty"`
	Display                     *JSONDisplay              `json:"display,omitempty"`
	Fqdn                        string                    `json:"fqdn,omitempty"`
	GuestOperatingSystem        *JSONGuestOperatingSystem `json:"guest_operating_system,omitempty"`
	GuestTimeZone               *JSONTimeZone             `json:"guest_time_zone,omitempty"`
	NextRunConfigurationExists  string                    `json:"next_run_configuration_exists,omitempty"`
	NumaTuneMode                string                    `json:"numa_tune_mode,omitempty"`
	RunOnce                     string                    `json:"run_once,omitempty"`
	StartTime                   int64                     `json:"start_time,omitempty"`
	Status                      string                    `json:"status,omitempty"`
	StopReason                  *string                   `json:"stop_reason,omitempty"`
	StopTime                    int64                     `json:"stop_time,omitempty"`
	Host                        *JSONReference            `json:"host,omitempty"`
	OriginalTemplate            *JSONReference            `json:"original_template,omitempty"`
	Template                    *JSONReference            `json:"template,omitempty"`
}

// JSONLinks is a wrapper round links.
type JSONLinks struct {
	Link []JSONLink `json:"link,omitempty"`
}

// JSONLink leads to a collection or an action.
type JSONLink struct {
	Href string `json:"href,omitempty"`
	Rel  string `json:"rel,omitempty"`
}

// JSONReference stands for another object.
type JSONReference struct {
	Href string `json:"href,omitempty"`
	ID   string `json:"id,omitempty"`
}

// JSONEnabled is a device or a feature that is on or off.
type JSONEnabled struct {
	Enabled string `json:"enabled,omitempty"`
}

// JSONBios is the firmware.
type JSONBios struct {
	BootMenu *JSONEnabled `json:"boot_menu,omitempty"`
	Type     string       `json:"type,omitempty"`
}

// JSONCpu is the processor.
type JSONCpu struct {
	Architecture string        `json:"architecture,omitempty"`
	Topology     *JSONTopology `json:"topology,omitempty"`
}

// JSONTopology says how many processors there are.
type JSONTopology struct {
	Cores   string `json:"cores,omitempty"`
	Sockets string `json:"sockets,omitempty"`
	Threads string `json:"threads,omitempty"`
}

// JSONVersion is a version by its parts.
type JSONVersion struct {
	Build       string `json:"build,omitempty"`
	FullVersion string `json:"full_version,omitempty"`
	Major       string `json:"major,omitempty"`
	Minor       string `json:"minor,omitempty"`
	Revision    string `json:"revision,omitempty"`
}

// JSONCustomProperties is a wrapper round properties.
type JSONCustomProperties struct {
	CustomProperty []JSONCustomProperty `json:"custom_property,omitempty"`
}

// JSONCustomProperty is a property that hooks of the host read.
type JSONCustomProperty struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
}

// JSONHighAvailability says whether the engine restarts the machine.
type JSONHighAvailability struct {
	Enabled  string `json:"enabled,omitempty"`
	Priority string `json:"priority,omitempty"`
}

// JSONInitialization is what the guest is set up with.
type JSONInitialization struct {
	CustomScript      string                 `json:"custom_script,omitempty"`
	HostName          string                 `json:"host_name,omitempty"`
	NicConfigurations *JSONNicConfigurations `json:"nic_configurations,omitempty"`
	RegenerateSshKeys string                 `json:"regenerate_ssh_keys,omitempty"`
	UserName          string                 `json:"user_name,omitempty"`
}

// JSONNicConfigurations is a wrapper round configurations.
type JSONNicConfigurations struct {
	NicConfiguration []JSONNicConfiguration `json:"nic_configuration,omitempty"`
}

// JSONNicConfiguration is the address of a network card in the guest.
type JSONNicConfiguration struct {
	BootProtocol string  `json:"boot_protocol,omitempty"`
	Ip           *JSONIp `json:"ip,omitempty"`
	Name         string  `json:"name,omitempty"`
	OnBoot       string  `json:"on_boot,omitempty"`
}

// JSONIp is an address with its network.
type JSONIp struct {
	Address string `json:"address,omitempty"`
	Gateway string `json:"gateway,omitempty"`
	Netmask string `json:"netmask,omitempty"`
	Version string `json:"version,omitempty"`
}

// JSONIo is about threads for disks.
type JSONIo struct {
	Threads string `json:"threads,omitempty"`
}

// JSONMemoryPolicy bounds the memory.
type JSONMemoryPolicy struct {
	Ballooning string `json:"ballooning,omitempty"`
	Guaranteed string `json:"guaranteed,omitempty"`
	Max        string `json:"max,omitempty"`
}

// JSONMigration says how the machine moves to another host.
type JSONMigration struct {
	AutoConverge string `json:"auto_converge,omitempty"`
	Compressed   string `json:"compressed,omitempty"`
}

// JSONOperatingSystem is what the machine boots.
type JSONOperatingSystem struct {
	Boot *JSONBoot `json:"boot,omitempty"`
	Type string    `json:"type,omitempty"`
}

// JSONBoot has the devices to boot from.
type JSONBoot struct {
	Devices *JSONBootDevices `json:"devices,omitempty"`
}

// JSONBootDevices is a wrapper round devices.
type JSONBootDevices struct {
	Device []string `json:"device,omitempty"`
}

// JSONPlacementPolicy says where the machine may run.
type JSONPlacementPolicy struct {
	Affinity string `json:"affinity,omitempty"`
}

// JSONRngDevice is a source of randomness.
type JSONRngDevice struct {
	Rate   *JSONRate `json:"rate,omitempty"`
	Source string    `json:"source,omitempty"`
}

// JSONRate is an amount in a period.
type JSONRate struct {
	Bytes  string `json:"bytes,omitempty"`
	Period string `json:"period,omitempty"`
}

// JSONSso has the ways to log in to the guest.
type JSONSso struct {
	Methods *JSONMethods `json:"methods,omitempty"`
}

// JSONMethods is a wrapper round methods.
type JSONMethods struct {
	Method []JSONReference `json:"method,omitempty"`
}

// JSONTimeZone is a time zone.
type JSONTimeZone struct {
	Name      string `json:"name,omitempty"`
	UtcOffset string `json:"utc_offset,omitempty"`
}

// JSONDisplay is the console.
type JSONDisplay struct {
	Address             string           `json:"address,omitempty"`
	AllowOverride       string           `json:"allow_override,omitempty"`
	Certificate         *JSONCertificate `json:"certificate,omitempty"`
	CopyPasteEnabled    string           `json:"copy_paste_enabled,omitempty"`
	DisconnectAction    string           `json:"disconnect_action,omitempty"`
	FileTransferEnabled string           `json:"file_transfer_enabled,omitempty"`
	Monitors            string           `json:"monitors,omitempty"`
	Port                string           `json:"port,omitempty"`
	SecurePort          string           `json:"secure_port,omitempty"`
	SingleQxlPci        string           `json:"single_qxl_pci,omitempty"`
	SmartcardEnabled    string           `json:"smartcard_enabled,omitempty"`
	Type                string           `json:"type,omitempty"`
}

// JSONCertificate is the certificate of the host that the console is on.
type JSONCertificate struct {
	Content      string `json:"content,omitempty"`
	Organization string `json:"organization,omitempty"`
	Subject      string `json:"subject,omitempty"`
}

// JSONGuestOperatingSystem is what the guest agent says about the guest.
type JSONGuestOperatingSystem struct {
	Architecture string       `json:"architecture,omitempty"`
	Codename     string       `json:"codename,omitempty"`
	Distribution string       `json:"distribution,omitempty"`
	Family       string       `json:"family,omitempty"`
	Kernel       *JSONKernel  `json:"kernel,omitempty"`
	Version      *JSONVersion `json:"version,omitempty"`
}

// JSONKernel is the kernel of the guest.
type JSONKernel struct {
	Version *JSONVersion `json:"version,omitempty"`
}
