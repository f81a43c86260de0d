package writers

import (
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
type Type[T any] = wire.Form[T]

// Append writes the object as a document behind dst, and returns the longer slice. Text that the format cannot hold, such as control
// characters in XML, is an error that names the member; dst is then given back as it was. A nil object is an error.
func Append[T any](dst []byte, f Format, t Type[T], v *T) ([]byte, error) {
	w := wire.NewWriter(f)
	defer w.Release()
	w.AppendTo(dst)
	wire.WriteObject(w, v, t)
	return finish(dst, w)
}

// Write writes the object as a document. Nothing is written if the object cannot be; an error of dst is returned as it is.
func Write[T any](dst io.Writer, f Format, t Type[T], v *T) error {
	w := wire.NewWriter(f)
	defer w.Release()
	wire.WriteObject(w, v, t)
	return flush(dst, w)
}

// AppendList writes the objects as a collection behind dst, and returns the longer slice. A nil list is an empty collection; a nil
// item is an error that names its place.
func AppendList[T any](dst []byte, f Format, t Type[T], v []*T) ([]byte, error) {
	w := wire.NewWriter(f)
	defer w.Release()
	w.AppendTo(dst)
	wire.WriteList(w, v, t)
	return finish(dst, w)
}

// WriteList writes the objects as a collection. Nothing is written if one of them cannot be.
func WriteList[T any](dst io.Writer, f Format, t Type[T], v []*T) error {
	w := wire.NewWriter(f)
	defer w.Release()
	wire.WriteList(w, v, t)
	return flush(dst, w)
}

// links writes the links and actions of an object, unless they would go to an engine, which ignores them.
func links(w *wire.Writer, href *string, links []types.Link, actions []string) {
	if w.OmitLinks {
		return
	}
	w.Actions(href, actions)
	wire.Repeat(w, "link", links, writeLink)
}

func writeLink(w *wire.Writer, v *types.Link) {
	w.Attr("href", &v.Href)
	w.Attr("rel", &v.Rel)
}

func finish(dst []byte, w *wire.Writer) ([]byte, error) {
	if err := w.Err(); err != nil {
		return dst, err
	}
	return w.Bytes(), nil
}

func flush(dst io.Writer, w *wire.Writer) error {
	if err := w.Err(); err != nil {
		return err
	}
	_, err := dst.Write(w.Bytes())
	return err
}
