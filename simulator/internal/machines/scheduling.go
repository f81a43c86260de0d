package machines

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// schedule chooses a host for one VM as the engine does: filters leave hosts out, and of those that
// are left one after the other is taken, those first that fit the wishes of affinity groups that
// aren't enforced.
type schedule struct {
	ms      *Machines
	vm      *store.Entity
	cluster string          // cluster is the id of the one whose hosts are looked at.
	not     *store.Entity   // not is a host that is left out from the beginning, or nil.
	only    *store.Entity   // only is the one host that will do, or nil.
	bound   []*store.Object // bound are the hosts to which the VM is bound; empty for any.

	lenient bool // lenient looks at VMs to be kept together or apart as a wish only.

	groups  []affinityRule
	reasons []string // why hosts were left out
}

// hostFor returns a host on which a VM may run, or nil.
func (ms *Machines) hostFor(vm *store.Entity) *store.Entity {
	host, _ := ms.scheduling(vm).choose("run VM")
	return host
}

// RefugeFor returns a host for a VM that must leave its own, or nil.
func (ms *Machines) RefugeFor(vm, from *store.Entity) *store.Entity {
	s := ms.scheduling(vm)
	s.not, s.lenient = from, true
	host, _ := s.choose("migrate VM")
	return host
}

// boundTo returns the hosts on which alone a VM may run.
func (ms *Machines) boundTo(vm *store.Object) []*store.Object {
	if vm.Text(names.PlacementPolicyAffinity) == "migratable" {
		return nil
	}
	return vm.List(names.PlacementPolicyHosts)
}

// scheduling begins to look for a host of the VM's cluster.
func (ms *Machines) scheduling(vm *store.Entity) *schedule {
	return &schedule{
		ms:      ms,
		vm:      vm,
		cluster: vm.Object().Text(names.ClusterID),
		bound:   ms.boundTo(vm.Object()),
		groups:  ms.affinityOf(vm),
	}
}

// choose returns a host, or the engine's refusal with the reason for each host.
func (s *schedule) choose(what string) (*store.Entity, error) {
	var candidates, hosts []*store.Entity
	for _, h := range s.ms.w.All("/hosts") {
		if o := h.Object(); h != s.not && (s.only == nil || h == s.only) &&
			o.Text(names.Status) == world.Up && o.Text(names.ClusterID) == s.cluster {
			candidates = append(candidates, h)
		}
	}
	if len(candidates) == 0 {
		return nil, world.Conflict(
			"There are no hosts to use. Check that the cluster contains at least one host in Up " +
				"state.",
		)
	}
	for _, h := range candidates {
		if filter, why := s.filter(h); filter != "" {
			s.reasons = append(
				s.reasons,
				fmt.Sprintf(
					"The host %s did not satisfy internal filter %s because %s.",
					h.Object().Name(),
					filter,
					why,
				),
			)
			continue
		}
		hosts = append(hosts, h)
	}
	if len(hosts) == 0 {
		lines := append(
			[]string{
				"Cannot " + what + ". There is no host that satisfies current scheduling " +
					"constraints. See below for details:",
			},
			s.reasons...)
		return nil, world.Conflict("%s", strings.Join(lines, ", "))
	}
	if liked := slices.DeleteFunc(slices.Clone(hosts), func(h *store.Entity) bool {
		return s.violates(h, false) != ""
	}); len(liked) > 0 {
		hosts = liked
	}
	return hosts[s.ms.w.NextTurn()%len(hosts)], nil
}

// filter tells which filter a host doesn't pass, and why, or "".
func (s *schedule) filter(host *store.Entity) (name, why string) {
	if len(s.bound) > 0 && !slices.ContainsFunc(s.bound, func(ref *store.Object) bool {
		return s.ms.w.Resolve(ref) == host
	}) {
		return "PinToHost", "the host is not present in the pinning list."
	}
	if free := s.ms.FreeMemory(host); s.vm.Object().Int(names.Memory) > free {
		return "Memory", fmt.Sprintf(
			"its available memory is too low (%d MB) to run the VM",
			free/world.MiB,
		)
	}
	switch s.violates(host, true) {
	case withVMs:
		return "VmAffinityGroups", "it did not match positive affinity rules "
	case apartFromVMs:
		return "VmAffinityGroups", "it matched negative affinity rules "
	case onHosts:
		return "VmToHostsAffinityGroups", "it did not match positive affinity rules "
	case offHosts:
		return "VmToHostsAffinityGroups", "it matched negative affinity rules "
	}
	return "", ""
}

// The kinds of rules that a host can violate.
const (
	withVMs      = "with VMs"
	apartFromVMs = "apart from VMs"
	onHosts      = "on hosts"
	offHosts     = "off hosts"
)

