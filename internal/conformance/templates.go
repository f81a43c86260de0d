package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// templatesArea is about templates of VMs without disks.
var templatesArea = area{name: "templates", lacks: noHost, checks: func(s *session) []check {
	root := s.conn.SystemService()
	vms := vmLife(s, "source")
	var vm, template, made, pool string
	templates := lifeOf("a template",
		&types.Template{Name: new(s.name("template")), Vm: &types.Vm{ID: &vm}},
		&types.Template{Description: new("changed")}, root.TemplatesService, (*services.TemplatesService).TemplateService)
	templates.hide = func(t *types.Template) { t.Vm = nil } // engines don't show it
	fromIt := lifeOf("a VM of the template",
		&types.Vm{Name: new(s.name("made")), Cluster: object.Ref(s.site.cluster), Template: &types.Template{ID: &template}},
		&types.Vm{Description: new("changed")}, root.VmsService, (*services.VmsService).VmService)
	pools := lifeOf("a VM pool", &types.VmPool{
		Name: new(s.name("pool")), Cluster: object.Ref(s.site.cluster),
		Template: &types.Template{ID: &template}, Size: new(int64(1)),
	}, &types.VmPool{Description: new("changed")}, root.VmPoolsService, (*services.VmPoolsService).PoolService)
	return slices.Concat([]check{
		vms.added(s, &vm), templates.added(s, &template), templates.read(&template), templates.listed(&template),
		{"a template becomes ready", func(ctx context.Context) error {
			_, err := wait.TemplateOk(ctx, s.conn, template)
			return err
		}, true},
		templates.twice(s), templates.updated(&template),
		{"a template has the memory of its VM", func(ctx context.Context) error {
			got, err := templates.at(template).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("memory", sdk.Value(got.Memory), *vms.wanted.Memory)
		}, false},
		{"a new version of a template is added", func(ctx context.Context) error {
			got, err := templates.in().Add(ctx, &types.Template{
				Name: templates.wanted.Name, Vm: &types.Vm{ID: &vm},
				Version: &types.TemplateVersion{BaseTemplate: &types.Template{ID: &template}, VersionName: new("second")},
			}, nil)
			if err != nil {
				return err
			}
			s.later("template version second", templates.remove(*got.ID))
			if _, err := wait.TemplateOk(ctx, s.conn, *got.ID); err != nil {
				return err
			}
			return equal("version", sdk.Value(got.Version.VersionNumber), 2)
		}, false},
		fromIt.added(s, &made), fromIt.read(&made),
		{"a template in use can't be removed", func(ctx context.Context) error {
			if _, err := wait.VmDown(ctx, s.conn, made); err != nil {
				return err
			}
			return refused(templates.at(template).Remove(ctx, nil), sdk.ErrConflict)
		}, false},
	}, fromIt.ends(&made), []check{
		pools.added(s, &pool), pools.read(&pool), pools.listed(&pool), pools.twice(s),
		{"a VM pool gets its VMs", func(ctx context.Context) error {
			list, err := s.waitForVMs(ctx, "pool="+*pools.wanted.Name, 1)
			if err != nil {
				return err
			}
			if _, err = wait.VmDown(ctx, s.conn, *list[0].ID); err != nil {
				return err
			}
			// The engine is busy with the pool for a while after its VM is there.
			busy := func(ctx context.Context, _ *services.VmPoolGetParams, opts ...call.Option) (*bool, error) {
				_, err := pools.at(pool).Update(ctx, &types.VmPool{Comment: new("idle")}, nil, opts...)
				if errors.Is(err, sdk.ErrConflict) {
					return new(true), nil
				}
				return new(false), err
			}
			_, err = wait.For(ctx, busy, wait.Cond(func(busy *bool) bool { return !*busy }))
			return err
		}, false},
		pools.updated(&pool),
	}, pools.ends(&pool), []check{
		{"Blank can't be removed", func(ctx context.Context) error {
			err := templates.at(blankID).Remove(ctx, nil)
			return rejected(err)
		}, false},
	}, vms.ends(&vm))
}}
