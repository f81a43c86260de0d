package readers

import (
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Format is the encoding of a document.
type Format = wire.Format

// The formats that engines speak.
const (
	XML  = wire.XML
	JSON = wire.JSON
)

// Type stands for a type of the API in the functions of this package. There is one value per type, of the type's name.
type Type[T any] = wire.Type[T]

// Read reads a document that is one object. A document of another root element, or one that is broken, is an error with path and
// offset; so is a value that cannot be read, such as a number that is none. An error of src can be found with errors.Is. JSON has no
// root element: any JSON object is taken for a T, whose members it may lack.
func Read[T any](src io.Reader, f Format, t Type[T]) (*T, error) {
	r := wire.NewReader(src, f)
	defer r.Release()
	return object(r, t)
}

// ReadBytes is [Read] for a document in memory, which is not kept or changed.
func ReadBytes[T any](doc []byte, f Format, t Type[T]) (*T, error) {
	r := wire.NewBytesReader(doc, f)
	defer r.Release()
	return object(r, t)
}

func object[T any](r *wire.Reader, t Type[T]) (*T, error) {
	if err := root(r, t.Tag); err != nil {
		return nil, err
	}
	v := t.Read(r)
	if err := finish(r); err != nil {
		return nil, err
	}
	return v, nil
}

// ReadList reads a document that is a collection. The list is empty, and not nil, if the collection is.
func ReadList[T any](src io.Reader, f Format, t Type[T]) ([]*T, error) {
	r := wire.NewReader(src, f)
	defer r.Release()
	return list(r, t)
}

// ReadListBytes is [ReadList] for a document in memory, which is not kept or changed.
func ReadListBytes[T any](doc []byte, f Format, t Type[T]) ([]*T, error) {
	r := wire.NewBytesReader(doc, f)
	defer r.Release()
	return list(r, t)
}

func list[T any](r *wire.Reader, t Type[T]) ([]*T, error) {
	if err := root(r, t.ListTag); err != nil {
		return nil, err
	}
	v := wire.Objects(r, t.Tag, t.Read)
	if err := finish(r); err != nil {
		return nil, err
	}
	return v, nil
}

// Any reads an XML document by its root element: *types.Vm for vm, []*types.Vm for vms, *types.Action, *types.Fault and so on. A
// JSON document has no root element; use [Read] with the type that is wanted.
func Any(src io.Reader) (any, error) {
	r := wire.NewReader(src, XML)
	defer r.Release()
	tag := r.Root()
	if err := r.Err(); err != nil {
		return nil, err
	}
	v := readAny(r, tag)
	if v == nil {
		return nil, fmt.Errorf("read %s: no type of the API has this root element", tag)
	}
	if err := finish(r); err != nil {
		return nil, err
	}
	return v, nil
}

// Of returns the value that stands for the type T, and false if T isn't a type with id and href. Using it links the readers of all
// such types into the program.
func Of[T any]() (Type[T], bool) {
	t, ok := byType((*T)(nil)).(Type[T])
	return t, ok
}

// root reads the start of the document and checks its root element, which JSON doesn't have.
func root(r *wire.Reader, want string) error {
	r.RootIs(want)
	return r.Err()
}

// finish checks the end of the document and returns the first thing that was wrong with it.
func finish(r *wire.Reader) error {
	if err := r.Finish(); err != nil {
		return err
	}
	return r.ItemErr()
}

// links adds the link or links at hand to the list.
func links(r *wire.Reader, list []types.Link) []types.Link { return wire.Links(r, slotLinks, list) }
