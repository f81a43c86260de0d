package route

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Lookup tells what a request holds for the first step of a constraint's path and those behind it: whether all of it is there.
type Lookup func(steps []model.Step) bool

// relaxed are mandatory members of the model that engines do not insist on: clients that work with real engines leave them out.
var relaxed = map[string][]string{
	"disks.add":                        {"disk.interface", "disk.format"},
	"disks.add_lun":                    {"address", "port", "target"}, // Fibre Channel has none of them.
	"disk_attachments.add_signature1":  {"attachment.bootable", "attachment.pass_discard"},
	"storage_domains.add_direct_lun":   {"address", "port", "target"},
	"vms.add_from_snapshot":            {"vm.template.id"},     // The snapshot says what the VM is made of.
	"host.approve_using_root_password": {"host.root_password"}, // Hosts are trusted by key if nothing is said.
}

// Choose returns the variant of a method that a request means: the base's mandatory members must exist, and those of one variant, the
// one that demands most; a variant that demands nothing always fits. If none fits, it returns nil and the paths that
// are missing.
func Choose(methods []*model.Method, has Lookup) (chosen *model.Method, missing []string) {
	base := methods[0]
	if missing = lacking(base, has); len(missing) > 0 {
		return nil, lastOfItem(missing)
	}
	if len(methods) == 1 {
		return base, nil
	}
	variants := slices.Clone(methods[1:])
	slices.SortStableFunc(variants, func(a, b *model.Method) int {
		return cmp.Or(demands(b, false)-demands(a, false), demands(b, true)-demands(a, true))
	})
	for _, v := range variants {
		lacks := lacking(v, has)
		if len(lacks) == 0 {
			return v, nil
		}
		if missing == nil || len(lacks) < len(missing) {
			missing = lacks
		}
	}
	return nil, missing
}

// demands counts the mandatory members of a method, with those that engines do not insist on or without.
func demands(m *model.Method, all bool) int {
	n := 0
	for _, c := range m.Input {
		if c.Mandatory && (all || !isRelaxed(m, c)) {
			n++
		}
	}
	return n
}

func lacking(m *model.Method, has Lookup) (missing []string) {
	for _, c := range m.Input {
		if !c.Mandatory || isRelaxed(m, c) {
			continue
		}
		met := slices.ContainsFunc(c.Paths, func(path string) bool { return has(model.Steps(path)) })
		if !met {
			missing = append(missing, strings.Join(c.Paths, "|"))
		}
	}
	return missing
}

// lastOfItem returns the missing members as engines check them: of those of the items of a list the last
// one first.
func lastOfItem(missing []string) []string {
	list, _, items := strings.Cut(missing[0], "[]")
	if !items {
		return missing
	}
	n := 1
	for n < len(missing) && strings.HasPrefix(missing[n], list+"[]") {
		n++
	}
	slices.Reverse(missing[:n])
	return missing
}

func isRelaxed(m *model.Method, c *model.Constraint) bool {
	for _, end := range relaxed[m.Owner.Name+"."+m.Name] {
		if c.Paths[0] == end || strings.HasSuffix(c.Paths[0], "."+end) {
			return true
		}
	}
	return false
}
