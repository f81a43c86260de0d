package simulator_test

import (
	"encoding/base64"
	"strings"
	"time"
)

// idle puts the second host into maintenance.
func (x *scene) idle() string {
	x.act(x.other, "deactivate", "")
	return x.other
}

// volume makes a Gluster volume with two bricks.
func (x *scene) volume() string {
	x.want(200, "PUT", x.cluster, "<cluster><gluster_service>true</gluster_service></cluster>")
	host := x.host[strings.LastIndex(x.host, "/")+1:]
	return x.add(x.cluster+"/glustervolumes", `<gluster_volume><name>v</name><volume_type>distribute</volume_type><bricks>
		<brick><server_id>`+host+`</server_id><brick_dir>/a</brick_dir></brick>
		<brick><server_id>`+host+`</server_id><brick_dir>/b</brick_dir></brick></bricks></gluster_volume>`)
}

func (x *scene) started() string {
	v := x.volume()
	x.act(v, "start", "")
	return v
}

// domain attaches a storage domain of a type to the data center.
func (x *scene) domain(kind string) string {
	sd := x.add("/storagedomains", `<storage_domain><name>`+kind+`</name><type>`+kind+`</type>`+ref("host", x.host)+
		`<storage><type>nfs</type><address>nfs</address><path>/`+kind+`</path></storage></storage_domain>`)
	x.add(x.dc+"/storagedomains", ref("storage_domain", sd))
	x.wait()
	return sd
}

// block attaches a data domain of two iSCSI units to the data center, and returns it with the ids of the units.
func (x *scene) block() (sd string, units []string) {
	x.act(x.host, "iscsilogin", `<iscsi><address>10.0.0.1</address><target>iqn.2026-01.com.example:t</target></iscsi>`)
	units = x.Engine.IDs(x.host + "/storage")
	sd = x.add("/storagedomains", `<storage_domain><name>block</name><type>data</type>`+ref("host", x.host)+
		`<storage><type>iscsi</type><logical_units><logical_unit id="`+units[0]+`"/><logical_unit id="`+units[1]+
		`"/></logical_units></storage></storage_domain>`)
	x.add(x.dc+"/storagedomains", ref("storage_domain", sd))
	x.wait()
	return sd, units
}

// exported puts a VM or template onto an export domain and returns its path there.
func (x *scene) exported(path string) string {
	sd := x.domain("export")
	x.act(path, "export", ref("storage_domain", sd))
	return under(sd+path[:strings.LastIndex(path, "/")], path)
}

// unregistered detaches a data domain with a VM or template that has its disk there and attaches it again.
func (x *scene) unregistered(path string) string {
	sd := x.homeOf(path)
	attached := under(x.dc+"/storagedomains", sd)
	for _, vm := range []string{x.running} {
		x.act(vm, "stop", "")
	}
	x.act(attached, "deactivate", "")
	x.want(200, "DELETE", attached, "")
	x.add(x.dc+"/storagedomains", ref("storage_domain", sd))
	x.wait()
	return under(sd+path[:strings.LastIndex(path, "/")], path)
}

// homeOf returns the storage domain of the first disk of a VM or template.
func (x *scene) homeOf(path string) string {
	disk := x.get(under("/disks", x.first(path+"/diskattachments")))
	return "/storagedomains/" + between(x.t, disk, `<storage_domain href="/ovirt-engine/api/storagedomains/`, `"`)
}

// fenced returns a host in maintenance that can be fenced.
func (x *scene) fenced() string {
	x.add(x.other+"/fenceagents", `<agent><address>pm</address><type>ipmilan</type><username>u</username><password>p</password><order>1</order></agent>`)
	x.want(200, "PUT", x.other, "<host><power_management><enabled>true</enabled></power_management></host>")
	x.clock.Advance(5 * time.Minute) // a young engine fences nobody
	return x.idle()
}

// network makes a network of the cluster.
func (x *scene) network(name, more string) string {
	n := x.add("/networks", `<network><name>`+name+`</name><data_center><name>Default</name></data_center>`+more+`</network>`)
	x.add(x.cluster+"/networks", ref("network", n))
	return n
}

// plugged makes a network that is on the second interface of the first host.
func (x *scene) plugged() string {
	n := x.network("red", `<vlan id="7"/>`)
	x.act(x.host, "setupnetworks", `<modified_network_attachments><network_attachment>`+ref("network", n)+
		`<host_nic><name>eth1</name></host_nic></network_attachment></modified_network_attachments>`)
	return n
}

func (x *scene) installing(status string) string {
	x.put(x.other, "<host><status>"+status+"</status></host>")
	return x.other
}

func (x *scene) job() string {
	return x.add("/jobs", "<job><description>mine</description><auto_cleared>false</auto_cleared></job>")
}

