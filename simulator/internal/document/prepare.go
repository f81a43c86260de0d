package document

import (
	"bytes"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Tolerate returns a document of XML without what engines ignore: a document type declaration.
// A namespace of the root is more than they accept, and an error that wraps [ErrSyntax].
func Tolerate(doc []byte) ([]byte, error) {
	at := prolog(doc)
	if rest := doc[at:]; bytes.HasPrefix(rest, []byte("<!DOCTYPE")) {
		end := declaration(rest)
		if end < 0 {
			return nil, ErrSyntax
		}
		doc = append(bytes.Clone(doc[:at]), rest[end:]...)
	}
	at = prolog(doc)
	tag := doc[at:]
	if end := bytes.IndexByte(tag, '>'); end >= 0 {
		tag = tag[:end]
	}
	if bytes.Contains(tag, []byte(" xmlns=")) {
		return nil, ErrSyntax
	}
	return doc, nil
}

// prolog returns where the XML declaration, comments and blanks before the root end.
func prolog(doc []byte) int {
	at := 0
	for {
		for at < len(doc) && (doc[at] == ' ' || doc[at] == '\n' || doc[at] == '\t' || doc[at] == '\r') {
			at++
		}
		rest := doc[at:]
		stop := ""
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			stop = "?>"
		case bytes.HasPrefix(rest, []byte("<!--")):
			stop = "-->"
		default:
			return at
		}
		end := bytes.Index(rest, []byte(stop))
		if end < 0 {
			return at
		}
		at += end + len(stop)
	}
}

// declaration returns where a document type declaration ends, or -1.
func declaration(text []byte) int {
	depth := 0
	for i, c := range text {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '>' && depth == 0:
			return i + 1
		}
	}
	return -1
}

// OtherType reports whether the root of a document of XML is a type of the model, but not t.
// Engines find that out too late to answer with a fault.
func OtherType(s *schema.Schema, doc []byte, t *schema.Type) bool {
	r := wire.NewBytesReader(doc, wire.XML)
	defer r.Release()
	tag := r.Root()
	return r.Err() == nil && tag != t.Tag && s.Tagged(tag) != nil
}
