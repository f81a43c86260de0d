// Package search builds queries in the engine's search language from fields, relations and values that
// the compiler checks:
//
//	q, err := search.VmName.Like("web*").
//		And(search.VmStatus.Is(types.VmStatusUp)).
//		SortBy(search.VmMemory).Build()
//	list, err := vms.List(ctx, &services.VmsListParams{Search: q})
//
// A field belongs to a type of objects; fields of another type don't compile. Conditions on related
// objects, such as the host of a VM, are written so:
//
//	search.VmWithHost.Where(search.HostStatus.Is(types.HostStatusMaintenance))
//
// Engines answer a query that they can't read with an empty list. What the language can't express is
// therefore an error of Build: texts with quotes or semicolons, stars that aren't meant as wildcards,
// statuses that engines don't search for, and more than one free text.
//
// Texts are compared without case, unless the list's parameter CaseSensitive is true. The package
// sends no requests.
package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kinds of objects that only lead to others, and are no types of the API.
type (
	// Interface is a network interface of a VM, a template or a host.
	Interface struct{}
	// ClusterNetwork is a network in a cluster.
	ClusterNetwork struct{}
	// HostNetwork is a network on a host.
	HostNetwork struct{}
	// Provider is an external provider of networks.
	Provider struct{}
)

// Cond is a condition on objects of type T, or several joined by And and Or. The zero value holds for all objects. It is a value:
// joining leaves it as it is.
type Cond[T any] struct {
	any []and // an OR of ANDs, which is all that the language has; nil holds always
	err error
}

// and is a list of conditions that must all hold.
type and []atom

// atom is one condition. A free text has no field.
type atom struct {
	cross, field, relation, value string

	first bool // first says that it can only be said at the beginning of a search
}

// maxTerms bounds what a condition grows to when OR is within AND: the language has no parentheses.
const maxTerms = 200

// And returns the condition that this one and all others hold. An Or among them is spread out, as the language has no parentheses.
func (c Cond[T]) And(others ...Cond[T]) Cond[T] {
	for _, other := range others {
		c = c.both(other)
	}
	return c
}

func (c Cond[T]) both(other Cond[T]) Cond[T] {
	out := Cond[T]{err: errors.Join(c.err, other.err)}
	switch {
	case c.any == nil:
		out.any = other.any
		return out
	case other.any == nil:
		out.any = c.any
		return out
	case len(c.any)*len(other.any) > maxTerms:
		out.err = errors.Join(out.err, fmt.Errorf("the condition has more than %d alternatives", maxTerms))
		return out
	}
	for _, a := range c.any {
		for _, b := range other.any {
			out.any = append(out.any, slices.Concat(a, b))
		}
	}
	return out
}

// Or returns the condition that this one or any of the others holds.
func (c Cond[T]) Or(others ...Cond[T]) Cond[T] {
	out := Cond[T]{any: slices.Clone(c.any), err: c.err}
	for _, other := range others {
		out.err = errors.Join(out.err, other.err)
		if out.any == nil || other.any == nil {
			out.any = nil // Or else of what holds always holds always.
			continue
		}
		out.any = append(out.any, other.any...)
	}
	return out
}

// Any returns the condition that one of several holds; without any it can't be built, since no query finds nothing.
func Any[T any](conds ...Cond[T]) Cond[T] {
	if len(conds) == 0 {
		return Cond[T]{err: errors.New("a choice of no conditions finds nothing, which the language can't express")}
	}
	return conds[0].Or(conds[1:]...)
}

// Build returns the text of the search for the parameter Search of a list; a condition that holds for all returns nil. The error names
// all that the language can't express.
func (c Cond[T]) Build() (*string, error) { return Query[T]{cond: c}.Build() }

// String returns the text of the search, or what is wrong with it.
func (c Cond[T]) String() string { return Query[T]{cond: c}.String() }

// SortBy returns the query that finds what the condition holds for, in the order of a field. Objects that are equal in it are in the
// usual order of the list.
func (c Cond[T]) SortBy(field Field[T]) Query[T] { return sorted(c, field, "asc") }

// SortByDesc does the same in falling order.
func (c Cond[T]) SortByDesc(field Field[T]) Query[T] { return sorted(c, field, "desc") }

// SortBy returns the query that finds all objects, in the order of a field.
func SortBy[T any](field Field[T]) Query[T] { return Cond[T]{}.SortBy(field) }

