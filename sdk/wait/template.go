package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// Template is the goal that a template has one of the states.
func Template(states ...types.TemplateStatus) StatusGoal[types.Template, types.TemplateStatus] {
	return Status(func(t *types.Template) types.TemplateStatus { return t.Status }, states...)
}

// ForTemplate waits until a template is as wanted. It costs a GET per look, or a share of a search with a [Poller].
func ForTemplate(ctx context.Context, conn Conn, id string, goal Goal[types.Template], opts ...Option) (*types.Template, error) {
	return forTemplate(ctx, "ForTemplate", conn, id, goal, opts)
}

// TemplateOk waits until a template is ready for use. It fails if the template is illegal; one whose making failed may also vanish.
// Requests are those of [ForTemplate].
func TemplateOk(ctx context.Context, conn Conn, id string, opts ...Option) (*types.Template, error) {
	return forTemplate(ctx, "TemplateOk", conn, id, Template(types.TemplateStatusOk).Fail(types.TemplateStatusIllegal), opts)
}

func forTemplate(
	ctx context.Context, op string, conn Conn, id string, goal Goal[types.Template], opts []Option,
) (*types.Template, error) {
	p, o := settings(conn, opts)
	o.subject = object{kind: "template", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.templates.wait(ctx, w)
	}
	return single(ctx, w, conn.SystemService().TemplatesService().TemplateService(id).Get)
}
