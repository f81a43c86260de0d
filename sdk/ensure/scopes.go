package ensure

// The fields that the functions for other objects than VMs and templates manage, and what to use
// instead of the others.
var (
	affinityGroupScope = scope{
		fields: []string{
			"Name", "Description", "Cluster", "HostLabels", "Hosts", "HostsRule", "Priority", "VmLabels",
			"Vms", "VmsRule",
		},
		instead: map[string]string{
			"Comment":   "engines keep none of an affinity group",
			"Enforcing": "use VmsRule",
			"Positive":  "use VmsRule",
		},
	}

	diskScope = scope{
		fields: []string{
			"Name", "Description", "Alias", "Backup", "ContentType", "DiskProfile", "Format", "ID",
			"ImageID", "InitialSize", "LunStorage", "PropagateErrors", "ProvisionedSize",
			"QcowVersion", "Quota", "Sgio", "Shareable", "Sparse", "StorageDomains", "StorageType",
			"WipeAfterDelete",
		},
		instead: map[string]string{
			"Active":              "use the DiskAttachments of Vm",
			"Bootable":            "use the DiskAttachments of Vm",
			"Comment":             "engines keep none of a disk; use Description",
			"DiskSnapshots":       "use Snapshot",
			"Interface":           "use the DiskAttachments of Vm",
			"LogicalName":         "use the DiskAttachments of Vm",
			"OpenstackVolumeType": "engines don't support Cinder volumes any more",
			"Permissions":         "use Permission",
			"ReadOnly":            "use the DiskAttachments of Vm",
			"StorageDomain":       "use StorageDomains",
			"UsesScsiReservation": "use the DiskAttachments of Vm",
			"Vm":                  "use the DiskAttachments of Vm",
			"Vms":                 "use the DiskAttachments of Vm",
		},
	}

	diskAttachmentScope = scope{
		fields: []string{
			"ID", "Active", "Bootable", "Disk", "Interface", "PassDiscard", "ReadOnly",
			"UsesScsiReservation",
		},
		instead: map[string]string{
			"Comment":     "use the Description of the disk",
			"Description": "use the Description of the disk",
			"LogicalName": "the guest reports it",
			"Name":        "use the Alias of the disk",
			"Vm":          "it is the VM to which the attachment belongs",
		},
	}

	hostScope = scope{
		fields: []string{
			"Name", "Comment", "Address", "Cluster", "Display.Address", "ExternalHostProvider",
			"Os.CustomKernelCmdline", "OverrideIptables", "Port", "PowerManagement.AutomaticPmEnabled",
			"PowerManagement.Enabled", "PowerManagement.KdumpDetection", "PowerManagement.PmProxies",
			"RootPassword", "Spm.Priority", "Ssh.AuthenticationMethod", "Ssh.Fingerprint", "Ssh.Port",
			"Ssh.PublicKey", "Ssh.User", "Status", "VgpuPlacement",
		},
		instead: map[string]string{
			"AffinityLabels":                        "use AffinityLabel",
			"Agents":                                "use the HostService's FenceAgentsService",
			"Description":                           "engines keep none of a host; use Comment",
			"HostedEngine":                          "use HostService.Install with DeployHostedEngine",
			"NetworkAttachments":                    "use HostService.SetupNetworks",
			"Nics":                                  "use HostService.SetupNetworks",
			"Permissions":                           "use Permission",
			"PowerManagement.Address":               "use the HostService's FenceAgentsService",
			"PowerManagement.Agents":                "use the HostService's FenceAgentsService",
			"PowerManagement.Options":               "use the HostService's FenceAgentsService",
			"PowerManagement.Password":              "use the HostService's FenceAgentsService",
			"PowerManagement.Type":                  "use the HostService's FenceAgentsService",
			"PowerManagement.Username":              "use the HostService's FenceAgentsService",
			"Spm.Status":                            "use HostService.ForceSelectSpm",
			"StorageConnectionExtensions":           "use the HostService's StorageConnectionExtensionsService",
			"Tags":                                  "use the HostService's TagsService",
			"ExternalNetworkProviderConfigurations": "use HostService.Install",
		},
	}

	networkScope = scope{
		fields: []string{
			"Name", "Description", "Comment", "Cluster", "DataCenter", "Display",
			"DnsResolverConfiguration", "ExternalProvider", "ExternalProviderPhysicalNetwork", "Mtu",
			"PortIsolation", "ProfileRequired", "Qos", "Required", "Stp", "Usages", "Vlan",
		},
		instead: map[string]string{
			"Ip":            "use HostService.SetupNetworks: addresses belong to hosts",
			"NetworkLabels": "use the NetworkService's NetworkLabelsService",
			"Permissions":   "use Permission",
			"Status":        "the engine sets it in each cluster",
			"VdsmName":      "the engine sets it",
			"VnicProfiles":  "use VnicProfile",
		},
	}

	nicScope = scope{
		fields: []string{"Name", "Interface", "Linked", "Mac", "Plugged", "VnicProfile"},
		instead: map[string]string{
			"BootProtocol":            "use the NicConfigurations of the VM's Initialization",
			"Comment":                 "engines keep none of a NIC",
			"Description":             "engines keep none of a NIC",
			"Network":                 "use VnicProfile, with its Network",
			"NetworkFilterParameters": "use the VmNicService's NetworkFilterParametersService",
			"OnBoot":                  "use the NicConfigurations of the VM's Initialization",
		},
	}

	permissionScope = scope{
		fields: []string{
			"Cluster", "DataCenter", "Disk", "Group", "Host", "Role", "StorageDomain", "Template",
			"User", "Vm", "VmPool",
		},
		instead: map[string]string{"Name": "a permission has none: Role says what is permitted"},
	}

	snapshotScope = scope{
		fields: []string{"Description", "DiskAttachments", "PersistMemorystate"},
		instead: map[string]string{
			"Name": "use Description",
			"Vm":   "use the argument vm",
		},
	}

	storageDomainScope = scope{
		fields: []string{
			"Name", "Description", "Comment", "Backup", "BlockSize", "CriticalSpaceActionBlocker",
			"DataCenter", "DiscardAfterDelete", "Host", "ID", "Import", "Status", "Storage",
			"StorageFormat", "Type", "WarningLowSpaceIndicator", "WipeAfterDelete",
		},
		instead: map[string]string{
			"DataCenters":        "use DataCenter: a storage domain is attached to one",
			"DiskProfiles":       "use the StorageDomainService's DiskProfilesService",
			"Disks":              "use Disk",
			"Permissions":        "use Permission",
			"StorageConnections": "use the StorageDomainService's StorageConnectionsService",
		},
	}

	tagScope = scope{
		fields: []string{"Name", "Description", "Parent"},
		instead: map[string]string{
			"Comment":  "engines keep none of a tag; use Description",
			"Host":     "use the HostService's TagsService",
			"Template": "use the TemplateService's TagsService",
			"User":     "use the UserService's TagsService",
			"Vm":       "use VmTags",
		},
	}

	userScope = scope{
		fields: []string{"Domain", "Namespace", "Principal", "UserName"},
		instead: map[string]string{
			"Email":         "the directory has it",
			"Groups":        "the directory has them",
			"LastName":      "the directory has it",
			"Name":          "the directory has it; use UserName",
			"Options":       "use the UserService's OptionsService",
			"Permissions":   "use Permission",
			"SshPublicKeys": "use the UserService's SshPublicKeysService",
			"Tags":          "use the UserService's TagsService",
		},
	}

	vnicProfileScope = scope{
		fields: []string{
			"Name", "Description", "CustomProperties", "Failover", "Migratable", "Network",
			"NetworkFilter", "PassThrough", "PortMirroring", "Qos",
		},
		instead: map[string]string{
			"Comment":     "engines keep none of a vNIC profile; use Description",
			"Permissions": "use Permission",
		},
	}
)
