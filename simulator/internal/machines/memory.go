package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// cutMemory cuts amounts of memory to whole MiB, as the engine keeps them.
func cutMemory(o *store.Object) {
	for _, name := range [...]string{"memory", "memory_policy.guaranteed", "memory_policy.max"} {
		if o.Has(name) {
			o.Set(name, o.Int(name)/world.MiB*world.MiB)
		}
	}
}

// setMemoryDefaults sets what follows from the memory that a new VM is given, where the document doesn't say
// it: four times as much at most, and guaranteed what the overcommitment of the cluster leaves.
// BackendVmsResource does so for new VMs alone.
func (ms *Machines) setMemoryDefaults(o, body *store.Object) {
	cutMemory(o)
	if !body.Has("memory") {
		return
	}
	memory := o.Int("memory")
	if !body.Has("memory_policy.guaranteed") {
		percent := int64(100)
		if cluster := ms.w.Resolve(o.Part("cluster")); cluster != nil {
			if p := cluster.Object().Int("memory_policy.over_commit.percent"); p > 0 {
				percent = p
			}
		}
		o.Set("memory_policy.guaranteed", memory/world.MiB*100/percent*world.MiB)
	}
	if !body.Has("memory_policy.max") {
		o.Set("memory_policy.max", 4*memory)
	}
}

// memoryFits refuses a machine whose memory is none, or doesn't fit its policy. The action is the words of
// the message, such as add VM; the bean names the member that a validation complains about.
func memoryFits(o *store.Object, action, bean string) error {
	memory, most := o.Int("memory")/world.MiB, o.Int("memory_policy.max")/world.MiB
	switch {
	case !o.Has("memory"):
		return nil // It was seeded without.
	case memory < 1 && action == "add VM":
		const text = "must be greater than or equal to 1, Attribute: vmStatic.maxMemorySizeMb"
		return world.Bad("%s, %s", text, text)
	case memory < 1:
		return world.Bad("must be greater than or equal to 1, Attribute: %s.memSizeMb", bean)
	case most > 0 && memory > most:
		return world.Conflict("Cannot %s. Memory size (%dMB) cannot exceed maximum memory size (%dMB).", action, memory, most)
	}
	return nil
}

// guaranteeFits refuses a machine to which more memory is guaranteed than it has.
func guaranteeFits(o *store.Object, action string) error {
	if o.Has("memory") && o.Int("memory_policy.guaranteed")/world.MiB > o.Int("memory")/world.MiB {
		return world.Bad("Cannot %s. Physical Memory Guaranteed cannot exceed Memory Size.", action)
	}
	return nil
}

// memoryChanges reports whether a change is about memory.
func memoryChanges(change *store.Object) bool {
	return change.Has("memory") || change.Has("memory_policy.guaranteed") || change.Has("memory_policy.max")
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
