package writers_test

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

var formats = []writers.Format{writers.XML, writers.JSON}

// runner collects what reads and writes each type, so that tests treat all of them alike.
type runner struct {
	codecs []codec
}

// codec reads and writes one type. Values are pointers to it, lists are slices of such pointers.
type codec struct {
	name         string // of the Go type
	tag, listTag string
	typ          reflect.Type

	write     func(writers.Format, any) ([]byte, error)
	read      func(writers.Format, []byte) (any, error)
	readFrom  func(writers.Format, io.Reader) (any, error)
	writeList func(writers.Format, any) ([]byte, error)
	readList  func(writers.Format, []byte) (any, error)
	listFrom  func(writers.Format, io.Reader) (any, error)
}

func try[T any](run *runner, r readers.Type[T], w writers.Type[T]) {
	typ := reflect.TypeFor[T]()
	run.codecs = append(run.codecs, codec{
		name:    typ.Name(),
		tag:     w.Tag,
		listTag: w.ListTag,
		typ:     typ,
		write: func(f writers.Format, v any) ([]byte, error) {
			doc, err := writers.Append(nil, f, w, v.(*T))
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			if err := writers.Write(&b, f, w, v.(*T)); err != nil {
				return nil, err
			}
			if !bytes.Equal(doc, b.Bytes()) {
				return nil, fmt.Errorf("Write and Append differ:\n%s\n%s", b.Bytes(), doc)
			}
			return doc, nil
		},
		read:     func(f writers.Format, doc []byte) (any, error) { return readers.ReadBytes(doc, f, r) },
		readFrom: func(f writers.Format, src io.Reader) (any, error) { return readers.Read(src, f, r) },
		writeList: func(f writers.Format, v any) ([]byte, error) {
			doc, err := writers.AppendList(nil, f, w, v.([]*T))
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			if err := writers.WriteList(&b, f, w, v.([]*T)); err != nil {
				return nil, err
			}
			if !bytes.Equal(doc, b.Bytes()) {
				return nil, fmt.Errorf("WriteList and AppendList differ:\n%s\n%s", b.Bytes(), doc)
			}
			return doc, nil
		},
		readList: func(f writers.Format, doc []byte) (any, error) { return readers.ReadListBytes(doc, f, r) },
		listFrom: func(f writers.Format, src io.Reader) (any, error) { return readers.ReadList(src, f, r) },
	})
}

// codecs returns what reads and writes each type of the model.
func codecs() []codec {
	var run runner
	each(&run)
	return run.codecs
}

// create returns a pointer to a zero value of the type.
func (c codec) create() reflect.Value { return reflect.New(c.typ) }

func TestEveryTypeHasReaderAndWriterOfOneName(t *testing.T) {
	t.Parallel()
	tags := map[string]string{}
	all := codecs()
	if len(all) != 220 {
		t.Errorf("%d types, want 220", len(all))
	}
	for _, c := range all {
		if c.typ.PkgPath() != reflect.TypeFor[types.Vm]().PkgPath() {
			t.Errorf("%s is of package %s", c.name, c.typ.PkgPath())
		}
		for _, tag := range []string{c.tag, c.listTag} {
			if other, ok := tags[tag]; ok {
				t.Errorf("%s and %s have the same root element %s", other, c.name, tag)
			}
			tags[tag] = c.name
		}
	}
}