// SortByDesc does the same in falling order.
func SortByDesc[T any](field Field[T]) Query[T] { return Cond[T]{}.SortByDesc(field) }

// Query is a condition with an order.
type Query[T any] struct {
	cond Cond[T]
	sort string
}

// Build returns the text of the search for the parameter Search of a list; a query for all objects in the usual order returns nil. The
// error names all that the language can't express.
func (q Query[T]) Build() (*string, error) {
	var parts []string
	if text, err := q.cond.text(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	} else if text != "" {
		parts = append(parts, text)
	}
	if q.sort != "" {
		parts = append(parts, "sortby "+q.sort)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return new(strings.Join(parts, " ")), nil
}

// String returns the text of the search, or what is wrong with it.
func (q Query[T]) String() string {
	text, err := q.Build()
	switch {
	case err != nil:
		return "(" + err.Error() + ")"
	case text == nil:
		return ""
	}
	return *text
}

var errFreeText = errors.New("a search holds one free text at most")

// text returns the condition in the language, where AND binds tighter than OR.
func (c Cond[T]) text() (string, error) {
	any, err := c.ordered()
	err = errors.Join(c.err, err)
	free := 0
	var b strings.Builder
	for i, and := range any {
		if i > 0 {
			b.WriteString(" or ")
		}
		for j, a := range and {
			if j > 0 {
				b.WriteString(" and ")
			}
			if a.field == "" {
				free++
			}
			b.WriteString(a.String())
		}
	}
	if free > 1 {
		err = errors.Join(err, errFreeText)
	}
	return b.String(), err
}

// ordered returns the condition with that in front which can only be said there: behind AND and OR the engine takes the shortest field
// that a name begins with, host in hosts.name, and doesn't find the rest.
func (c Cond[T]) ordered() ([]and, error) {
	var at, within int
	count := 0
	for i, list := range c.any {
		for j, a := range list {
			if a.first {
				at, within = i, j
				count++
			}
		}
	}
	switch {
	case count == 0:
		return c.any, nil
	case count > 1:
		a := c.any[at][within]
		return c.any, fmt.Errorf("%s can be said once in a search", strings.TrimSuffix(a.cross+"."+a.field, "."))
	}
	list := c.any[at]
	list = slices.Concat(and{list[within]}, list[:within], list[within+1:])
	return slices.Concat([]and{list}, c.any[:at], c.any[at+1:]), nil
}

func (a atom) String() string {
	name := a.field
	if a.cross != "" {
		name = strings.TrimSuffix(a.cross+"."+a.field, ".")
	}
	if name == "" {
		return a.value
	}
	return name + a.relation + a.value
}

// one returns the condition of a single comparison.
func one[T any](field, relation, value string) Cond[T] {
	name, first := place(field)
	return Cond[T]{any: []and{{{field: name, relation: relation, value: value, first: first}}}}
}

func plain(name string) string {
	name, _ = place(name)
	return name
}

// place cuts off the mark of names that can only be said at the beginning.
func place(name string) (string, bool) {
	plain, first := strings.CutPrefix(name, "^")
	return plain, first
}

// failed returns a condition that can't be built.
func failed[T any](field, format string, args ...any) Cond[T] {
	return Cond[T]{err: fmt.Errorf(plain(field)+": "+format, args...)}
}

// Free returns the condition that any text of an object has the word in it, in whichever field. There may be one in a search. The
// word may hold stars for any run of characters.
func Free[T any](word string) Cond[T] {
	value, err := quoted(word, true)
	if err != nil {
		return failed[T]("free text", "%w", err)
	}
	return Cond[T]{any: []and{{{value: value}}}}
}

// Cross leads from objects of type F to related ones of type T.
type Cross[F, T any] string

// Where returns the condition that a related object is as the other condition says. Of several conditions joined by And each may
// hold for another related object.
func (x Cross[F, T]) Where(c Cond[T]) Cond[F] {
	out := Cond[F]{err: c.err}
	name, first := place(string(x))
	for _, list := range c.any {
		var crossed and
		for _, a := range list {
			out.err = errors.Join(out.err, behind[T](name, a))
			a.cross, a.first = name, first
			crossed = append(crossed, a)
		}
		out.any = append(out.any, crossed)
	}
	return out
}

var errCrossedText = errors.New("a free text is for the objects themselves")
