package ensure

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// resolved returns an object as it can be sent. What it refers to by names that engines ignore,
// such as those of CPU profiles and instance types, has its ID: that costs a search for each. Names
// that engines read are left to them, but a plan looks whether there is what they mean. The object
// itself isn't changed.
func resolved[T any](ctx context.Context, engine sdk.Engine, v *T, o *options) (*T, error) {
	out := new(*v)
	return out, resolveFields(ctx, engine, reflect.ValueOf(out).Elem(), "", o)
}

func resolveFields(
	ctx context.Context, engine sdk.Engine, v reflect.Value, path string, o *options,
) error {
	t, _ := info.TypeOf(v.Addr().Interface())
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() {
			continue
		}
		m, _ := t.Member(v.Type().Field(i).Name)
		var err error
		switch at := path + m.Name; {
		case isPart(f.Type()):
			part := reflect.New(f.Type().Elem())
			part.Elem().Set(f.Elem())
			f.Set(part)
			err = resolveFields(ctx, engine, part.Elem(), at+".", o)
		case isObject(f.Type()):
			var ref reflect.Value
			if ref, err = resolveRef(ctx, engine, f, at, o); err == nil {
				f.Set(ref)
			}
		case m.Link && m.List:
			err = resolveList(ctx, engine, f, at, o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func resolveList(
	ctx context.Context, engine sdk.Engine, list reflect.Value, path string, o *options,
) error {
	out := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		item := list.Index(i)
		if isObject(item.Type()) && !item.IsNil() {
			var err error
			if item, err = resolveRef(ctx, engine, item, path, o); err != nil {
				return err
			}
		}
		out = reflect.Append(out, item)
	}
	list.Set(out)
	return nil
}

// readByName are the types that engines find by their names.
var readByName = []string{
	"Cluster", "DataCenter", "Host", "Network", "StorageDomain", "Tag", "Template", "Vm",
}

// resolveRef returns a reference with the ID of what its name means, if it has a name alone.
func resolveRef(
	ctx context.Context, engine sdk.Engine, ref reflect.Value, path string, o *options,
) (reflect.Value, error) {
	if idOf(ref.Interface()) != "" || nameOf(ref.Interface()) == "" {
		return ref, nil
	}
	known := slices.Contains(readByName, ref.Type().Elem().Name()) && path != "lease.storage_domain"
	if known && !planned(engine) {
		return ref, nil
	}
	id, err := idByName(ctx, engine, ref.Interface(), o)
	if err != nil {
		return ref, fmt.Errorf("%s: %w", path, err)
	}
	if known || id == "" {
		return ref, nil
	}
	out := reflect.New(ref.Type().Elem())
	out.Elem().Set(ref.Elem())
	out.Elem().FieldByName("ID").Set(reflect.ValueOf(&id))
	out.Elem().FieldByName("Name").SetZero()
	return out, nil
}

// byID are the types whose names engines don't read, and take for no reference at all. They have no
// collection for all of their kind in which a name could be looked for.
var byID = []string{"Icon", "Qos", "Quota"}

// idByName returns the ID of what a reference means by its name; it is "" for types whose names are
// left to the engine.
func idByName(ctx context.Context, engine sdk.Engine, ref any, o *options) (string, error) {
	switch ref := ref.(type) {
	case *types.AffinityLabel:
		v, err := refer(ctx, engine, ref,
			(*system).AffinityLabelsService, (*services.AffinityLabelsService).All, o.call)
		return idOf(v), err
	case *types.Cluster:
		v, err := referCluster(ctx, engine, ref, o)
		return idOf(v), err
	case *types.CpuProfile:
		v, err := refer(ctx, engine, ref,
			(*system).CpuProfilesService, (*services.CpuProfilesService).All, o.call)
		return idOf(v), err
	case *types.DataCenter:
		v, err := referDataCenter(ctx, engine, ref, o)
		return idOf(v), err
	case *types.DiskProfile:
		v, err := refer(ctx, engine, ref,
			(*system).DiskProfilesService, (*services.DiskProfilesService).All, o.call)
		return idOf(v), err
	case *types.Host:
		v, err := referHost(ctx, engine, ref, o)
		return idOf(v), err
	case *types.InstanceType:
		v, err := refer(ctx, engine, ref,
			(*system).InstanceTypesService, (*services.InstanceTypesService).All, o.call)
		return idOf(v), err
	case *types.MacPool:
		v, err := refer(ctx, engine, ref,
			(*system).MacPoolsService, (*services.MacPoolsService).All, o.call)
		return idOf(v), err
	case *types.Network:
		v, err := referNetwork(ctx, engine, ref, o)
		return idOf(v), err
	case *types.NetworkFilter:
		list, err := engine.SystemService().NetworkFiltersService().List(ctx, nil, o.call...)
		return among("network_filter", list, nameOf(ref), err)
	case *types.SchedulingPolicy:
		v, err := refer(ctx, engine, ref,
			(*system).SchedulingPoliciesService, (*services.SchedulingPoliciesService).All, o.call)
		return idOf(v), err
	case *types.StorageDomain:
		v, err := referDomain(ctx, engine, ref, o)
		return idOf(v), err
	case *types.Tag:
		v, err := refer(ctx, engine, ref,
			(*system).TagsService, (*services.TagsService).All, o.call)
		return idOf(v), err
	case *types.Template:
		wanted := &types.Template{Name: ref.Name, Version: ref.Version}
		find := func(ctx context.Context, engine sdk.Engine) (*types.Template, error) {
			return findTemplate(ctx, engine, wanted, o)
		}
		v, err := lookup(ctx, engine, find)
		return idOf(v), err
	case *types.Vm:
		v, err := referVm(ctx, engine, ref, o)
		return idOf(v), err
	case *types.VnicProfile:
		v, err := refer(ctx, engine, ref,
			(*system).VnicProfilesService, (*services.VnicProfilesService).All, o.call)
		return idOf(v), err
	}
	t, _ := info.TypeOf(ref)
	if slices.Contains(byID, t.Go) {
		return "", fmt.Errorf("a %s is wanted by its id, not by its name %q: %w",
			t.Name, nameOf(ref), sdk.ErrInvalid)
	}
	return "", nil
}

// among returns the ID of the only object of a name.
func among[T any](what string, list []*T, name string, err error) (string, error) {
	if err != nil {
		return "", err
	}
	v, err := one(what, name, func(yield func(*T, error) bool) {
		for _, v := range list {
			if nameOf(v) == name && !yield(v, nil) {
				return
			}
		}
	})
	return idOf(v), err
}
