package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// accessScenarios are those of users, permissions and tags.
var accessScenarios = []scenario{
	{
		name: "new tag",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Tag(ctx, on, &types.Tag{Name: new("web"), Description: new("d")}))
		},
		count: []string{"/tags"}, sent: []string{"POST /tags"},
	},
	{
		name: "tag below another",
		seed: func(b *bed) {
			b.seed("/tags", "<tag><name>up</name></tag>")
			b.seed("/tags", "<tag><name>web</name></tag>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Tag(ctx, on, &types.Tag{
				Name: new("web"), Parent: &types.Tag{Name: new("up")},
			}))
		},
		count: []string{"/tags"}, sent: []string{"PUT /tags/ID"},
	},
	{
		name: "no tag",
		seed: func(b *bed) {
			b.seed("/tags",
				`<tag><name>web</name><parent id="00000000-0000-0000-0000-000000000000"/></tag>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.TagAbsent(ctx, on, "web"))
		},
		count: []string{"/tags"}, sent: []string{"DELETE /tags/ID"},
	},
	{
		name: "new user",
		seed: func(b *bed) { b.drop("/users/" + b.user()) },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.User(ctx, on, &types.User{
				UserName: new("jo@internal-authz"),
				Domain:   &types.Domain{Name: new("internal-authz")},
			}))
		},
		count: []string{"/users"}, sent: []string{"POST /users"},
	},
	{
		name: "no user",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.UserAbsent(ctx, on, &types.User{
				UserName: new("jo"), Domain: &types.Domain{Name: new("internal-authz")},
			}))
		},
		count: []string{"/users"}, sent: []string{"DELETE /users/ID"},
	},
	{
		name: "new permission",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Permission(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")},
				User: &types.User{UserName: new("jo@internal-authz")},
				Vm:   &types.Vm{Name: new("web")},
			}))
		},
		count: []string{"/users/*/permissions", "/vms/*/permissions"},
		sent:  []string{"POST /vms/ID/permissions"},
	},
	{
		name: "new permission on the system",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Permission(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")},
				User: &types.User{UserName: new("jo@internal-authz")},
			}))
		},
		count: []string{"/permissions"}, sent: []string{"POST /permissions"},
	},
	{
		name: "no permission",
		seed: func(b *bed) {
			seedVM(b)
			user := b.user()
			b.seed("/permissions",
				`<permission><role><name>UserRole</name></role><user id="`+user+`"/>`+
					`<vm id="`+b.IDs("/vms")[0]+`"/></permission>`)
			b.seed("/permissions",
				`<permission><role><name>UserRole</name></role><user id="`+user+`"/></permission>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.PermissionAbsent(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")},
				User: &types.User{UserName: new("jo@internal-authz")},
				Vm:   &types.Vm{Name: new("web")},
			}))
		},
		count: []string{"/permissions", "/users/*/permissions"},
		sent:  []string{"DELETE /vms/ID/permissions/ID"},
	},
}
