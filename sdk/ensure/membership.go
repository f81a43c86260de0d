package ensure

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// membership is a collection of references to objects that live elsewhere, such as the VMs of an
// affinity group.
type membership[T any] struct {
	list   func(context.Context) ([]*T, error)
	refer  func(context.Context, *T) (*T, error)
	add    func(context.Context, *T) error
	remove func(ctx context.Context, id string) error
}

// references is the service of such a collection.
type references[T, AddParams, ListParams any] interface {
	Add(context.Context, *T, *AddParams, ...call.Option) (*T, error)
	List(context.Context, *ListParams, ...call.Option) ([]*T, error)
}

// membersIn returns the membership of a collection. Refer finds what a reference means, remove
// removes a reference.
func membersIn[T, AddParams, ListParams any](
	all references[T, AddParams, ListParams], o *options,
	refer func(context.Context, *T) (*T, error), remove func(ctx context.Context, id string) error,
) membership[T] {
	return membership[T]{
		list:  func(ctx context.Context) ([]*T, error) { return all.List(ctx, nil, o.call...) },
		refer: refer,
		add: func(ctx context.Context, v *T) error {
			_, err := all.Add(ctx, onlyID(v), nil, o.call...)
			return err
		},
		remove: remove,
	}
}

// vmsIn returns the membership of a collection of VMs.
func vmsIn[AddParams, ListParams any](
	engine sdk.Engine, all references[types.Vm, AddParams, ListParams], o *options,
	remove func(ctx context.Context, id string) error,
) membership[types.Vm] {
	refer := func(ctx context.Context, v *types.Vm) (*types.Vm, error) {
		return referVm(ctx, engine, v, o)
	}
	return membersIn(all, o, refer, remove)
}

// hostsIn returns the membership of a collection of hosts.
func hostsIn[AddParams, ListParams any](
	engine sdk.Engine, all references[types.Host, AddParams, ListParams], o *options,
	remove func(ctx context.Context, id string) error,
) membership[types.Host] {
	refer := func(ctx context.Context, v *types.Host) (*types.Host, error) {
		return referHost(ctx, engine, v, o)
	}
	return membersIn(all, o, refer, remove)
}

// onlyID returns an object that has nothing but the ID of another one.
func onlyID[T any](v *T) *T {
	out := new(T)
	reflect.ValueOf(out).Elem().FieldByName("ID").Set(reflect.ValueOf(v).Elem().FieldByName("ID"))
	return out
}

// isMember reports whether an object is in a collection by now.
func isMember[T any](ctx context.Context, m membership[T], id string) bool {
	list, err := m.list(ctx)
	return err == nil && hasMember(list, id)
}

func hasMember[T any](list []*T, id string) bool {
	return slices.ContainsFunc(list, func(v *T) bool { return idOf(v) == id })
}

// applyReferences makes a collection refer to the wanted objects, and with Exclusive to no others.
func applyReferences[T, R any](
	ctx context.Context, path string, wanted []*T, m membership[T], r *Result[R], o *options,
) error {
	if wanted == nil {
		return nil
	}
	present, err := m.list(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for i, w := range wanted {
		if w == nil {
			return fmt.Errorf("%s[%d] is nil: %w", path, i, sdk.ErrInvalid)
		}
		v, err := m.refer(ctx, w)
		if err != nil {
			return err
		}
		id := idOf(v)
		if slices.Contains(ids, id) {
			continue
		}
		ids = append(ids, id)
		if slices.ContainsFunc(present, func(p *T) bool { return idOf(p) == id }) {
			continue
		}
		if err := m.add(ctx, v); err != nil {
			if !taken(err) || !isMember(ctx, m, id) {
				return err
			}
			continue // Another caller was faster.
		}
		r.note(path+"["+id+"]", Change{Path: "id", New: id})
	}
	for _, p := range present {
		id := idOf(p)
		if !o.exclusive || slices.Contains(ids, id) {
			continue
		}
		if err := removeMember(ctx, m, id); err != nil {
			return err
		}
		r.note(path+"["+id+"]", Change{Path: "id", Old: id})
	}
	return nil
}

// detachAll removes all members of a collection.
func detachAll[T any](ctx context.Context, m membership[T]) error {
	present, err := m.list(ctx)
	if err != nil {
		return err
	}
	for _, v := range present {
		if err := removeMember(ctx, m, idOf(v)); err != nil {
			return err
		}
	}
	return nil
}

// removeMember removes a member, which another caller may do at the same time: engines refuse the
// later of two removals, by 404 or, from affinity groups, by 400.
func removeMember[T any](ctx context.Context, m membership[T], id string) error {
	err := m.remove(ctx, id)
	if err == nil || errors.Is(err, sdk.ErrNotFound) {
		return nil
	}
	if !taken(err) {
		return err
	}
	list, unknown := m.list(ctx)
	if unknown != nil || hasMember(list, id) {
		return err
	}
	return nil
}
