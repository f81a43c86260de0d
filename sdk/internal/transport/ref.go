package transport

import (
	"errors"
	"fmt"
	"net/url"
)

// Ref is the place of a service in the tree. Making one sends nothing and cannot fail: an id that no path can hold is kept in
// mind until a method is called.
type Ref struct {
	doer    Doer
	path    string
	invalid error
	lacks   []string
}

// Root returns the place of the root service.
func Root(d Doer) Ref { return Ref{doer: d} }

// At returns the place of a path below the base of the API, which must be escaped already.
func At(d Doer, path string) Ref { return Ref{doer: d, path: path} }

// Sub returns the place below a fixed segment of a path, which must be escaped already.
func (r Ref) Sub(segment string) Ref {
	r.path += "/" + segment
	return r
}

// Item returns the place below a segment that the user chooses, which is escaped here. The locator is named in errors.
func (r Ref) Item(locator, id string) Ref {
	if r.invalid == nil {
		if err := CheckID(id); err != nil {
			r.invalid = fmt.Errorf("%s: %w", locator, err)
		}
	}
	if r.invalid != nil {
		id = shorten(id) // The path is shown in the error and goes nowhere else.
	}
	r.path += "/" + url.PathEscape(id)
	return r
}

// Doer returns what sends the requests.
func (r Ref) Doer() Doer { return r.doer }

// Path returns the escaped path below the base of the API.
func (r Ref) Path() string { return r.path }

var errNoConnection = errors.New("the service was not obtained from a connection")

// request begins a request to the place.
func (r Ref) request(op, method string, q Query) *Request {
	return &Request{
		Op: op, Method: method, Path: r.path, Query: q, Invalid: r.invalid, Lacks: r.lacks,
	}
}
