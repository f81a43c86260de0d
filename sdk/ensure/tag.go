package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var tagFields = fields{
	managed: []string{"Name", "Description", "Parent"},
	managedElsewhere: map[string]string{
		"Comment":  "engines keep none of a tag; use Description",
		"Host":     "use the HostService's TagsService",
		"Template": "use the TemplateService's TagsService",
		"User":     "use the UserService's TagsService",
		"Vm":       "use VmTags",
	},
}

// Tag creates or updates a tag, which is found by its name, so that it matches wanted.
//
// It manages Name, Description and Parent. The parent is given by ID or name; without one, a new
// tag is below the root.
func Tag(
	ctx context.Context, engine sdk.Engine, wanted *types.Tag, opts ...Option,
) (Result[types.Tag], error) {
	return present(ctx, tags(engine, "ensure.Tag", nameOf(wanted), apply(opts)), wanted)
}

// TagAbsent removes the tag of that name. The tags below it go too, and nothing is marked with them
// any more.
func TagAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Tag], error) {
	return absent(ctx, tags(engine, "ensure.TagAbsent", name, apply(opts)))
}

// tagKind is the kind of tags, which are found by name.
type tagKind struct {
	defaults[types.Tag]
	name string
}

func tags(engine sdk.Engine, op, name string, o *options) tagKind {
	on := base{engine, op, o}
	return tagKind{defaults: defaults[types.Tag]{on}, name: name}
}

func (tagKind) fields() *fields { return &tagFields }

func (k tagKind) service() *services.TagsService {
	return k.engine.SystemService().TagsService()
}

func (k tagKind) find(ctx context.Context, engine sdk.Engine) (*types.Tag, error) {
	return find.ByName(ctx, engine.SystemService().TagsService().All, k.name, k.call...)
}

func (k tagKind) add(ctx context.Context, v *types.Tag) (*types.Tag, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k tagKind) update(ctx context.Context, id string, change, _ *types.Tag) (*types.Tag, error) {
	return k.service().TagService(id).Update(ctx, change, nil, k.call...)
}

func (k tagKind) remove(ctx context.Context, old *types.Tag) error {
	return k.service().TagService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}
