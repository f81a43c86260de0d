package rest

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/search"
)

type field func(searched) search.Values

const mib = 1 << 20

// path gives the value behind a path of members, such as os.type.
func path(name string) field {
	return func(s searched) search.Values {
		o := s.e.Object()
		head, last := "", name
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			head, last = name[:i], name[i+1:]
			if o = o.Part(head); o == nil {
				return nil
			}
		}
		m := o.Type.Member(last)
		if m == nil {
			return nil
		}
		return asValues(m, o.Value(m))
	}
}

// megabytes gives a number of bytes as the search counts it.
func megabytes(name string) field { return scaled(name, mib) }

// gigabytes does the same for disks and storage.
func gigabytes(name string) field { return scaled(name, 1<<30) }

func scaled(name string, unit int64) field {
	return func(s searched) search.Values {
		n, ok := s.e.Object().Get(name).(int64)
		if !ok {
			return nil
		}
		return search.Values{n / unit}
	}
}

// nameOf gives the name of the object that a chain of references leads to.
func nameOf(members ...string) field {
	return func(s searched) search.Values {
		e := s.e
		for _, member := range members {
			if e = s.w.Resolve(e.Object().Part(member)); e == nil {
				return nil
			}
		}
		return search.Values{e.Object().Name()}
	}
}

// namesIn gives the names of the objects in a collection below.
func namesIn(segment string) field {
	return func(s searched) search.Values {
		var out search.Values
		for _, e := range s.w.Of(s.e, segment) {
			out = append(out, e.Object().Name())
		}
		return out
	}
}

// tagNames gives the names of an object's tags and of the tags above them, so that a tag finds what its children mark.
func tagNames(s searched) search.Values {
	var out search.Values
	for _, tag := range s.w.Of(s.e, "tags") {
		for tag != nil {
			out = append(out, tag.Object().Name())
			tag = s.w.Resolve(tag.Object().Part("parent"))
		}
	}
	return out
}

// none is a field that engines know and that has no value here.
func none(searched) search.Values { return nil }

// zero is a field that engines know and that is nothing here.
func zero(searched) search.Values { return search.Values{int64(0)} }

// addresses gives the addresses that a guest reports.
func addresses(s searched) search.Values {
	var out search.Values
	for _, device := range s.w.Of(s.e, "reporteddevices") {
		for _, ip := range device.Object().List("ips") {
			out = append(out, ip.Text("address"))
		}
	}
	return out
}

