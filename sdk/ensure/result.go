package ensure

import "fmt"

// Result tells what a function found and did. With an error it tells what was done before it.
type Result[T any] struct {
	// Object is the object as it is now. It is nil if it is absent. Of an object that a [Plan]
	// would make or change it has what is known before.
	Object *T

	// Changed says whether anything was changed.
	Changed bool

	// Changes lists what was changed, in the order of the fields; of an object that was added or
	// removed, all of it.
	Changes []Change
}

// Change is a field that was changed, of the object or of one below it.
type Change struct {
	// Path is the field in the words of the API, such as cpu.topology.cores, or nics[eth0].linked
	// below an object.
	Path string
	Old  string // Old is the value before; empty if there was none.
	New  string // New is the value now; empty if there is none.
}

// String returns the change as people read it.
func (c Change) String() string { return fmt.Sprintf("%s: %q -> %q", c.Path, c.Old, c.New) }

// note adds what was changed below the object.
func (r *Result[T]) note(below string, list ...Change) {
	for _, c := range list {
		if below != "" {
			c.Path = below + "." + c.Path
		}
		r.Changed, r.Changes = true, append(r.Changes, c)
	}
}
