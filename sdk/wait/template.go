package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// TemplateIn is the goal that a template has one of the states.
func TemplateIn(states ...types.TemplateStatus) StatusGoal[types.Template, types.TemplateStatus] {
	return StatusIn(func(t *types.Template) types.TemplateStatus { return t.Status }, states...)
}

// ForTemplate waits until a template is as wanted. It costs a GET per look, or a share of a search
// with a [Poller].
func ForTemplate(
	ctx context.Context, engine sdk.Engine, id string, goal Goal[types.Template], opts ...Option,
) (*types.Template, error) {
	return forTemplate(ctx, "ForTemplate", engine, id, goal, opts)
}

// TemplateOk waits until a template is ready for use. It fails if the template is illegal; one
// whose making failed may also vanish. Requests are those of [ForTemplate].
func TemplateOk(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Template, error) {
	return forTemplate(
		ctx,
		"TemplateOk",
		engine,
		id,
		TemplateIn(types.TemplateStatusOk).Fail(types.TemplateStatusIllegal),
		opts,
	)
}

func forTemplate(
	ctx context.Context,
	op string,
	engine sdk.Engine,
	id string,
	goal Goal[types.Template],
	opts []Option,
) (*types.Template, error) {
	p, o := settings(engine, opts)
	o.subject = object{kind: "template", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.templates.wait(ctx, w)
	}
	return single(ctx, w, root.Of(engine).TemplatesService().TemplateService(id).Get)
}