// fieldTable are the fields whose name isn't that of a member, or whose value isn't the member's.
var fieldTable = map[string]map[string]field{
	"vm": {
		"cluster": nameOf("cluster"), "datacenter": nameOf("cluster", "data_center"), "host": nameOf("host"), "pool": nameOf("vm_pool"),
		"template": nameOf("template"), "quota": nameOf("quota"), "tag": tagNames, "os": path("os.type"), "ip": addresses,
		"address": none, "creationdate": path("creation_time"), "architecture": path("cpu.architecture"), "memory": megabytes("memory"),
		"mem": megabytes("memory"), "guaranteed_memory": megabytes("memory_policy.guaranteed"), "apps": namesIn("applications"),
		"loggedinuser": none, "uptime": none, "cpu_usage": zero, "mem_usage": zero, "network_usage": zero,
		"migration_progress_percent": zero, "custom_cpu_type": path("custom_cpu_model"), "compatibility_level": none,
		"custom_compatibility_level": none, "created_by_user_id": none, "next_run_config_exists": path("next_run_configuration_exists"),
		"bios_type": path("bios.type"), "namespace": none, "vcpus": vcpus,
	},
	"host": {
		"cluster": nameOf("cluster"), "datacenter": nameOf("cluster", "data_center"), "tag": tagNames, "cpu_model": path("cpu.name"),
		"cpu_speed": path("cpu.speed"), "memory": megabytes("memory"), "version": path("version.full_version"),
		"architecture": path("cpu.architecture"), "active_vms": path("summary.active"), "migrating_vms": path("summary.migrating"),
		"cpus": vcpus, "cpu_usage": zero, "mem_usage": zero, "network_usage": zero, "load": zero, "committed_mem": zero,
		"ha_score": zero, "spm_id": none, "hw_id": path("hardware_information.uuid"),
	},
	"template": {
		"cluster": nameOf("cluster"), "datacenter": nameOf("cluster", "data_center"), "tag": tagNames, "os": path("os.type"),
		"creationdate": path("creation_time"), "mem": megabytes("memory"), "architecture": path("cpu.architecture"),
		"version_name": path("version.version_name"), "_vmt_id": path("id"), "quota": nameOf("quota"), "childcount": childCount,
		"sealed": none,
	},
	"cluster": {
		"datacenter": nameOf("data_center"), "architecture": path("cpu.architecture"), "cpu_type": path("cpu.type"),
		"compatibility_level": compatibility,
	},
	"data_center": {"compatibility_version": compatibility},
	"storage_domain": {
		"datacenter": nameOf("data_center"), "free_size": gigabytes("available"), "used_size": gigabytes("used"),
		"committed": gigabytes("committed"), "total_size": totalSize, "shared_status": path("status"),
	},
	"disk": {
		"provisioned_size": gigabytes("provisioned_size"), "size": gigabytes("provisioned_size"), "actual_size": gigabytes("actual_size"),
		"disk_type": path("storage_type"), "disk_content_type": path("content_type"), "quota": nameOf("quota"), "creation_date": none,
		"last_modified": none, "allocation_policy": none, "number_of_vms": none, "vm_names": none,
	},
	"network": {
		"datacenter": nameOf("data_center"), "vlanid": path("vlan.id"), "vmnetwork": isVMNetwork, "qos_name": nameOf("qos"),
		"provider_name": nameOf("external_provider"), "label": namesIn("networklabels"),
	},
	"vm_pool": {
		"cluster": nameOf("cluster"), "datacenter": nameOf("cluster", "data_center"), "assigned_vm_count": zero, "running_vm_count": zero,
		"architecture": none,
	},
	"user": {
		"usrname": path("user_name"), "user_and_domain": path("user_name"), "lastname": path("last_name"), "login": path("principal"),
		"directory": nameOf("domain"), "tag": tagNames, "pool": none, "type": none,
	},
	"group": {"grpname": path("name")},
	"event": {
		"type": path("code"), "message": path("description"), "usrname": refName("user"), "event_host": refName("host"),
		"event_vm": refName("vm"), "event_template": refName("template"), "event_storage": refName("storage_domain"),
		"event_datacenter": refName("data_center"), "event_volume": none, "custom_event_id": path("custom_id"), "deleted": none,
		"_event_vm_id": path("vm.id"), "_event_host_id": path("host.id"), "_event_template_id": path("template.id"),
		"_event_storage_id": path("storage_domain.id"), "_event_datacenter_id": path("data_center.id"), "usrid": path("user.id"),
	},
	"job": {"correlation_id": func(s searched) search.Values { return search.Values{s.e.Note("correlation_id")} }},
}

// refName gives the name that is written in a reference itself, as events have it.
func refName(member string) field {
	return func(s searched) search.Values {
		ref := s.e.Object().Part(member)
		if ref == nil {
			return nil
		}
		return search.Values{ref.Name()}
	}
}

func vcpus(s searched) search.Values {
	t := s.e.Object().Part("cpu.topology")
	if t == nil {
		return nil
	}
	return search.Values{t.Int("cores") * t.Int("sockets") * t.Int("threads")}
}

func childCount(s searched) search.Values {
	return search.Values{int64(len(s.w.Referring("vm", "template", s.e.ID())))}
}

func compatibility(s searched) search.Values {
	v := s.e.Object().Part("version")
	if v == nil {
		return nil
	}
	return search.Values{float64(v.Int("major")) + float64(v.Int("minor"))/10}
}

func totalSize(s searched) search.Values {
	o := s.e.Object()
	return search.Values{(o.Int("available") + o.Int("used")) >> 30}
}

func isVMNetwork(s searched) search.Values {
	usages, _ := s.e.Object().Get("usages").([]string)
	for _, usage := range usages {
		if usage == "vm" {
			return search.Values{true}
		}
	}
	return search.Values{false}
}
