package wire

import "strconv"

// Form says how values of T are written; generated code has one for each type of the model.
type Form[T any] struct {
	// Tag is the name of one object, in XML its root element.
	Tag string

	// ListTag is the name of a collection, in XML its root element.
	ListTag string

	// Write writes the fields of an object.
	Write func(*Writer, *T)
}

// WriteObject writes a document that is one object. Nil is an error.
func WriteObject[T any](w *Writer, v *T, f Form[T]) {
	w.Begin(f.Tag)
	if v == nil {
		w.fail("", "", "object is nil")
	} else {
		f.Write(w, v)
	}
	w.End(f.Tag)
}

// WriteList writes a document that is a list of objects. Nil is an empty list, and a nil item is an error.
func WriteList[T any](w *Writer, v []*T, f Form[T]) { RootList(w, f.ListTag, f.Tag, v, f.Write) }

// AttrText writes a value of an enumeration that XML has as an attribute. An empty one writes nothing.
func (w *Writer) AttrText(name, v string) {
	if v != "" {
		w.Attr(name, &v)
	}
}

// AttrInt writes a number that XML has as an attribute. Nil writes nothing.
func (w *Writer) AttrInt(name string, v *int64) {
	if v == nil {
		return
	}
	if w.json {
		w.Int(name, v)
		return
	}
	text := strconv.FormatInt(*v, 10)
	w.attrXML(name, text)
}
