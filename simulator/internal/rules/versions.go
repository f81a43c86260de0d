package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Version is a compatibility version of data centers and clusters, such as 4.7.
type Version struct{ Major, Minor int64 }

// ParseVersion reads a version such as 4.7.
func ParseVersion(text string) (v Version, ok bool) {
	major, minor, _ := strings.Cut(text, ".")
	var err, err2 error
	v.Major, err = strconv.ParseInt(major, 10, 64)
	v.Minor, err2 = strconv.ParseInt(minor, 10, 64)
	return v, err == nil && err2 == nil
}

// Compare compares two versions as cmp.Compare does.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor))
}

// String returns the version as 4.7.
func (v Version) String() string {
	return strconv.FormatInt(v.Major, 10) + "." + strconv.FormatInt(v.Minor, 10)
}

// Versions returns the versions that an engine supports, the oldest first. They must not be changed.
var Versions = sync.OnceValue(func() []Version { return slices.SortedFunc(slices.Values(Levels()), Version.Compare) })

// NewestVersion returns the version of data centers that name none.
func NewestVersion() Version {
	versions := Versions()
	return versions[len(versions)-1]
}

// Levels returns the versions in the order in which engines list them, that of the option
// SupportedClusterLevels. They must not be changed.
var Levels = sync.OnceValue(func() []Version {
	var levels []Version
	for _, o := range Options() {
		if o.Name != "SupportedClusterLevels" {
			continue
		}
		for text := range strings.SplitSeq(strings.Trim(o.Values[0].Value, "[]"), ",") {
			if v, ok := ParseVersion(strings.TrimSpace(text)); ok {
				levels = append(levels, v)
			}
		}
	}
	return levels
})