func (x *scene) provider(kind, tag string) string {
	more := ""
	if tag == "openstack_network_provider" {
		more = "<type>external</type>"
	}
	return x.add("/"+kind, "<"+tag+"><name>p</name><url>http://p</url>"+more+"</"+tag+">")
}

// certificate returns a certificate as engines take it.
func (x *scene) certificate() string {
	ca, err := x.Engine.CA()
	if err != nil {
		x.t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(ca)
}

// infraDeeds are the actions on the infrastructure by service and name, each with what must exist before.
var infraDeeds = map[string]func(*scene) deed{
	"attached_storage_domain.activate": func(x *scene) deed {
		a := under(x.dc+"/storagedomains", x.second)
		x.act(x.running, "stop", "")
		x.act(a, "deactivate", "")
		return deed{path: a}
	},
	"attached_storage_domain.deactivate": func(x *scene) deed {
		x.act(x.running, "stop", "")
		return deed{path: under(x.dc+"/storagedomains", x.second)}
	},
	"attached_storage_domain_disk.register": func(x *scene) deed {
		disk := x.add("/disks", `<disk><alias>floating</alias><format>cow</format><provisioned_size>1073741824</provisioned_size>
			<storage_domains>`+ref("storage_domain", x.second)+`</storage_domains></disk>`)
		x.wait()
		attached := under(x.dc+"/storagedomains", x.second)
		x.act(x.running, "stop", "")
		x.act(attached, "deactivate", "")
		x.want(200, "DELETE", attached, "")
		x.add(x.dc+"/storagedomains", ref("storage_domain", x.second))
		x.wait()
		return deed{path: under(attached+"/disks", disk), watch: []string{"/disks"}}
	},
	"cluster.refresh_gluster_heal_status": func(x *scene) deed {
		x.started()
		return deed{path: x.cluster, watch: []string{x.cluster + "/glustervolumes"}}
	},
	"cluster.reset_emulated_machine": func(x *scene) deed {
		return deed{path: x.add("/clusters", "<cluster><name>empty</name>"+ref("data_center", x.dc)+"</cluster>")} // hosts must be down
	},
	"cluster.sync_all_networks": func(x *scene) deed {
		n := x.plugged()
		x.want(200, "PUT", n, "<network><mtu>9000</mtu></network>")
		return deed{path: x.cluster, watch: []string{x.host + "/networkattachments"}}
	},
	"cluster.upgrade":                  func(x *scene) deed { return deed{path: x.cluster, body: "<upgrade_action>start</upgrade_action>"} },
	"data_center.clean_finished_tasks": func(x *scene) deed { return deed{path: x.dc} },
	"data_center.set_master": func(x *scene) deed {
		return deed{path: x.dc, body: ref("storage_domain", x.second), watch: []string{x.dc + "/storagedomains"}}
	},
	"events.undelete": func(x *scene) deed {
		event := x.add("/events", `<event><description>mine</description><severity>alert</severity><origin>tool</origin><custom_id>1</custom_id></event>`)
		x.want(200, "DELETE", event, "")
		return deed{path: "/events"}
	},
	"external_provider.import_certificates": func(x *scene) deed {
		p := x.provider("openstackimageproviders", "openstack_image_provider")
		return deed{
			path: p, body: "<certificates><certificate><content>" + x.certificate() + "</content></certificate></certificates>",
			watch: []string{p + "/certificates"},
		}
	},
	"external_provider.test_connectivity": func(x *scene) deed {
		return deed{path: x.provider("externalhostproviders", "external_host_provider")}
	},
	"gluster_brick.replace": func(x *scene) deed {
		return deed{path: x.first(x.started() + "/glusterbricks"), body: "<bricks><brick><brick_dir>/c</brick_dir></brick></bricks>"}
	},
	"gluster_bricks.activate": func(x *scene) deed {
		bricks := x.started() + "/glusterbricks"
		x.put(x.first(bricks), "<brick><status>down</status></brick>")
		return deed{path: bricks, body: "<bricks>" + ref("brick", x.first(bricks)) + "</bricks>"}
	},
	"gluster_bricks.migrate": func(x *scene) deed {
		bricks := x.started() + "/glusterbricks"
		return deed{path: bricks, body: "<bricks>" + ref("brick", x.first(bricks)) + "</bricks>"}
	},
	"gluster_bricks.stop_migrate": func(x *scene) deed {
		bricks := x.started() + "/glusterbricks"
		x.act(bricks, "migrate", "<bricks>"+ref("brick", x.first(bricks))+"</bricks>")
		return deed{path: bricks, body: "<bricks>" + ref("brick", x.first(bricks)) + "</bricks>"}
	},
	"gluster_hook.disable": func(x *scene) deed { x.volume(); return deed{path: x.first(x.cluster + "/glusterhooks")} },
	"gluster_hook.enable": func(x *scene) deed {
		x.volume()
		hook := x.first(x.cluster + "/glusterhooks")
		x.act(hook, "disable", "")
		return deed{path: hook}
	},
	"gluster_hook.resolve": func(x *scene) deed {
		x.volume()
		hook := x.first(x.cluster + "/glusterhooks")
		x.put(hook, "<gluster_hook><conflict_status>1</conflict_status><conflicts>CONTENT_CONFLICT</conflicts></gluster_hook>")
		return deed{path: hook, body: "<resolution_type>copy</resolution_type>" + ref("host", x.host)}
	},
	"gluster_volume.get_profile_statistics": func(x *scene) deed { return deed{path: x.started()} },
	"gluster_volume.rebalance":              func(x *scene) deed { return deed{path: x.started()} },
	"gluster_volume.reset_all_options":      func(x *scene) deed { return deed{path: x.tuned()} },
	"gluster_volume.reset_option": func(x *scene) deed {
		return deed{path: x.tuned(), body: "<force>true</force><option><name>auth.allow</name></option>"}
	},
	"gluster_volume.set_option": func(x *scene) deed {
		return deed{path: x.volume(), body: "<option><name>auth.allow</name><value>*</value></option>"}
	},
	"gluster_volume.start":         func(x *scene) deed { return deed{path: x.volume()} },
	"gluster_volume.start_profile": func(x *scene) deed { return deed{path: x.started()} },
	"gluster_volume.stop":          func(x *scene) deed { return deed{path: x.started()} },
	"gluster_volume.stop_profile":  func(x *scene) deed { v := x.started(); x.act(v, "startprofile", ""); return deed{path: v} },
	"gluster_volume.stop_rebalance": func(x *scene) deed {
		v := x.started()
		if a := x.do("POST", v+"/rebalance", "<action/>"); a.status != 200 {
			x.t.Fatal(a.body)
		}
		return deed{path: v}
	},
	"host.activate": func(x *scene) deed { return deed{path: x.idle()} },
	"host.approve": func(x *scene) deed {
		return deed{path: x.installing("pending_approval"), body: "<activate>false</activate><host><root_password>p</root_password></host>"}
	},
	"host.approve_using_root_password": func(x *scene) deed {
		return deed{path: x.installing("install_failed"), body: "<host><root_password>p</root_password></host>"}
	},
	"host.approve_using_ssh": func(x *scene) deed {
		return deed{path: x.installing("install_failed"), body: `<host><ssh><authentication_method>password</authentication_method>
			<user><user_name>root</user_name><password>p</password></user></ssh></host>`}
	},
	"host.commit_net_config": func(x *scene) deed { return deed{path: x.host} },
	"host.copy_host_networks": func(x *scene) deed {
		x.plugged()
		return deed{path: x.other, body: ref("source_host", x.host), watch: []string{x.other + "/networkattachments"}}
	},
	"host.deactivate": func(x *scene) deed { return deed{path: x.other} },
	"host.discover_iscsi": func(x *scene) deed {
		return deed{path: x.host, body: "<iscsi><address>10.0.0.1</address></iscsi>"}
	},
	"host.enroll_certificate": func(x *scene) deed { return deed{path: x.idle()} },
	"host.fence":              func(x *scene) deed { return deed{path: x.fenced(), body: "<fence_type>stop</fence_type>"} },
	"host.force_select_spm":   func(x *scene) deed { return deed{path: x.other} },
	"host.install":            func(x *scene) deed { return deed{path: x.idle(), body: "<root_password>p</root_password>"} },
	"host.install_using_root_password": func(x *scene) deed {
		return deed{path: x.idle(), body: "<root_password>p</root_password>"}
	},
	"host.install_using_ssh": func(x *scene) deed {
		return deed{path: x.idle(), body: `<ssh><authentication_method>password</authentication_method>
			<user><user_name>root</user_name><password>p</password></user></ssh>`}
	},
	"host.iscsi_discover": func(x *scene) deed {
		return deed{path: x.host, body: "<iscsi><address>10.0.0.1</address></iscsi>"}
	},
	"host.iscsi_login": func(x *scene) deed {
		return deed{
			path: x.host, body: "<iscsi><address>10.0.0.1</address><target>iqn.2026-01.com.example:t</target></iscsi>",
			watch: []string{x.host + "/storage"},
		}
	},
	"host.refresh": func(x *scene) deed { return deed{path: x.host} },
	"host.setup_networks": func(x *scene) deed {
		return deed{path: x.host, body: `<modified_network_attachments><network_attachment>` + ref("network", x.network("red", "")) +
			`<host_nic><name>eth1</name></host_nic></network_attachment></modified_network_attachments>`,
			watch: []string{x.host + "/networkattachments", x.host + "/nics"}}
	},
	"host.sync_all_networks": func(x *scene) deed {
		n := x.plugged()
		x.want(200, "PUT", n, "<network><mtu>9000</mtu></network>")
		return deed{path: x.host, watch: []string{x.host + "/networkattachments"}}
	},
	"host.unregistered_storage_domains_discover": func(x *scene) deed {
		sd, _ := x.block()
		attached := under(x.dc+"/storagedomains", sd)
		x.act(attached, "deactivate", "")
		x.want(200, "DELETE", attached, "")
		x.want(200, "DELETE", sd+"?host=host-001", "")
		return deed{path: x.host, body: "<iscsi><address>10.0.0.1</address></iscsi>"}
	},
	"host.upgrade": func(x *scene) deed {
		x.act(x.other, "upgradecheck", "")
		return deed{path: x.other}
	},
	"host.upgrade_check": func(x *scene) deed { return deed{path: x.other} },
	"host_nic.update_virtual_functions_configuration": func(x *scene) deed {
		return deed{
			path: x.host + "/nics/" + x.Engine.IDs(x.host + "/nics")[1],
			body: "<virtual_functions_configuration><number_of_virtual_functions>2</number_of_virtual_functions></virtual_functions_configuration>",
		}
	},
	"image.import": func(x *scene) deed {
		x.provider("openstackimageproviders", "openstack_image_provider")
		ids := x.Engine.IDs("/storagedomains")
		return deed{
			path: x.first("/storagedomains/" + ids[len(ids)-1] + "/images"), body: ref("storage_domain", x.sd), watch: []string{"/disks"},
		}
	},
	"job.clear": func(x *scene) deed { return deed{path: x.job()} },
	"job.end":   func(x *scene) deed { return deed{path: x.job(), body: "<succeeded>true</succeeded>"} },
	"openstack_image.import": func(x *scene) deed {
		p := x.provider("openstackimageproviders", "openstack_image_provider")
		return deed{path: x.first(p + "/images"), body: ref("storage_domain", x.sd), watch: []string{"/disks"}}
	},
	"openstack_network.import": func(x *scene) deed {
		p := x.provider("openstacknetworkproviders", "openstack_network_provider")
		return deed{path: x.first(p + "/networks"), body: ref("data_center", x.dc), watch: []string{"/networks"}}
	},
	"step.end": func(x *scene) deed {
		return deed{
			path: x.add(x.job()+"/steps", "<step><description>s</description><type>executing</type></step>"), body: "<succeeded>true</succeeded>",
		}
	},
	"storage_domain.is_attached": func(x *scene) deed { return deed{path: x.sd, body: ref("host", x.host)} },
	"storage_domain.reduce_luns": func(x *scene) deed {
		sd, units := x.block()
		x.act(under(x.dc+"/storagedomains", sd), "deactivate", "")
		return deed{path: sd, body: `<logical_units><logical_unit id="` + units[1] + `"/></logical_units>`}
	},
	"storage_domain.refresh_luns": func(x *scene) deed {
		sd, units := x.block()
		x.put(x.host+"/storage/"+units[1], `<host_storage><logical_units><logical_unit id="`+units[1]+
			`"><size>214748364800</size></logical_unit></logical_units></host_storage>`)
		return deed{path: sd, body: `<logical_units><logical_unit id="` + units[1] + `"/></logical_units>`}
	},
	"storage_domain.update_ovf_store": func(x *scene) deed { return deed{path: x.sd, watch: []string{"/disks"}} },
	"storage_domain_template.import": func(x *scene) deed {
		path := x.exported(x.template)
		x.want(200, "DELETE", x.template, "")
		return deed{path: path, body: ref("cluster", x.cluster), watch: []string{"/templates"}}
	},
	"storage_domain_template.register": func(x *scene) deed {
		return deed{path: x.unregistered(x.template), body: ref("cluster", x.cluster), watch: []string{"/templates"}}
	},
	"storage_domain_vm.import": func(x *scene) deed {
		return deed{
			path: x.exported(x.down), body: ref("cluster", x.cluster) + "<clone>true</clone><vm><name>twin</name></vm>", watch: []string{"/vms"},
		}
	},
	"storage_domain_vm.register": func(x *scene) deed {
		return deed{path: x.unregistered(x.down), body: ref("cluster", x.cluster), watch: []string{"/vms"}}
	},
	"system.reload_configurations": func(*scene) deed { return deed{path: ""} },
}

// tuned returns a volume with an option.
func (x *scene) tuned() string {
	v := x.volume()
	x.act(v, "setoption", "<option><name>auth.allow</name><value>*</value></option>")
	return v
}
