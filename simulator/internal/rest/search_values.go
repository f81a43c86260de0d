package rest

import (
	"fmt"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// addresses returns the addresses that a guest reports.
func addresses(s searched) search.Values {
	var out search.Values
	for _, device := range s.w.Of(s.e, "reporteddevices") {
		for _, ip := range device.Object().List("ips") {
			out = append(out, ip.Text("address"))
		}
	}
	return out
}

// uptime returns the seconds since the start of a VM that runs.
func uptime(s searched) search.Values {
	start, ok := s.e.Object().Get("start_time").(time.Time)
	if !ok {
		return search.Values{int64(0)}
	}
	return search.Values{int64(s.w.Time().Sub(start) / time.Second)}
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

// levelOf returns a version as 4.7.
func levelOf(o *store.Object, member string) search.Values {
	v := o.Part(member)
	if v == nil {
		return nil
	}
	return search.Values{fmt.Sprintf("%d.%d", v.Int("major"), v.Int("minor"))}
}

func level(s searched) search.Values { return levelOf(s.e.Object(), "version") }

func customLevel(s searched) search.Values {
	return levelOf(s.e.Object(), "custom_compatibility_version")
}

func clusterLevel(s searched) search.Values {
	cluster := s.w.Resolve(s.e.Object().Part("cluster"))
	if cluster == nil {
		return nil
	}
	return levelOf(cluster.Object(), "version")
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
	return search.Values{(o.Int("available") + o.Int("used")) / gib}
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

// networkLabel returns the label of a network, whose id it is.
func networkLabel(s searched) search.Values {
	var out search.Values
	for _, label := range s.w.Of(s.e, "networklabels") {
		out = append(out, label.ID())
	}
	return out
}

// allocation tells how the space of a disk is taken.
func allocation(s searched) search.Values {
	switch o := s.e.Object(); {
	case o.True("sparse"):
		return search.Values{"sparse"}
	case o.Has("sparse"):
		return search.Values{"preallocated"}
	}
	return nil
}

// vmsOf returns the VMs to which a disk is attached.
func vmsOf(s searched) []*store.Entity {
	var out []*store.Entity
	for _, attachment := range s.w.Attachments(s.e) {
		if vm := attachment.Owner; vm != nil && vm.Object().Type.Name == "vm" {
			out = append(out, vm)
		}
	}
	return out
}

func vmCount(s searched) search.Values { return search.Values{int64(len(vmsOf(s)))} }

func vmNames(s searched) search.Values {
	var names []string
	for _, vm := range vmsOf(s) {
		names = append(names, vm.Object().Name())
	}
	if names == nil {
		return nil
	}
	return search.Values{strings.Join(names, ",")}
}

// poolSize counts the VMs of a pool, or those that run.
func poolSize(running bool) getter {
	return func(s searched) search.Values {
		n := int64(0)
		for _, vm := range s.w.Referring("vm", "vm_pool", s.e.ID()) {
			if status := vm.Object().Text("status"); !running || status != "down" && status != "image_locked" {
				n++
			}
		}
		return search.Values{n}
	}
}

func poolArchitecture(s searched) search.Values {
	cluster := s.w.Resolve(s.e.Object().Part("cluster"))
	if cluster == nil {
		return nil
	}
	return search.Values{cluster.Object().Text("cpu.architecture")}
}

func transportTypes(s searched) search.Values {
	list, _ := s.e.Object().Get("transport_types").([]string)
	var out search.Values
	for _, name := range list {
		out = append(out, strings.ToLower(name))
	}
	return out
}

// interfaceNetwork returns the name of the network behind a NIC.
func interfaceNetwork(s searched) search.Values {
	if network := nameOf("network")(s); network != nil {
		return network
	}
	return nameOf("vnic_profile", "network")(s)
}

// pairName returns the name of one of two objects that belong together, such as a network in a cluster.
func pairName(typeName string) getter {
	return func(s searched) search.Values {
		for _, e := range [...]*store.Entity{s.e, s.from} {
			if e != nil && e.Object().Type.Name == typeName {
				return search.Values{e.Object().Name()}
			}
		}
		return nil
	}
}
