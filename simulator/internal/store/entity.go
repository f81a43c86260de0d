package store

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
)

// Entity is an object that has a place in the inventory. Its fields and methods belong to the one who holds the store's lock; the
// objects that it returns may be kept.
type Entity struct {
	Node  *route.Node // Node is the one of the object's home; objects may be seen in other collections too.
	Path  string      // Path is the address of the home behind the entry point.
	Owner *Entity     // Owner is the object in whose collection it lives; nil for those of the entry point.
	Notes map[string]string

	object *Object
	ref    *Object // a reference to it, once one is kept
	refs   int     // how many references to it there are, those of the past aside
	number int     // order of making
	listed []string
}

// reference returns the reference that all who refer to the entity share.
func (e *Entity) reference() *Object {
	if e.ref == nil || e.ref.ID() != e.ID() {
		e.ref = NewRef(e.object.Type, e.Path, e.ID())
	}
	return e.ref
}

// Object returns the present state.
func (e *Entity) Object() *Object { return e.object }

// ID returns the id.
func (e *Entity) ID() string { return e.object.ID() }

// Note returns what was noted about the entity beside the model, or "".
func (e *Entity) Note(key string) string { return e.Notes[key] }

// SetNote notes something that isn't part of the model, such as the correlation id of a job.
func (e *Entity) SetNote(key, value string) {
	if e.Notes == nil {
		e.Notes = map[string]string{}
	}
	e.Notes[key] = value
}

// NotesUnder returns the values of the notes whose key begins so, sorted.
func (e *Entity) NotesUnder(prefix string) []string {
	var out []string
	for key, value := range e.Notes {
		if strings.HasPrefix(key, prefix) {
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return out
}

// DropNote forgets a note.
func (e *Entity) DropNote(key string) { delete(e.Notes, key) }
