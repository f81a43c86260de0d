package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// templateScenarios are those of templates and snapshots.
var templateScenarios = []scenario{
	{
		name: "new template",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Description: new("d"),
			}))
		},
		count: []string{"/templates", "/disks", "/templates/*/diskattachments"},
		sent:  []string{"POST /templates"},
	},
	{
		name: "changed template",
		seed: func(b *bed) {
			b.seed("/templates",
				"<template><name>gold</name><status>ok</status><memory>1073741824</memory>"+
					"</template>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Memory: new(int64(2*gib + 1)),
				Initialization: &types.Initialization{HostName: new("h")},
			}))
		},
		count: []string{"/templates"}, sent: []string{"PUT /templates/ID"},
	},
	{
		name: "version of a template",
		seed: func(b *bed) {
			seedVM(b)
			id := b.seed("/templates", "<template><name>gold</name><status>ok</status></template>")
			b.put("/templates/"+id,
				`<template><version><base_template id="`+id+`"/>`+
					`<version_number>1</version_number></version></template>`)
		},
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")},
				Version: &types.TemplateVersion{
					BaseTemplate: &types.Template{ID: new(b.IDs("/templates")[1])},
					VersionName:  new("next"),
				},
			}))
		},
		count: []string{"/templates"}, sent: []string{"POST /templates"},
	},
	{
		name: "no template",
		seed: func(b *bed) {
			b.seed("/templates",
				"<template><name>gold</name><status>ok</status><cluster><name>Default</name></cluster></template>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.TemplateAbsent(ctx, on, &types.Template{Name: new("gold")}))
		},
		count: []string{"/templates"}, sent: []string{"DELETE /templates/ID"},
	},
	{
		name: "new snapshot",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Snapshot(ctx, on, &types.Vm{Name: new("web")}, &types.Snapshot{
				Description: new("before"), PersistMemorystate: new(true),
			}))
		},
		count: []string{"/vms/*/snapshots"}, sent: []string{"POST /vms/ID/snapshots"},
	},
	{
		name: "no snapshot",
		seed: func(b *bed) {
			seedVM(b)
			b.seed("/vms/"+b.IDs("/vms")[0]+"/snapshots",
				"<snapshot><description>before</description>"+
					"<snapshot_status>ok</snapshot_status><snapshot_type>regular</snapshot_type>"+
					"</snapshot>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.SnapshotAbsent(ctx, on, &types.Vm{Name: new("web")}, "before"))
		},
		count: []string{"/vms/*/snapshots"}, sent: []string{"DELETE /vms/ID/snapshots/ID"},
	},
}
