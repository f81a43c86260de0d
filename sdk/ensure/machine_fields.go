package ensure

import "github.com/ovirt-go/ovirt/sdk/types"

// machineFields are the fields that [Vm] and [Template] both manage.
var machineFields = []string{
	"Name", "Description", "Comment", "AutoPinningPolicy", "Bios", "Cluster", "Console",
	"Cpu.CpuTune", "Cpu.Mode", "Cpu.Topology", "CpuPinningPolicy", "CpuProfile", "CpuShares",
	"CustomCompatibilityVersion.Major", "CustomCompatibilityVersion.Minor", "CustomCpuModel",
	"CustomEmulatedMachine", "CustomProperties", "DeleteProtected", "DiskAttachments",
	"Display.AllowOverride", "Display.CopyPasteEnabled", "Display.DisconnectAction",
	"Display.DisconnectActionDelay", "Display.FileTransferEnabled", "Display.KeyboardLayout",
	"Display.Monitors", "Display.SmartcardEnabled", "Display.Type", "Display.VideoType",
	"HighAvailability", "Initialization", "Io", "LargeIcon", "Lease", "Memory",
	"MemoryPolicy.Ballooning", "MemoryPolicy.Guaranteed", "MemoryPolicy.Max",
	"Migration.AutoConverge", "Migration.Compressed", "Migration.CustomParallelMigrations",
	"Migration.Encrypted", "Migration.ParallelMigrationsPolicy", "Migration.Policy",
	"MigrationDowntime", "MultiQueuesEnabled", "Os.Boot", "Os.Cmdline", "Os.Initrd", "Os.Kernel",
	"Os.Type", "PlacementPolicy", "Quota", "RngDevice", "SerialNumber", "SmallIcon",
	"SoundcardEnabled", "Sso", "StartPaused", "Stateless", "StorageDomain",
	"StorageErrorResumeBehaviour", "TimeZone.Name", "TpmEnabled", "TunnelMigration", "Type", "Usb",
	"VirtioScsi", "VirtioScsiMultiQueues", "VirtioScsiMultiQueuesEnabled",
}

// machineCreateOnly are the fields of VMs and templates that count only when one is created.
var machineCreateOnly = []string{"Initialization.Configuration", "SmallIcon", "LargeIcon"}

// machineEqual compares the fields of VMs and templates that engines round or reorder.
var machineEqual = map[string]func(old, wanted any) bool{
	"Memory": sameMiB, "MemoryPolicy.Guaranteed": sameMiB, "MemoryPolicy.Max": sameMiB,
	"CustomProperties": sameProperties, "Quota": anyQuotaFits,
}

// anyQuotaFits reports whether a quota is wanted without saying which. The engine then chooses one
// that the user may use, so that an object always has a quota.
func anyQuotaFits(_, wanted any) bool {
	quota, ok := wanted.(*types.Quota)
	return ok && idOf(quota) == "" && nameOf(quota) == ""
}

// isNoGenerator reports whether no random number generator is wanted. Engines then copy the one of
// the template, and remove it by an update.
func isNoGenerator(device *types.RngDevice) bool { return device != nil && device.Source == "" }

// machineManagedElsewhere says what to use for the fields of VMs and templates that aren't managed.
var machineManagedElsewhere = map[string]string{
	"Cdroms":                              "use the VmService's CdromsService",
	"Cpu.Architecture":                    "it is that of the cluster",
	"Cpu.Type":                            "use CustomCpuModel",
	"CustomCompatibilityVersion.Build":    "a compatibility version has a Major and a Minor alone",
	"Display.Address":                     "it is that of the host on which the VM runs",
	"Display.Proxy":                       "use the Display of Cluster",
	"Domain":                              "use the Domain of Initialization",
	"GraphicsConsoles":                    "use the Type of Display, or the VmService's GraphicsConsolesService",
	"HostDevices":                         "use the VmService's HostDevicesService",
	"ID":                                  identified,
	"MediatedDevices":                     "use the VmService's MediatedDevicesService",
	"MemoryPolicy.OverCommit":             "use the MemoryPolicy of Cluster",
	"MemoryPolicy.TransparentHugePages":   "use the MemoryPolicy of Cluster",
	"Migration.Bandwidth":                 "use the Migration of Cluster",
	"NumaNodes":                           "use the VmService's NumaNodesService",
	"Os.CustomKernelCmdline":              "use Cmdline",
	"Permissions":                         "use Permission",
	"Tags":                                "use VmTags",
	"TimeZone.UtcOffset":                  "use Name",
	"Watchdogs":                           "use the VmService's WatchdogsService",
	"AffinityLabels":                      "use AffinityLabel",
	"Host":                                "use the Hosts of PlacementPolicy, or VmService.Migrate",
	"KatelloErrata":                       "the engine reads them from the provider",
	"NextRunConfigurationExists":          "the engine sets it when a change waits for the next start",
	"RunOnce":                             "use VmService.Start with a VM",
	"Statistics":                          "use the VmService's StatisticsService",
	"VmPool":                              "use the VmPoolsService",
	"ReportedDevices":                     "the guest reports them",
	"Fqdn":                                "the guest reports it; use the HostName of Initialization",
	"Nics":                                "those of a template are those of its VM",
	"CustomCompatibilityVersion.Revision": "a compatibility version has a Major and a Minor alone",
}

// vmFields are the fields of [Vm].
var vmFields = fields{
	managed: append(machineFields[:len(machineFields):len(machineFields)],
		"ExternalHostProvider", "InstanceType", "Nics", "NumaTuneMode", "OriginalTemplate", "Payloads",
		"Snapshots", "Status", "Template", "UseLatestTemplateVersion",
	),
	managedElsewhere: machineManagedElsewhere,
	appliedApart:     []string{"Nics", "DiskAttachments", "Status"},
	createOnly: append(machineCreateOnly[:len(machineCreateOnly):len(machineCreateOnly)],
		"Payloads", "Snapshots", "StorageDomain", "UseLatestTemplateVersion",
	),
	unchangeable: []string{"Template", "OriginalTemplate"},
	equal:        machineEqual,
}

// templateFields are the fields of [Template].
var templateFields = fields{
	managed:          append(machineFields[:len(machineFields):len(machineFields)], "Version", "Vm"),
	managedElsewhere: machineManagedElsewhere,
	createOnly: append(machineCreateOnly[:len(machineCreateOnly):len(machineCreateOnly)],
		"Vm", "StorageDomain", "DiskAttachments",
	),
	equal: machineEqual,
}
