// Package find selects objects from lists: the first, the only one, the one with a name, or all that
// match.
//
//	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "web")
//	up := find.Match{"cluster.name": "prod*", "status": "up"}
//	for host, err := range find.Where(hosts.All(ctx, nil), up) { ... }
//
// It costs what the list costs: one request for each page that is read. Pages after the last object
// that is needed aren't read.
package find

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// ErrAmbiguous says that there are several objects where one is wanted.
var ErrAmbiguous = errors.New("ambiguous")

// First returns the first object of a list. The error is sdk.ErrNotFound if there is none, and
// otherwise that of the list.
func First[T any](list iter.Seq2[*T, error]) (*T, error) {
	for v, err := range list {
		return v, err
	}
	return nil, notFound("find.First", "no "+kind[T]()+" found")
}

// One returns the only object of a list. The error is sdk.ErrNotFound if there is none,
// [ErrAmbiguous] if there are several, and otherwise that of the list; an item that can't be read
// makes it impossible to tell.
func One[T any](list iter.Seq2[*T, error]) (*T, error) {
	const op = "find.One"
	var found *T
	for v, err := range list {
		if err != nil {
			return nil, err
		}
		if found != nil {
			return nil, fmt.Errorf(
				"%s: %s is %w: at least 2 matches, %s and %s",
				op,
				kind[T](),
				ErrAmbiguous,
				title(found),
				title(v),
			)
		}
		found = v
	}
	if found == nil {
		return nil, notFound(op, "no "+kind[T]()+" found")
	}
	return found, nil
}

// single returns the only object of those with a name. The place, which may be empty, says where
// they were looked for, and by is what distinguishes several.
func single[T any](op, name, place, by string, found []*T) (*T, error) {
	switch len(found) {
	case 0:
		return nil, notFound(op, fmt.Sprintf("no %s named %q%s", kind[T](), name, place))
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf(
		"%s: %s %q%s is %w: %d matches; select one by %s",
		op,
		kind[T](),
		name,
		place,
		ErrAmbiguous,
		len(found),
		by,
	)
}

func notFound(op, text string) error {
	return &sdk.Error{Op: op, Class: sdk.ErrNotFound, Err: errors.New(text)}
}

// title returns what a message calls an object.
func title(v any) string {
	for _, field := range []string{"ID", "Name"} {
		if text, ok := stringField(v, field); ok {
			return text
		}
	}
	return "one without id"
}

func stringField(v any, name string) (string, bool) {
	s := reflect.ValueOf(v)
	if s.Kind() != reflect.Pointer || s.IsNil() || s.Elem().Kind() != reflect.Struct {
		return "", false
	}
	f := s.Elem().FieldByName(name)
	if text, ok := reflect.TypeAssert[*string](f); ok && text != nil {
		return *text, true
	}
	return "", false
}

// ByName returns the object with exactly this name, out of the list that a method All reads:
//
//	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "web")
//
// The engine is asked to search for the name where it can, and compares without case; here capitals
// count. Names that its search can't express, with stars or quotes, and collections without search,
// cost the whole list. The error is sdk.ErrNotFound if there is none, [ErrAmbiguous] if there are
// several, such as networks of one name in two data centers, which [Network] and [VnicProfile] tell
// apart, and otherwise that of the list. Errors name the kind of object, and how to select one of
// several.
func ByName[T, P any](
	ctx context.Context,
	all func(context.Context, *P, ...call.Option) iter.Seq2[*T, error],
	name string,
	opts ...call.Option,
) (*T, error) {
	return byName(ctx, "find.ByName", all, name, opts)
}

func byName[T, P any](
	ctx context.Context,
	op string,
	all func(context.Context, *P, ...call.Option) iter.Seq2[*T, error],
	name string,
	opts []call.Option,
) (*T, error) {
	switch {
	case all == nil:
		return nil, invalid(op, "the method is nil")
	case name == "":
		return nil, invalid(op, "the name of the "+kind[T]()+" is empty")
	}
	var found []*T
	for v, err := range all(ctx, searching[T, P](name), opts...) {
		if err != nil {
			return nil, err
		}
		if text, _ := stringField(v, "Name"); text == name {
			found = append(found, v)
		}
	}
	return single(op, name, "", selector[T](), found)
}

// searching returns parameters with a search for the name; nil where there is no such search.
func searching[T, P any](name string) *P {
	switch any((*T)(nil)).(type) {
	case *types.Vm, *types.Host, *types.Disk, *types.Template, *types.InstanceType,
		*types.Cluster, *types.DataCenter, *types.StorageDomain,
		*types.Network, *types.VmPool, *types.User, *types.Group:
	default:
		return nil
	}
	q, err := search.Text[T]("name").Equal(name).Build()
	if err != nil {
		return nil // All are read then.
	}
	p := new(P)
	v := reflect.ValueOf(p).Elem()
	if v.Kind() != reflect.Struct {
		return nil
	}
	field := v.FieldByName("Search")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*string]() {
		return nil
	}
	field.Set(reflect.ValueOf(q))
	return p
}

// Match says how members of an object must be: paths in the words of the API, such as name,
// cluster.name or disk_attachments.disk.alias, with patterns of their values. In a pattern * stands
// for any run of characters, ? for one, and a backslash takes the meaning from the character behind
// it. A path through a list holds if one item matches. Numbers are matched as they are written,
// booleans as true and false, times as 2026-11-21T06:15:00Z. An unset member is like an empty text.
type Match map[string]string

// Where returns the objects of a list that match, compared here and not by the engine: it works for
// every list and every member, and the list is read whole. A search is cheaper where there is one.
// References in a list hold ids alone unless they are followed. A path that objects of this type
// don't have is sdk.ErrInvalid, and nothing is read.
func Where[T any](list iter.Seq2[*T, error], match Match) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		tests, err := match.compile(reflect.TypeFor[T]())
		if err != nil {
			yield(nil, &sdk.Error{Op: "find.Where", Class: sdk.ErrInvalid, Err: err})
			return
		}
		for v, err := range list {
			if err == nil && !tests.hold(v) {
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// word returns a name as it is compared: the API's words and the fields differ in capitals and
// underscores.
func word(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