// affinityRule is a group to which the VM belongs, with the other VMs and the hosts in it.
type affinityRule struct {
	group      *store.Object
	vms, hosts []*store.Entity
}

// violates tells what kind of rule a host violates for the VM, of those that are enforced or of the
// others; or "".
func (s *schedule) violates(host *store.Entity, enforced bool) string {
	for _, r := range s.groups {
		vmRule, hostRule := r.group.Part(names.VmsRule), r.group.Part(names.HostsRule)
		if vmRule != nil && vmRule.True(names.Enabled) &&
			(vmRule.True(names.Enforcing) && !s.lenient) == enforced {
			if kind := s.violatesVMs(r, host, vmRule.True(names.Positive)); kind != "" {
				return kind
			}
		}
		if hostRule == nil || !hostRule.True(names.Enabled) ||
			hostRule.True(names.Enforcing) != enforced {
			continue
		}
		switch inside := slices.Contains(r.hosts, host); {
		case hostRule.True(names.Positive) && !inside:
			return onHosts
		case !hostRule.True(names.Positive) && inside:
			return offHosts
		}
	}
	return ""
}

func (s *schedule) violatesVMs(r affinityRule, host *store.Entity, positive bool) string {
	elsewhere, here := false, false
	for _, vm := range r.vms {
		if on := s.ms.runsOn(vm); on != nil {
			here = here || on == host
			elsewhere = elsewhere || on != host
		}
	}
	switch {
	case positive && elsewhere && !here:
		return withVMs
	case !positive && here:
		return apartFromVMs
	}
	return ""
}

// affinityOf returns the affinity groups of a VM, those by its labels included. In clusters before
// 4.4 a label is a group of its own, which keeps its VMs on its hosts.
func (ms *Machines) affinityOf(vm *store.Entity) []affinityRule {
	cluster := ms.w.Target(vm, names.Cluster)
	if cluster == nil {
		return nil
	}
	var out []affinityRule
	for _, g := range ms.w.Of(cluster, "affinitygroups") {
		r := affinityRule{
			group: g.Object(),
			vms:   slices.Clone(ms.w.Of(g, "vms")),
			hosts: slices.Clone(ms.w.Of(g, "hosts")),
		}
		for _, label := range ms.w.Of(g, "vmlabels") {
			r.vms = append(r.vms, ms.w.Of(label, "vms")...)
		}
		for _, label := range ms.w.Of(g, "hostlabels") {
			r.hosts = append(r.hosts, ms.w.Of(label, "hosts")...)
		}
		if slices.Contains(r.vms, vm) {
			r.vms = slices.DeleteFunc(r.vms, func(e *store.Entity) bool { return e == vm })
			out = append(out, r)
		}
	}
	major := cluster.Object().Int(names.VersionMajor)
	minor := cluster.Object().Int(names.VersionMinor)
	if cmp.Or(cmp.Compare(major, 4), cmp.Compare(minor, 4)) >= 0 {
		return out
	}
	for _, label := range ms.w.Of(vm, "affinitylabels") {
		if label.Object().True(names.HasImplicitAffinityGroup) {
			group := ms.w.NewObject(names.AffinityGroup)
			group.Set(names.HostsRuleEnabled, true)
			group.Set(names.HostsRulePositive, true)
			group.Set(names.HostsRuleEnforcing, true)
			out = append(out, affinityRule{group: group, hosts: ms.w.Of(label, "hosts")})
		}
	}
	return out
}

// ReservedMemory is the memory of a host that no VM gets.
const ReservedMemory = int64(world.GiB)

// FreeMemory returns how much memory the VMs that are still to come to a host may have: what it
// has, times what its cluster lets it promise, less what its VMs have already.
func (ms *Machines) FreeMemory(host *store.Entity) int64 {
	total := host.Object().Int(names.Memory)
	if cluster := ms.w.Target(host, names.Cluster); cluster != nil {
		if percent := cluster.Object().Int(names.MemoryPolicyOverCommitPercent); percent > 0 {
			total = total / world.MiB * percent / 100 * world.MiB
		}
	}
	free := total - ReservedMemory
	for _, vm := range ms.w.Referring(names.Vm, names.Host, host.ID()) {
		free -= vm.Object().Int(names.Memory)
	}
	for vm, to := range ms.coming {
		if to == host && ms.runsOn(vm) == host && ms.w.Target(vm, names.Host) != host {
			free -= vm.Object().Int(names.Memory)
		}
	}
	return max(0, free)
}

// runsOn returns the host on which a VM runs, or the one to which it is migrating; nil if it
// doesn't run.
func (ms *Machines) runsOn(vm *store.Entity) *store.Entity {
	if to := ms.coming[vm]; to != nil && vm.Object().Text(names.Status) == world.Migrating &&
		ms.w.At(vm.Path) == vm {
		return to
	}
	return ms.w.Target(vm, names.Host)
}
