// Package transport is what generated services stand on: where a service lies, what a method sends,
// and how its answer is read. It knows no connection and no error class; a [Doer] brings both.
package transport

import (
	"context"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// Doer sends requests. It returns nil or an error that is ready for the user.
type Doer interface {
	Do(ctx context.Context, req *Request) error
}

// Locator is a [Doer] that knows the address of the API.
type Locator interface {
	// Locate returns the path below the address of the API, and the query, of an address that the
	// engine sent. An address outside the API is an error.
	Locate(href string) (path string, query Query, err error)
}

// Locate has the doer locate an address, which fails if it is no [Locator].
func Locate(doer Doer, href string) (path string, query Query, err error) {
	locator, ok := doer.(Locator)
	if !ok {
		return "", Query{}, errNoConnection
	}
	return locator.Locate(href)
}

// Request is one call of a method, free of formats and of HTTP.
type Request struct {
	Op     string // Op is what errors call it: VmsService.List.
	Method string // Method is the HTTP method.
	// Path is relative to the base of the API, escaped, beginning with a slash or empty.
	Path    string
	Query   Query
	Options call.Options

	// Invalid is a mistake of the caller's that was found before; the request must not be sent.
	Invalid error

	// Lacks names fields that the body lacks and the engine demands; the request must not be sent
	// then unless the caller wants no check.
	Lacks []string

	// Body is the document to send; its zero value sends none.
	Body Body

	// Tag is the root element that the answer must have; empty if the answer is an action, or
	// nothing that anyone reads.
	Tag string

	// Item is the element that holds the object where an add is answered with an action instead.
	Item string

	// Answer reads the document, whose root is the value at hand. It may be nil. What it returns
	// ends the reading and is for the user as it is. An error about one item goes through wrap,
	// which makes it one for the user; values of a single object that cannot be read are left in
	// the reader, for the Doer to find.
	Answer func(r *wire.Reader, wrap func(error) error) error

	// Streamed says that Answer hands over what it reads item by item, so that the document may
	// have any length. Others are bounded by the Doer.
	Streamed bool

	// Repeatable tells that Answer may be called again, with the answer to a repeated request, and
	// then begins anew.
	Repeatable bool

	// Output reads the member Item out of an action, which is the value at hand. It may be nil.
	Output func(*wire.Reader)
}

// Body is a document: a pointer to an object or to the params of an action or a list of objects,
// and how it is written. Another value of the same type may take its place.
type Body struct {
	Value any
	Write func(value any, w *wire.Writer)
}

// Params makes a body of the params of an action, which may be nil.
func Params[P any](p P, write func(P, *wire.Writer)) Body {
	return Body{p, func(value any, w *wire.Writer) { write(value.(P), w) }}
}
