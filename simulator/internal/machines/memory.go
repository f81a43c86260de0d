package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// cutMemory cuts amounts of memory to whole MiB, as the engine keeps them.
func cutMemory(o *store.Object) {
	for _, name := range [...]string{
		names.Memory, names.MemoryPolicyGuaranteed, names.MemoryPolicyMax,
	} {
		if o.Has(name) {
			o.Set(name, o.Int(name)/world.MiB*world.MiB)
		}
	}
}

// setMemoryDefaults sets what follows from the memory that a new VM is given, where the document
// doesn't say it: four times as much at most, and guaranteed what the overcommitment of the cluster
// leaves. BackendVmsResource does so for new VMs alone.
func (ms *Machines) setMemoryDefaults(o, body *store.Object) {
	cutMemory(o)
	if !body.Has(names.Memory) {
		return
	}
	memory := o.Int(names.Memory)
	if !body.Has(names.MemoryPolicyGuaranteed) {
		percent := int64(100)
		if cluster := ms.w.Resolve(o.Part(names.Cluster)); cluster != nil {
			if p := cluster.Object().Int(names.MemoryPolicyOverCommitPercent); p > 0 {
				percent = p
			}
		}
		o.Set(names.MemoryPolicyGuaranteed, memory/world.MiB*100/percent*world.MiB)
	}
	if !body.Has(names.MemoryPolicyMax) {
		o.Set(names.MemoryPolicyMax, 4*memory)
	}
}

// memoryFits refuses a machine whose memory is none, or doesn't fit its policy. The action is the
// words of the message, such as add VM; the bean names the member that a validation complains
// about.
func memoryFits(o *store.Object, action, bean string) error {
	memory, most := o.Int(names.Memory)/world.MiB, o.Int(names.MemoryPolicyMax)/world.MiB
	switch {
	case !o.Has(names.Memory):
		return nil // It was seeded without.
	case memory < 1 && action == "add VM":
		const text = "must be greater than or equal to 1, Attribute: vmStatic.maxMemorySizeMb"
		return world.Bad("%s, %s", text, text)
	case memory < 1:
		return world.Bad("must be greater than or equal to 1, Attribute: %s.memSizeMb", bean)
	case most > 0 && memory > most:
		return world.Conflict(
			"Cannot %s. Memory size (%dMB) cannot exceed maximum memory size (%dMB).",
			action,
			memory,
			most,
		)
	}
	return nil
}

// guaranteeFits refuses a machine to which more memory is guaranteed than it has.
func guaranteeFits(o *store.Object, action string) error {
	if o.Has(names.Memory) &&
		o.Int(names.MemoryPolicyGuaranteed)/world.MiB > o.Int(names.Memory)/world.MiB {
		return world.Bad("Cannot %s. Physical Memory Guaranteed cannot exceed Memory Size.", action)
	}
	return nil
}

// memoryChanges reports whether a change is about memory.
func memoryChanges(change *store.Object) bool {
	return change.Has(names.Memory) || change.Has(names.MemoryPolicyGuaranteed) ||
		change.Has(names.MemoryPolicyMax)
}

// checkMemory refuses a change of a machine after which its memory wouldn't fit.
func checkMemory(o, change *store.Object, action, bean string) error {
	if !memoryChanges(change) {
		return nil
	}
	after := o.Clone()
	after.Merge(change)
	if err := memoryFits(after, action, bean); err != nil {
		return err
	}
	return guaranteeFits(after, action)
}
