package object

import (
	"github.com/ovirt-go/ovirt/sdk/internal/deepcopy"
)

// Clone returns a deep copy of an object, or nil for nil. The copy shares nothing with the
// original, and stands alone in memory: objects of a large answer share the chunks that they were
// read into, so a program that keeps a few of them for long should keep copies.
func Clone[T any](v *T) *T { return deepcopy.Of(v) }
