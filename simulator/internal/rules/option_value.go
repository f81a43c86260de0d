package rules

import "strings"

// Value returns the value of an option of the engine for clusters of a version, such as 4.7, or
// the general one, or "".
func Value(name, version string) string {
	for _, o := range Options() {
		if o.Name != name {
			continue
		}
		for _, v := range o.Values {
			if v.Version == version || v.Version == "general" {
				return v.Value
			}
		}
	}
	return ""
}

// Listed reports whether the value of an option that is a list, such as [1, 2, 4], has an item.
func Listed(name, item string) bool {
	for one := range strings.SplitSeq(strings.Trim(Value(name, ""), "[]"), ", ") {
		if one == item {
			return true
		}
	}
	return false
}

// Keyed returns the value of a key in an option such as {ppc=384, x86=710}, or "".
func Keyed(name, version, key string) string {
	for one := range strings.SplitSeq(strings.Trim(Value(name, version), "{}"), ", ") {
		if k, v, ok := strings.Cut(one, "="); ok && k == key {
			return v
		}
	}
	return ""
}
