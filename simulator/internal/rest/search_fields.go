package rest

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/search"
)

// field is what can be searched for in objects of a kind, and how its values are found.
type field struct {
	search.Field
	get getter
}

type getter func(searched) search.Values

const (
	mib = 1 << 20
	gib = 1 << 30
)

func text(get getter) field  { return field{search.Field{Type: search.String}, get} }
func exact(get getter) field { return field{search.Field{Type: search.Exact}, get} }
func flag(get getter) field  { return field{search.Field{Type: search.Bool}, get} }
func count(get getter) field { return field{search.Field{Type: search.Integer}, get} }
func long(get getter) field  { return field{search.Field{Type: search.Long}, get} }
func float(get getter) field { return field{search.Field{Type: search.Decimal}, get} }
func date(get getter) field  { return field{search.Field{Type: search.Time}, get} }

// one returns a field of an enum, whose value is that of a member.
func one(n names, member string) field {
	return field{search.Field{Type: search.Enum, Names: n.all}, func(s searched) search.Values {
		if value := s.e.Object().Text(member); value != "" {
			return search.Values{n.of(value)}
		}
		return nil
	}}
}

// by returns the field with other relations than those of its type.
func (f field) by(relations string) field {
	f.Rels = relations
	return f
}

// hidden returns the field without a part in free texts.
func (f field) hidden() field {
	f.Hidden = true
	return f
}

// anywhere returns the field looked for in all of a text.
func (f field) anywhere() field {
	f.Contains = true
	return f
}

// path returns the value behind a path of members, such as os.type.
func path(name string) getter {
	return func(s searched) search.Values {
		switch v := s.e.Object().Get(name).(type) {
		case string, bool, int64, float64:
			return search.Values{v}
		}
		return nil
	}
}

// at returns the time in a member.
func at(name string) getter {
	return func(s searched) search.Values {
		if v := s.e.Object().Get(name); v != nil {
			return search.Values{v}
		}
		return nil
	}
}

// counted returns a number of bytes in larger units.
func counted(name string, unit int64) getter {
	return func(s searched) search.Values {
		n, ok := s.e.Object().Get(name).(int64)
		if !ok {
			return nil
		}
		return search.Values{n / unit}
	}
}

