package simulator_test

// disk returns the disk of a VM or template.
func (x *scene) disk(path string) string { return under("/disks", x.first(path+"/diskattachments")) }

// snapshot makes a snapshot of the VM that is down.
func (x *scene) snapshot() string {
	s := x.add(x.down+"/snapshots", "<snapshot><description>s</description></snapshot>")
	x.wait()
	return s
}

// preview makes a snapshot and shows it as the present state of the VM.
func (x *scene) preview() string {
	s := x.snapshot()
	x.act(x.down, "previewsnapshot", ref("snapshot", s))
	return x.down
}

// transfer starts a transfer of a disk.
func (x *scene) transfer(direction string) string {
	x.act(x.running, "stop", "")
	t := x.add("/imagetransfers", "<image_transfer>"+ref("disk", x.disk(x.down))+"<direction>"+direction+"</direction></image_transfer>")
	x.wait()
	return t
}

// console returns the first graphics console of the running VM.
func (x *scene) console() string { return x.first(x.running + "/graphicsconsoles") }

// lun returns a disk that is a logical unit.
func (x *scene) lun() string {
	d := x.add("/disks", `<disk><alias>lun</alias><format>raw</format><lun_storage><type>iscsi</type><logical_units><logical_unit id="3600">
		<address>10.0.0.1</address><port>3260</port><target>iqn.2026-01.com.example:t</target></logical_unit></logical_units></lun_storage></disk>`)
	x.wait()
	return d
}

// blockDisk makes a disk in a storage domain of logical units.
func (x *scene) blockDisk() string {
	sd, _ := x.block()
	d := x.add("/disks", `<disk><alias>block</alias><format>cow</format><provisioned_size>1073741824</provisioned_size><storage_domains>`+
		ref("storage_domain", sd)+`</storage_domains></disk>`)
	x.wait()
	return d
}

// last returns the path of the newest object of a collection.
func (x *scene) last(collection string) string {
	ids := x.Engine.IDs(collection)
	return collection + "/" + ids[len(ids)-1]
}

// pool makes a pool of two VMs.
func (x *scene) pool() string {
	p := x.add("/vmpools", "<vm_pool><name>p</name><size>2</size>"+ref("cluster", x.cluster)+ref("template", x.template)+"</vm_pool>")
	x.wait()
	return p
}

// in returns the path of a VM's disk below the storage domain where it is.
func (x *scene) in(collection string) string {
	sd := x.homeOf(x.down)
	return under(under(collection, sd)+"/disks", x.disk(x.down))
}

// raw makes a disk one without the format that engines don't sparsify.
func (x *scene) raw(disk string) string {
	x.put(disk, "<disk><format>raw</format></disk>")
	return disk
}

// rawIn is in for a raw disk.
func (x *scene) rawIn(collection string) string {
	x.raw(x.disk(x.down))
	return x.in(collection)
}

// elsewhere returns a reference to a storage domain where the VM's disk isn't.
func (x *scene) elsewhere() string {
	if x.homeOf(x.down) == x.sd {
		return ref("storage_domain", x.second)
	}
	return ref("storage_domain", x.sd)
}

const toPath = "<directory>/var/tmp</directory><filename>x.ova</filename>"

