package search

import (
	"fmt"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// addresses returns the addresses that a guest reports.
func addresses(s object) Values {
	var out Values
	for _, device := range s.in.Of(s.e, "reporteddevices") {
		for _, ip := range device.Object().List("ips") {
			out = append(out, ip.Text("address"))
		}
	}
	return out
}

// uptime returns the seconds since the start of a VM that runs.
func uptime(s object) Values {
	start, ok := s.e.Object().Get("start_time").(time.Time)
	if !ok {
		return Values{int64(0)}
	}
	return Values{int64(s.in.Time().Sub(start) / time.Second)}
}

func vcpus(s object) Values {
	t := s.e.Object().Part("cpu.topology")
	if t == nil {
		return nil
	}
	return Values{t.Int("cores") * t.Int("sockets") * t.Int("threads")}
}

func childCount(s object) Values {
	return Values{int64(len(s.in.Referring("vm", "template", s.e.ID())))}
}

// levelOf returns a version as 4.7.
func levelOf(o *store.Object, member string) Values {
	v := o.Part(member)
	if v == nil {
		return nil
	}
	return Values{fmt.Sprintf("%d.%d", v.Int("major"), v.Int("minor"))}
}

func level(s object) Values { return levelOf(s.e.Object(), "version") }

func customLevel(s object) Values {
	return levelOf(s.e.Object(), "custom_compatibility_version")
}

func clusterLevel(s object) Values {
	cluster := s.in.Resolve(s.e.Object().Part("cluster"))
	if cluster == nil {
		return nil
	}
	return levelOf(cluster.Object(), "version")
}

func compatibility(s object) Values {
	v := s.e.Object().Part("version")
	if v == nil {
		return nil
	}
	return Values{float64(v.Int("major")) + float64(v.Int("minor"))/10}
}

func totalSize(s object) Values {
	o := s.e.Object()
	return Values{(o.Int("available") + o.Int("used")) / gib}
}

func isVMNetwork(s object) Values {
	usages, _ := s.e.Object().Get("usages").([]string)
	for _, usage := range usages {
		if usage == "vm" {
			return Values{true}
		}
	}
	return Values{false}
}

// networkLabel returns the label of a network, whose id it is.
func networkLabel(s object) Values {
	var out Values
	for _, label := range s.in.Of(s.e, "networklabels") {
		out = append(out, label.ID())
	}
	return out
}

// allocation tells how the space of a disk is taken.
func allocation(s object) Values {
	switch o := s.e.Object(); {
	case o.True("sparse"):
		return Values{"sparse"}
	case o.Has("sparse"):
		return Values{"preallocated"}
	}
	return nil
}

// vmsOf returns the VMs to which a disk is attached.
func vmsOf(s object) []*store.Entity {
	var out []*store.Entity
	for _, attachment := range s.in.Attachments(s.e) {
		if vm := attachment.Owner; vm != nil && vm.Object().Type.Name == "vm" {
			out = append(out, vm)
		}
	}
	return out
}

func vmCount(s object) Values { return Values{int64(len(vmsOf(s)))} }

func vmNames(s object) Values {
	var names []string
	for _, vm := range vmsOf(s) {
		names = append(names, vm.Object().Name())
	}
	if names == nil {
		return nil
	}
	return Values{strings.Join(names, ",")}
}

// poolSize counts the VMs of a pool, or those that run.
func poolSize(running bool) getter {
	return func(s object) Values {
		n := int64(0)
		for _, vm := range s.in.Referring("vm", "vm_pool", s.e.ID()) {
			status := vm.Object().Text("status")
			if !running || status != "down" && status != "image_locked" {
				n++
			}
		}
		return Values{n}
	}
}

func poolArchitecture(s object) Values {
	cluster := s.in.Resolve(s.e.Object().Part("cluster"))
	if cluster == nil {
		return nil
	}
	return Values{cluster.Object().Text("cpu.architecture")}
}

func transportTypes(s object) Values {
	list, _ := s.e.Object().Get("transport_types").([]string)
	var out Values
	for _, name := range list {
		out = append(out, strings.ToLower(name))
	}
	return out
}

// interfaceNetwork returns the name of the network behind a NIC.
func interfaceNetwork(s object) Values {
	if network := nameOf("network")(s); network != nil {
		return network
	}
	return nameOf("vnic_profile", "network")(s)
}

// pairName returns the name of one of two objects that belong together, such as a network in a
// cluster.
func pairName(typeName string) getter {
	return func(s object) Values {
		for _, e := range [...]*store.Entity{s.e, s.from} {
			if e != nil && e.Object().Type.Name == typeName {
				return Values{e.Object().Name()}
			}
		}
		return nil
	}
}
