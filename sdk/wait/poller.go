package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Poller makes the waits for VMs, disks, hosts and templates share their looks:
//
//	p := wait.NewPoller(conn)
//	...
//	vm, err := wait.VmUp(ctx, p, id) // in each of a thousand goroutines
//
// What is due at about the same time is asked for with one search per hundred objects, by their
// ids; one or two objects are read by themselves. An object that a search doesn't find is asked for
// once more before it counts as gone. The pace of each wait is that of [Every], or up to twice as
// fast in company. Nothing is sent while nobody waits, and there is nothing to close. A Poller
// serves any number of goroutines.
type Poller struct {
	engine    sdk.Engine
	o         options
	vms       group[types.Vm]
	hosts     group[types.Host]
	disks     group[types.Disk]
	templates group[types.Template]
}

// NewPoller makes a Poller. The options are those of each of its waits; a wait may change them, but
// for [Call]: the looks are made for many. For the same reason they carry no values of the waits'
// contexts.
func NewPoller(engine sdk.Engine, opts ...Option) *Poller {
	p := &Poller{engine: engine, o: newOptions(opts)}
	system := root.Of(engine)
	p.vms = group[types.Vm]{
		field: "id", opts: p.o.call, id: func(v *types.Vm) string { return sdk.Value(v.ID) },
		get: func(ctx context.Context, id string, opts ...call.Option) (*types.Vm, error) {
			return system.VmsService().VmService(id).Get(ctx, nil, opts...)
		},
		list: func(
			ctx context.Context, search *string, max *int64, opts ...call.Option,
		) ([]*types.Vm, error) {
			return system.VmsService().List(
				ctx, &services.VmsListParams{Search: search, Max: max}, opts...,
			)
		},
	}
	p.hosts = group[types.Host]{
		field: "id", opts: p.o.call, id: func(v *types.Host) string { return sdk.Value(v.ID) },
		get: func(ctx context.Context, id string, opts ...call.Option) (*types.Host, error) {
			return system.HostsService().HostService(id).Get(ctx, nil, opts...)
		},
		list: func(
			ctx context.Context, search *string, max *int64, opts ...call.Option,
		) ([]*types.Host, error) {
			return system.HostsService().List(
				ctx, &services.HostsListParams{Search: search, Max: max}, opts...,
			)
		},
	}
	p.disks = group[types.Disk]{
		field: "id", opts: p.o.call, id: func(v *types.Disk) string { return sdk.Value(v.ID) },
		get: func(ctx context.Context, id string, opts ...call.Option) (*types.Disk, error) {
			return system.DisksService().DiskService(id).Get(ctx, nil, opts...)
		},
		list: func(
			ctx context.Context, search *string, max *int64, opts ...call.Option,
		) ([]*types.Disk, error) {
			return system.DisksService().List(
				ctx, &services.DisksListParams{Search: search, Max: max}, opts...,
			)
		},
	}
	p.templates = group[types.Template]{
		field: "_vmt_id", opts: p.o.call, id: func(v *types.Template) string { return sdk.Value(v.ID) },
		get: func(ctx context.Context, id string, opts ...call.Option) (*types.Template, error) {
			return system.TemplatesService().TemplateService(id).Get(ctx, nil, opts...)
		},
		list: func(
			ctx context.Context, search *string, max *int64, opts ...call.Option,
		) ([]*types.Template, error) {
			return system.TemplatesService().List(
				ctx, &services.TemplatesListParams{Search: search, Max: max}, opts...,
			)
		},
	}
	return p
}

// SystemService returns the root of the services of the connection, so that a Poller can stand
// where a connection does.
func (p *Poller) SystemService() *services.SystemService { return root.Of(p.engine) }

// settings returns the options of a wait and its poller, which is nil without one.
func settings(engine sdk.Engine, opts []Option) (*Poller, options) {
	p, ok := engine.(*Poller)
	o := newOptions(nil)
	if ok {
		o = p.o
	}
	o = o.apply(opts)
	if o.events == nil {
		o.events = root.Of(engine).EventsService()
	}
	return p, o
}