// vmDeeds are the actions on VMs and what belongs to them.
var vmDeeds = map[string]func(*scene) deed{
	"attached_storage_domain_disk.copy": func(x *scene) deed {
		return deed{path: x.in(x.dc + "/storagedomains"), body: x.elsewhere(), watch: []string{"/disks"}}
	},
	"attached_storage_domain_disk.export": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.in(x.dc + "/storagedomains"), body: ref("storage_domain", sd), watch: []string{sd + "/disks"}}
	},
	"attached_storage_domain_disk.move": func(x *scene) deed {
		return deed{path: x.in(x.dc + "/storagedomains"), body: x.elsewhere(), watch: []string{"/disks"}}
	},
	"attached_storage_domain_disk.sparsify": func(x *scene) deed { return deed{path: x.rawIn(x.dc + "/storagedomains")} },
	"disk.convert": func(x *scene) deed {
		return deed{path: x.disk(x.down), body: "<disk><format>raw</format></disk>"}
	},
	"disk.copy": func(x *scene) deed {
		return deed{path: x.disk(x.down), body: x.elsewhere(), watch: []string{"/disks"}}
	},
	"disk.export": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.disk(x.down), body: ref("storage_domain", sd), watch: []string{sd + "/disks"}}
	},
	"disk.move":        func(x *scene) deed { return deed{path: x.disk(x.down), body: x.elsewhere()} },
	"disk.reduce":      func(x *scene) deed { return deed{path: x.blockDisk()} },
	"disk.refresh_lun": func(x *scene) deed { return deed{path: x.lun(), body: ref("host", x.host)} },
	"disk.sparsify":    func(x *scene) deed { return deed{path: x.raw(x.disk(x.down))} },
	"image_transfer.cancel": func(x *scene) deed {
		return deed{path: x.transfer("upload")}
	},
	"image_transfer.extend":   func(x *scene) deed { return deed{path: x.transfer("upload")} },
	"image_transfer.finalize": func(x *scene) deed { return deed{path: x.transfer("upload")} },
	"image_transfer.pause":    func(x *scene) deed { return deed{path: x.transfer("upload")} },
	"image_transfer.resume":   func(x *scene) deed { t := x.transfer("upload"); x.act(t, "pause", ""); return deed{path: t} },
	"snapshot.restore":        func(x *scene) deed { return deed{path: x.snapshot(), watch: []string{x.down}} },
	"storage_domain_disk.copy": func(x *scene) deed {
		return deed{path: x.in("/storagedomains"), body: x.elsewhere(), watch: []string{"/disks"}}
	},
	"storage_domain_disk.export": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.in("/storagedomains"), body: ref("storage_domain", sd), watch: []string{sd + "/disks"}}
	},
	"storage_domain_disk.move": func(x *scene) deed {
		return deed{path: x.in("/storagedomains"), body: x.elsewhere(), watch: []string{"/disks"}}
	},
	"storage_domain_disk.reduce": func(x *scene) deed {
		disk := x.blockDisk()
		return deed{path: under(x.last("/storagedomains")+"/disks", disk)}
	},
	"storage_domain_disk.sparsify": func(x *scene) deed { return deed{path: x.rawIn("/storagedomains")} },
	"template.export": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.template, body: ref("storage_domain", sd), watch: []string{sd + "/templates"}}
	},
	"template.export_to_export_domain": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.template, body: "<exclusive>true</exclusive>" + ref("storage_domain", sd), watch: []string{sd + "/templates"}}
	},
	"template.export_to_path_on_host": func(x *scene) deed { return deed{path: x.template, body: ref("host", x.host) + toPath} },
	"vm.auto_pin_cpu_and_numa_nodes": func(x *scene) deed {
		x.put(x.down, "<vm><placement_policy><affinity>pinned</affinity><hosts>"+ref("host", x.host)+"</hosts></placement_policy></vm>")
		return deed{path: x.down, body: "<optimize_cpu_settings>true</optimize_cpu_settings>", watch: []string{x.down + "/numanodes"}}
	},
	"vm.cancel_migration": func(x *scene) deed {
		x.want(200, "POST", x.running+"/migrate", "<action/>")
		return deed{path: x.running}
	},
	"vm.clone": func(x *scene) deed {
		return deed{path: x.down, body: "<vm><name>twin</name></vm>", watch: []string{"/vms"}}
	},
	"vm.commit_snapshot": func(x *scene) deed { return deed{path: x.preview(), watch: []string{x.down + "/snapshots"}} },
	"vm.detach": func(x *scene) deed {
		x.pool()
		ids := x.Engine.IDs("/vms")
		return deed{path: "/vms/" + ids[len(ids)-1]}
	},
	"vm.export": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.down, body: ref("storage_domain", sd), watch: []string{sd + "/vms"}}
	},
	"vm.export_to_export_domain": func(x *scene) deed {
		sd := x.domain("export")
		return deed{path: x.down, body: "<discard_snapshots>true</discard_snapshots>" + ref("storage_domain", sd), watch: []string{sd + "/vms"}}
	},
	"vm.export_to_path_on_host": func(x *scene) deed { return deed{path: x.down, body: ref("host", x.host) + toPath} },
	"vm.freeze_filesystems":     func(x *scene) deed { return deed{path: x.running} },
	"vm.logon":                  func(x *scene) deed { return deed{path: x.running, watch: []string{x.running + "/sessions"}} },
	"vm.maintenance": func(x *scene) deed {
		x.put(x.running, "<vm><origin>managed_hosted_engine</origin></vm>")
		return deed{path: x.running, body: "<maintenance_enabled>true</maintenance_enabled>", watch: []string{x.host + "?all_content=true"}}
	},
	"vm.migrate": func(x *scene) deed { return deed{path: x.running} },
	"vm.preview_snapshot": func(x *scene) deed {
		return deed{path: x.down, body: ref("snapshot", x.snapshot()), watch: []string{x.down + "/snapshots"}}
	},
	"vm.reboot": func(x *scene) deed { return deed{path: x.running} },
	"vm.reorder_mac_addresses": func(x *scene) deed {
		nics := x.Engine.IDs(x.down + "/nics")
		x.put(x.down+"/nics/"+nics[0], "<nic><mac><address>56:6f:00:00:00:99</address></mac></nic>")
		x.put(x.down+"/nics/"+nics[1], "<nic><mac><address>56:6f:00:00:00:11</address></mac></nic>")
		return deed{path: x.down, watch: []string{x.down + "/nics"}}
	},
	"vm.reset":            func(x *scene) deed { return deed{path: x.running} },
	"vm.screenshot":       func(x *scene) deed { return deed{path: x.running} },
	"vm.shutdown":         func(x *scene) deed { return deed{path: x.running} },
	"vm.start":            func(x *scene) deed { return deed{path: x.down} },
	"vm.stop":             func(x *scene) deed { return deed{path: x.running} },
	"vm.suspend":          func(x *scene) deed { return deed{path: x.running} },
	"vm.thaw_filesystems": func(x *scene) deed { x.act(x.running, "freezefilesystems", ""); return deed{path: x.running} },
	"vm.ticket":           func(x *scene) deed { return deed{path: x.running} },
	"vm.undo_snapshot":    func(x *scene) deed { return deed{path: x.preview(), watch: []string{x.down + "/snapshots"}} },
	"vm_backup.finalize": func(x *scene) deed {
		b := x.add(x.running+"/backups", "<backup><disks>"+ref("disk", x.disk(x.running))+"</disks></backup>")
		x.wait()
		return deed{path: b}
	},
	"vm_graphics_console.proxy_ticket":                  func(x *scene) deed { return deed{path: x.console()} },
	"vm_graphics_console.remote_viewer_connection_file": func(x *scene) deed { return deed{path: x.console()} },
	"vm_graphics_console.ticket":                        func(x *scene) deed { return deed{path: x.console()} },
	"vm_nic.activate": func(x *scene) deed {
		nic := x.first(x.down + "/nics")
		x.act(nic, "deactivate", "")
		return deed{path: nic}
	},
	"vm_nic.deactivate":   func(x *scene) deed { return deed{path: x.first(x.down + "/nics")} },
	"vm_pool.allocate_vm": func(x *scene) deed { return deed{path: x.pool(), watch: []string{"/vms"}} },
}
