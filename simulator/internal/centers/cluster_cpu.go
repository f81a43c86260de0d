package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// The types of firmware that clusters get where they name none.
const (
	biosOld  = "i440fx_sea_bios"
	biosQ35  = "q35_sea_bios"
	biosUEFI = "q35_ovmf"
)

// versionOf returns the compatibility version of a data center or cluster.
func versionOf(o *store.Object) rules.Version {
	return rules.Version{Major: o.Int(names.VersionMajor), Minor: o.Int(names.VersionMinor)}
}

// setArchitecture sets the architecture of a cluster, which follows the type of its processors. One
// without a type has that which was asked for.
func setArchitecture(o *store.Object) {
	if cpu := o.Text(names.CpuType); cpu != "" {
		architecture := "undefined"
		if c := rules.FindCPU(versionOf(o), cpu); c != nil {
			architecture = c.Architecture
		}
		o.Set(names.CpuArchitecture, architecture)
	}
}

// setBios sets the firmware of a cluster that names none, as soon as its architecture is known.
func setBios(o *store.Object) {
	if architecture := o.Text(names.CpuArchitecture); !o.Has(names.BiosType) && architecture != "undefined" {
		o.Set(names.BiosType, biosOf(versionOf(o), architecture))
	}
}

func biosOf(v rules.Version, architecture string) string {
	switch {
	case !isX86(architecture) || v.Compare(rules.Version{Major: 4, Minor: 4}) < 0:
		return biosOld
	case v.Compare(rules.Version{Major: 4, Minor: 6}) > 0:
		return biosUEFI
	}
	return biosQ35
}

func isX86(architecture string) bool { return architecture == "x86_64" }

// AdoptHost makes of a cluster what its first host makes of it: with the processors of the host, if
// nobody named any, and the properties of its scheduling policy.
func (cs *Centers) AdoptHost(cluster, host *store.Object) {
	if cluster.Text(names.CpuType) == "" {
		cluster.Set(names.CpuType, host.Text(names.CpuName))
	}
	setArchitecture(cluster)
	setBios(cluster)
	policy := cs.w.Resolve(cluster.Part(names.SchedulingPolicy))
	if properties, err := cs.policyProperties(policy, cluster, cluster, "edit"); err == nil {
		cluster.Set(names.CustomSchedulingPolicyProperties, properties)
	}
}
