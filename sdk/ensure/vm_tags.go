package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// assignedTagFields are the fields of a tag that is attached to a VM.
var assignedTagFields = fields{
	managed:          append([]string{"ID"}, tagFields.managed...),
	managedElsewhere: tagFields.managedElsewhere,
}

// VmTags attaches tags to a VM, which is given by ID or name. Other tags stay, unless [Exclusive]
// is given, with which the VM has exactly these: none for an empty list. The Tags of the VM in the
// result are those that it has then.
//
// A tag is given by ID or name and must exist. One with a Description or a Parent is created or
// updated first, as [Tag] does, so that whole branches can be wanted: name the parents first.
func VmTags(
	ctx context.Context, engine sdk.Engine, vm *types.Vm, tags []*types.Tag, opts ...Option,
) (r Result[types.Vm], err error) {
	const op = "ensure.VmTags"
	o := apply(opts)
	if vm == nil {
		return r, mistake(op, "the VM is nil: set its ID or name")
	}
	for i, tag := range tags {
		if tag == nil {
			return r, mistake(op, "tags[%d] is nil", i)
		}
		if err := checkManaged(op, tag, &assignedTagFields); err != nil {
			return r, err
		}
	}
	defer func() { err = wrap(op, err) }()
	found, err := referVm(ctx, engine, vm, o)
	if err != nil {
		return r, err
	}
	r.Object = new(*found)
	wanted, err := ensureTags(ctx, engine, tags, &r, opts)
	if err != nil {
		return r, err
	}
	assigned := assignedTags(engine, idOf(found), o)
	if err := applyReferences(ctx, "tags", wanted, assigned, &r, o); err != nil {
		return r, err
	}
	r.Object.Tags, err = assigned.list(ctx)
	return r, err
}

// ensureTags ensures the tags of which more is wanted than that they exist, and returns what refers
// to the tags.
func ensureTags(
	ctx context.Context, engine sdk.Engine, tags []*types.Tag, r *Result[types.Vm], opts []Option,
) ([]*types.Tag, error) {
	wanted := []*types.Tag{}
	for _, tag := range tags {
		if tag.Description == nil && tag.Parent == nil {
			wanted = append(wanted, tag)
			continue
		}
		if idOf(tag) != "" {
			return nil, fmt.Errorf("tag %s is given by its ID: a description and a parent are wanted "+
				"of a name: %w", idOf(tag), sdk.ErrInvalid)
		}
		// The current object is the VM's.
		made, err := Tag(ctx, engine, tag, append(opts[:len(opts):len(opts)], looking)...)
		if err != nil {
			return nil, err
		}
		r.note("tags["+nameOf(tag)+"]", made.Changes...)
		wanted = append(wanted, made.Object)
	}
	return wanted, nil
}

// looking makes a function look for its object, whatever options came before.
func looking(o *options) { o.current, o.given = nil, false }

func assignedTags(engine sdk.Engine, vm string, o *options) membership[types.Tag] {
	all := engine.SystemService().VmsService().VmService(vm).TagsService()
	referTag := func(ctx context.Context, v *types.Tag) (*types.Tag, error) {
		return refer(ctx, engine, v, (*system).TagsService,
			(*services.TagsService).All, o.call)
	}
	return membersIn(all, o, referTag, func(ctx context.Context, id string) error {
		return all.TagService(id).Remove(ctx, nil, o.call...)
	})
}