// nameOf returns the name of the object that a chain of references leads to.
func nameOf(members ...string) getter {
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

// refName returns the name that is written in a reference itself, as events have it.
func refName(member string) getter {
	return func(s searched) search.Values {
		ref := s.e.Object().Part(member)
		if ref == nil || ref.Name() == "" {
			return nil
		}
		return search.Values{ref.Name()}
	}
}

// namesIn returns the names of the objects in a collection below.
func namesIn(segment string) getter {
	return func(s searched) search.Values {
		var out search.Values
		for _, e := range s.w.Of(s.e, segment) {
			out = append(out, e.Object().Name())
		}
		return out
	}
}

// tagNames returns the names of an object's tags and of the tags above them, so that a tag finds what its children mark.
func tagNames(s searched) search.Values {
	var out search.Values
	for _, tag := range s.w.Of(s.e, "tags") {
		for depth := 0; tag != nil && depth < 100; depth++ {
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

// no is a field that engines know and that never holds here.
func no(searched) search.Values { return search.Values{false} }

// fields are the searchable ones by kind, which is mostly the name of a type.
var fields = map[string]map[string]field{
	"vm": {
		"name": text(path("name")), "comment": text(path("comment")), "status": one(vmStates, "status"), "ip": text(addresses),
		"host": text(nameOf("host")), "fqdn": text(path("fqdn")), "uptime": {search.Field{Type: search.Span}, uptime},
		"os": exact(path("os.type")), "creationdate": date(at("creation_time")).by("< >"), "address": text(none),
		"cpu_usage": count(zero), "mem_usage": count(zero), "network_usage": count(zero), "memory": count(counted("memory", mib)),
		"guaranteed_memory": count(counted("memory_policy.guaranteed", mib)), "migration_progress_percent": count(zero),
		"apps": text(namesIn("applications")).hidden().anywhere(), "cluster": text(nameOf("cluster")), "pool": text(nameOf("vm_pool")),
		"loggedinuser": text(none), "tag": text(tagNames), "datacenter": text(nameOf("cluster", "data_center")), "type": one(vmTypes, "type"),
		"quota": exact(nameOf("quota")), "id": exact(path("id")), "description": text(path("description")),
		"architecture": one(architectures, "cpu.architecture"), "custom_emulated_machine": text(path("custom_emulated_machine")),
		"custom_cpu_type": text(path("custom_cpu_model")), "compatibility_level": text(clusterLevel), "custom_compatibility_level": exact(customLevel),
		"created_by_user_id": exact(none), "next_run_config_exists": flag(path("next_run_configuration_exists")), "has_illegal_images": flag(no),
		"bios_type": one(biosTypes, "bios.type"), "namespace": text(none), "vcpus": count(vcpus),
	},
	"host": {
		"name": text(path("name")), "comment": text(path("comment")), "status": one(hostStates, "status"),
		"external_status": one(externalStates, "external_status"), "cluster": text(nameOf("cluster")), "address": text(path("address")),
		"cpu_usage": count(zero), "mem_usage": count(zero), "network_usage": count(zero), "load": float(zero),
		"version": text(path("version.full_version")), "cpus": count(vcpus), "memory": count(counted("memory", mib)),
		"cpu_speed": float(path("cpu.speed")), "cpu_model": text(path("cpu.name")), "active_vms": count(path("summary.active")),
		"migrating_vms": count(path("summary.migrating")).by("= !="), "committed_mem": count(zero), "tag": text(tagNames),
		"type": one(hostTypes, "type"), "datacenter": text(nameOf("cluster", "data_center")), "architecture": one(architectures, "cpu.architecture"),
		"update_available": flag(path("update_available")), "ha_score": count(zero).by("= !="), "spm_id": count(none).by("= !="),
		"hw_id": exact(path("hardware_information.uuid")), "id": exact(path("id")),
	},
	"event": {
		"type": count(path("code")).by("= !="), "severity": one(severities, "severity").by("< > <= >= = !="), "message": text(path("description")),
		"time": date(at("time")), "usrname": text(refName("user")), "event_host": text(refName("host")), "event_vm": text(refName("vm")),
		"event_template": text(refName("template")), "event_storage": text(refName("storage_domain")),
		"event_datacenter": text(refName("data_center")), "event_volume": text(none), "correlation_id": text(path("correlation_id")),
		"origin": text(path("origin")), "custom_event_id": count(path("custom_id")).by("= !="), "deleted": flag(no), "usrid": text(path("user.id")),
		"_event_vm_id": text(path("vm.id")), "_event_host_id": text(path("host.id")), "_event_template_id": text(path("template.id")),
		"_event_storage_id": text(path("storage_domain.id")), "_event_datacenter_id": text(path("data_center.id")),
		"_event_quota_id": text(none), "_event_volume_id": text(none),
	},
	"disk": {
		"alias": text(path("alias")), "name": text(path("name")), "description": text(path("description")),
		"provisioned_size": long(path("provisioned_size")).by("< >"), "size": long(path("provisioned_size")).by("< >"),
		"actual_size": long(path("actual_size")).by("< >"), "creation_date": date(none).by("< >"), "shareable": flag(path("shareable")),
		"status": one(imageStates, "status"), "disk_type": one(diskTypes, "storage_type"), "disk_content_type": one(diskContents, "content_type"),
		"allocation_policy": {search.Field{Type: search.Enum, Names: volumeTypes.all}, allocation}, "number_of_vms": count(vmCount),
		"vm_names": exact(vmNames), "quota": text(nameOf("quota")), "id": exact(path("id")), "wipe_after_delete": flag(path("wipe_after_delete")),
		"last_modified": date(none).by("< >"),
	},
	"template": {
		"name": text(path("name")), "comment": text(path("comment")), "os": exact(path("os.type")), "creationdate": date(at("creation_time")),
		"childcount": count(childCount), "mem": count(counted("memory", mib)), "description": text(path("description")),
		"status": one(templateStates, "status"), "sealed": flag(no), "cluster": text(nameOf("cluster")),
		"datacenter": text(nameOf("cluster", "data_center")), "quota": exact(nameOf("quota")),
		"architecture": one(architectures, "cpu.architecture"), "version_name": text(path("version.version_name")), "tag": text(tagNames),
		"_vmt_id": exact(path("id")),
	},
	"cluster": {
		"name": text(path("name")), "description": text(path("description")), "comment": text(path("comment")),
		"architecture": one(architectures, "cpu.architecture"), "compatibility_level": float(compatibility).by("= !="),
		"cpu_type": text(path("cpu.type")),
	},
	"data_center": {
		"name": text(path("name")), "description": text(path("description")), "local": flag(path("local")),
		"status": one(dataCenterStates, "status"), "comment": text(path("comment")), "compatibility_version": text(level),
	},
	"storage_domain": {
		"name": text(path("name")), "status": one(domainStates, "status"), "shared_status": one(sharedStates, "status"),
		"external_status": one(externalStates, "external_status"), "datacenter": text(nameOf("data_center")),
		"type": one(storageTypes, "storage.type"), "free_size": count(counted("available", gib)), "used_size": count(counted("used", gib)),
		"total_size": count(totalSize), "committed": count(counted("committed", gib)), "comment": text(path("comment")),
		"description": text(path("description")), "wipe_after_delete": flag(path("wipe_after_delete")),
		"discard_after_delete": flag(path("discard_after_delete")), "backup": flag(path("backup")),
		"low_space_threshold":      count(path("warning_low_space_indicator")).by("= !="),
		"critical_space_threshold": count(path("critical_space_action_blocker")).by("= !="),
	},
	"network": {
		"name": text(path("name")), "description": text(path("description")), "comment": text(path("comment")), "vlanid": count(path("vlan.id")),
		"stp": flag(path("stp")), "mtu": count(path("mtu")), "vmnetwork": flag(isVMNetwork), "datacenter": text(nameOf("data_center")),
		"label": text(networkLabel), "provider_name": text(nameOf("external_provider")), "qos_name": text(nameOf("qos")),
	},
	"vm_pool": {
		"name": text(path("name")), "description": text(path("description")), "comment": text(path("comment")), "type": one(poolTypes, "type"),
		"cluster": text(nameOf("cluster")), "datacenter": text(nameOf("cluster", "data_center")),
		"architecture":      {search.Field{Type: search.Enum, Names: architectures.all}, poolArchitecture},
		"assigned_vm_count": count(poolSize(false)).by("= !="), "running_vm_count": count(poolSize(true)).by("= !="),
	},
	"user": {
		"name": text(path("name")), "lastname": text(path("last_name")), "usrname": text(userNames), "user_and_domain": text(path("user_name")),
		"directory": text(nameOf("domain")), "login": text(userNames), "department": text(path("department")), "tag": text(tagNames),
		"pool": text(none), "type": exact(func(searched) search.Values { return search.Values{"user"} }),
	},
	"directory_user": {
		"name": text(path("name")), "username": text(userNames), "allnames": text(userNames), "lastname": text(path("last_name")),
		"department": text(path("department")), "title": text(none),
	},
	"group":           {"grpname": text(path("name")), "name": text(path("name"))},
	"directory_group": {"name": text(path("name")), "groupname": text(path("name")), "allnames": text(path("name"))},
	"job":             {"correlation_id": exact(func(s searched) search.Values { return search.Values{s.e.Note("correlation_id")} })},
	"gluster_volume": {
		"name": text(path("name")), "type": one(volumeLayouts, "volume_type"), "status": one(glusterStates, "status"),
		"transport_type": {search.Field{Type: search.Enum, Names: transports.all}, transportTypes},
		"replica_count":  count(path("replica_count")), "stripe_count": count(path("stripe_count")),
	},
	// Kinds that are only found by relations.
	"interface":       {"network_name": text(interfaceNetwork), "mac": text(path("mac.address"))},
	"cluster_network": {"network_name": text(pairName("network")), "cluster_name": text(pairName("cluster"))},
	"host_network":    {"host_name": text(path("name"))},
	"provider": {
		"name": text(path("name")), "type": exact(path("type")), "description": text(path("description")), "url": text(path("url")),
	},
	"quota": {
		"name": text(path("name")), "storagepoolname": text(nameOf("data_center")), "description": text(path("description")),
		"thresholdclusterpercentage": count(path("cluster_soft_limit_pct")), "thresholdstoragepercentage": count(path("storage_soft_limit_pct")),
		"graceclusterpercentage": count(path("cluster_hard_limit_pct")), "gracestoragepercentage": count(path("storage_hard_limit_pct")),
		"enforcementtype": one(enforcingTypes, "data_center.quota_mode"),
	},
}

// userNames returns the login of a user alone and with its domain.
func userNames(s searched) search.Values {
	name := s.e.Object().Text("user_name")
	out := search.Values{name}
	if i := strings.LastIndexByte(name, '@'); i > 0 {
		out = append(out, name[:i])
	}
	return out
}
