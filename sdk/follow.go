package sdk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Follow reads the object that a link leads to, such as the disk of an attachment:
//
//	disk, err := sdk.Follow(ctx, conn, attachment.Disk)
//
// Of the link only the address, its Href, is used. A link that is nil, has no address, or leads out
// of the API of this engine is [ErrInvalid], and nothing is sent. Programs that follow links carry
// the readers of all types.
func Follow[T any](
	ctx context.Context, engine Engine, link *T, opts ...call.Option,
) (*T, error) {
	const op = "Follow"
	t, href, err := target(link)
	if err != nil {
		return nil, invalidFollow(op, err)
	}
	at, query, err := locate(engine, href)
	if err != nil {
		return nil, invalidFollow(op, err)
	}
	return transport.Get(ctx, at, op, query, t, opts)
}

// FollowAll reads the list that a relation of an object leads to, such as the NICs of a VM:
//
//	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
//
// The address is that of the object's link of this name. An object without that link, such as a
// mere reference, needs an address of its own, below which the list is looked for. The list is
// never nil without an error. An object that is nil or has neither is [ErrInvalid], and nothing is
// sent.
func FollowAll[F, T any](
	ctx context.Context, engine Engine, from *F, r rel.Rel[F, T], opts ...call.Option,
) ([]*T, error) {
	const op = "FollowAll"
	t, ok := readers.Of[T]()
	if !ok {
		return nil, invalidFollow(op, fmt.Errorf("%T has no address", (*T)(nil)))
	}
	href, err := relation(from, string(r))
	if err != nil {
		return nil, invalidFollow(op, err)
	}
	at, query, err := locate(engine, href)
	if err != nil {
		return nil, invalidFollow(op, err)
	}
	return transport.List(ctx, at, op, query, t, opts)
}

// locate returns the place of an address that the engine sent.
func locate(engine Engine, href string) (at transport.Ref, query transport.Query, err error) {
	if engine == nil {
		return at, query, errNilConnection
	}
	doer := services.Sender(engine.SystemService())
	path, query, err := transport.Locate(doer, href)
	return transport.At(doer, path), query, err
}

func invalidFollow(
	op string, err error,
) error {
	return &Error{Op: op, Class: ErrInvalid, Err: err}
}

// target returns the type and the address of an object.
func target[T any](v *T) (wire.Type[T], string, error) {
	t, ok := readers.Of[T]()
	if !ok || t.Ident == nil {
		return t, "", fmt.Errorf("%T has no address", v)
	}
	if v == nil {
		return t, "", fmt.Errorf("the link to a %s is nil", t.Tag)
	}
	id, href := t.Ident(v)
	switch {
	case Value(href) != "":
		return t, *href, nil
	case Value(id) != "":
		return t, "", fmt.Errorf("the link to %s %s has no href", t.Tag, *id)
	}
	return t, "", fmt.Errorf("the link to a %s has no href", t.Tag)
}

// relation returns the address of a list that belongs to an object.
func relation[F any](from *F, name string) (string, error) {
	word := joined(name)
	if word == "" {
		return "", fmt.Errorf("%q is not a relation", name)
	}
	if from != nil {
		for _, link := range readers.Links(from) {
			if joined(link.Rel) == word && link.Href != "" {
				return link.Href, nil
			}
		}
	}
	_, href, err := target(from)
	if err != nil {
		return "", fmt.Errorf("no link %s, and %w", word, err)
	}
	path, _, _ := strings.Cut(href, "?")
	return strings.TrimSuffix(path, "/") + "/" + word, nil
}

// joined returns a name as the engine spells it in paths: words without separators, in lower case.
// It returns "" for what is no name.
func joined(name string) string {
	word := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	for _, c := range word {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return ""
		}
	}
	return word
}

// inside returns the path and the query of an address that the engine sent, which must lie in its
// API: requests carry the token.
func (c *Connection) inside(href string) (path string, query transport.Query, err error) {
	if c == nil {
		return "", query, errNilConnection
	}
	outside := fmt.Errorf("href %q leads out of %s", redact.Place(href), c.at.base.String())
	u, err := url.Parse(href)
	if err != nil {
		return "", query, fmt.Errorf("href %q is not an address", redact.Place(href))
	}
	if u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		if u.Scheme != c.at.base.Scheme || !strings.EqualFold(u.Host, c.at.base.Host) || u.User != nil {
			return "", query, outside
		}
	}
	path, ok := strings.CutPrefix(u.EscapedPath(), c.at.path)
	if !ok || path != "" && path[0] != '/' {
		return "", query, outside
	}
	switch err := transport.CheckPath(path); {
	case errors.Is(err, transport.ErrClimbs):
		return "", query, outside
	case err != nil:
		return "", query, fmt.Errorf("href %q: %w", href, err)
	}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", query, fmt.Errorf("href %q has a query that is none", redact.Place(href))
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		query.Set(name, values.Get(name))
	}
	return strings.TrimRight(path, "/"), query, nil
}
