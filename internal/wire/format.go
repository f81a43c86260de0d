package wire

// Format is the way in which a document is written. The zero value is XML.
type Format int8

// The formats of the engine.
const (
	XML Format = iota
	JSON
)

// String returns "XML" or "JSON".
func (f Format) String() string {
	if f == JSON {
		return "JSON"
	}
	return "XML"
}

// MediaType returns the value of Content-Type and Accept that stands for the format.
func (f Format) MediaType() string {
	if f == JSON {
		return "application/json"
	}
	return "application/xml"
}

// Type says how values of T are read; generated code has one for each type of the model.
type Type[T any] struct {
	// Tag is the name of one object, in XML its root element.
	Tag string

	// ListTag is the name of a collection, in XML its root element.
	ListTag string

	// Read reads the value at hand.
	Read func(*Reader) *T

	// Ident returns the id and the address of an object; nil for types without them.
	Ident func(*T) (id, href *string)
}
