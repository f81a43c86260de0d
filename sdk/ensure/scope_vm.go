package ensure

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

// machineInstead says what to use for the fields of VMs and templates that aren't managed.
var machineInstead = map[string]string{
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

// vmScope are the fields of [Vm].
var vmScope = scope{
	fields: append(machineFields[:len(machineFields):len(machineFields)],
		"ExternalHostProvider", "InstanceType", "Nics", "NumaTuneMode", "OriginalTemplate", "Payloads",
		"Snapshots", "Status", "Template", "UseLatestTemplateVersion",
	),
	instead: machineInstead,
}

// templateScope are the fields of [Template].
var templateScope = scope{
	fields:  append(machineFields[:len(machineFields):len(machineFields)], "Version", "Vm"),
	instead: machineInstead,
}
