package machines

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// fitsNUMA refuses a node o that doesn't fit its VM with the VM's other nodes: there are as many
// nodes as processors at most, their indexes count from 0 without a gap, each processor exists and
// is in one node, and the nodes have no more memory than the VM. Self is the node that is changed,
// or nil.
func (ms *Machines) fitsNUMA(
	c *world.Call,
	vm, self *store.Entity,
	o *store.Object,
	verb string,
) error {
	if err := ms.needDown(c, verb+" VM NUMA node"); err != nil {
		return err
	}
	nodes := []*store.Object{o}
	for _, other := range ms.w.Of(vm, "numanodes") {
		if other != self {
			nodes = append(nodes, other.Object())
		}
	}
	var indexes, processors []int64
	memory := int64(0)
	for _, node := range nodes {
		indexes = append(indexes, node.Int(names.Index))
		memory += node.Int(names.Memory)
		for _, core := range node.List(names.CpuCores) {
			processors = append(processors, core.Int(names.Index))
		}
	}
	slices.Sort(indexes)
	slices.Sort(processors)
	switch there := CPUs(vm.Object()); {
	case int64(len(nodes)) > there:
		return world.Bad(
			"Cannot %s VM NUMA node. Assigned %d NUMA nodes for %d CPU cores. Cannot assign "+
				"more NUMA nodes than CPU cores.",
			verb,
			len(nodes),
			there,
		)
	case len(twice(indexes)) > 0:
		return world.Bad("NUMA node with index %d exists at least twice.", twice(indexes)[0])
	case len(gaps(indexes)) > 0:
		return world.Bad(
			"Expected a continuous sequence of 0-%d for %d numa nodes. Missing indices %s. "+
				"Assign indices with increasing order "+
				"starting from 0 to your virtual numa nodes.",
			len(nodes)-1,
			len(nodes),
			joined(gaps(indexes)),
		)
	case len(processors) > 0 && (processors[0] < 0 || processors[len(processors)-1] >= there):
		wrong := processors[len(processors)-1]
		if processors[0] < 0 {
			wrong = processors[0]
		}
		return world.Bad(
			"A NUMA node has an invalid CPU index: %d. Indexes must be between 0 and %d.",
			wrong,
			there-1,
		)
	case len(twice(processors)) > 0:
		return world.Bad(
			"CPUs with the following indexes are assigned to two or more NUMA nodes: %s.",
			joined(twice(processors)),
		)
	case vm.Object().Has(names.Memory) && memory > vm.Object().Int(names.Memory)/world.MiB:
		return world.Bad(
			"The NUMA nodes' total memory of %d exceeds the VM's total memory of %d.",
			memory,
			vm.Object().Int(names.Memory)/world.MiB,
		)
	}
	return nil
}

// twice returns the numbers that a sorted list has more than once.
func twice(sorted []int64) []int64 {
	var out []int64
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] && !slices.Contains(out, sorted[i]) {
			out = append(out, sorted[i])
		}
	}
	return out
}

// gaps returns the numbers from 0 to the length of a list that it lacks.
func gaps(list []int64) []int64 {
	var out []int64
	for i := range int64(len(list)) {
		if !slices.Contains(list, i) {
			out = append(out, i)
		}
	}
	return out
}

func joined(list []int64) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, ", ")
}
