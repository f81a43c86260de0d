package rules

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// CPU is a type of processors that clusters may have.
type CPU struct {
	Name         string
	Level        int64    // Level orders the types of one vendor.
	Flags        []string // Flags are what hosts of the type must have.
	Model        string   // Model is how VMs are told of it, such as Nehalem,+spec-ctrl.
	Architecture string
}

// cpuLists has the types of processors by version: the option ServerCPUList, whose items are
// LEVEL:NAME:FLAGS:MODEL:ARCHITECTURE.
var cpuLists = sync.OnceValue(func() map[Version][]CPU {
	lists := make(map[Version][]CPU)
	for _, o := range Options() {
		if o.Name != "ServerCPUList" {
			continue
		}
		for _, v := range o.Values {
			version, ok := ParseVersion(v.Version)
			if !ok {
				continue
			}
			for item := range strings.SplitSeq(v.Value, ";") {
				parts := strings.Split(strings.TrimSpace(item), ":")
				if len(parts) != 5 {
					continue
				}
				level, _ := strconv.ParseInt(parts[0], 10, 64)
				lists[version] = append(lists[version], CPU{
					Name: parts[1], Level: level, Flags: strings.Split(parts[2], ","),
					Model: parts[3], Architecture: strings.TrimSpace(parts[4]),
				})
			}
		}
	}
	return lists
})

// CPUs returns the types of processors that clusters of a version know. They must not be changed.
func CPUs(v Version) []CPU { return cpuLists()[v] }

// FindCPU returns the type of that name, or nil. A cluster of a version that no option knows has
// those of the newest.
func FindCPU(v Version, name string) *CPU {
	list := CPUs(v)
	if list == nil {
		list = CPUs(NewestVersion())
	}
	if i := slices.IndexFunc(list, func(c CPU) bool { return c.Name == name }); i >= 0 {
		return &list[i]
	}
	return nil
}

// Vendor returns who makes a type: Intel and AMD name themselves in the flags, and others are known by
// their architecture.
func (c *CPU) Vendor() string {
	switch {
	case slices.Contains(c.Flags, "vmx"):
		return "Intel"
	case slices.Contains(c.Flags, "svm"):
		return "AMD"
	case strings.HasPrefix(c.Architecture, "ppc"):
		return "IBM"
	}
	return c.Architecture
}
